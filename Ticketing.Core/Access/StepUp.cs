namespace Ticketing.Core.Access;

/// <summary>Proves with the password that the session's holder is present.</summary>
public sealed record ProveWithPassword(string? Password);

/// <summary>Proves with a code of the authenticator app or a recovery code that the session's holder is present.</summary>
public sealed record ProveWithCode(string? Code);

/// <summary>Proves with a passkey of the account that the session's holder is present.</summary>
/// <param name="CredentialJson">The result of <c>navigator.credentials.get()</c>, as JSON.</param>
public sealed record ProveWithPasskey(string? CredentialJson);

public enum ProofRefusal
{
    /// <summary>The password, code or passkey is not the account's, or too many attempts failed.</summary>
    NotProved,

    /// <summary>The passkey's challenge has expired, or another page of the browser has asked in between.</summary>
    Expired,
}
