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
    /// <summary>The attestation does not match the challenge, or the challenge has expired.</summary>
    NotVerified,
    NameTooLong,
    TooMany,
    Unknown,
}
