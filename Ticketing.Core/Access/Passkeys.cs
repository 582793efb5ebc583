using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">The credential id in base64url.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced);

/// <summary>Adds a passkey.</summary>
/// <param name="CredentialJson">The result of <c>navigator.credentials.create()</c>, as JSON.</param>
public sealed record AddPasskey(UserId User, string? CredentialJson, string? Name);

public sealed record RenamePasskey(UserId User, string? Id, string? Name);

public sealed record RemovePasskey(UserId User, string? Id);

public enum PasskeyRefusal
{
    /// <summary>The attestation does not match the challenge.</summary>
    NotVerified,

    /// <summary>The challenge has expired, or another page of the browser has asked in between.</summary>
    Expired,

    /// <summary>The session has no recent proof that its holder is present.</summary>
    ProofMissing,
    NameTooLong,
    TooMany,
    Unknown,
}
