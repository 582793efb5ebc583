using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

public sealed record ChangeName(UserId User, string? Name);

/// <summary>Requests another address. The change takes effect when the link mailed to the new address is opened.</summary>
public sealed record RequestEmailChange(UserId User, string? NewEmail, string? CurrentPassword);

/// <summary>Confirms a change of address with the token from the mail.</summary>
public sealed record ConfirmEmailChange(UserId User, string? NewEmail, string? Token, Consent Consent);

public sealed record ChangePassword(UserId User, string? CurrentPassword, string? NewPassword);

/// <summary>Invalidates every session and every API token of the account.</summary>
public sealed record SignOutEverywhere(UserId User);

/// <summary>Erases the account's personal data. Orders stay; Ordering erases the names in them.</summary>
public sealed record EraseAccount(UserId User, string? CurrentPassword);

/// <summary>Why an account was not erased; nothing of it was removed.</summary>
public enum ErasureRefusal
{
    /// <summary>An organization with other members would lose its last owner.</summary>
    LastOwner,

    /// <summary>The site would lose its last admin.</summary>
    LastAdmin,
}

/// <summary>A success without a value.</summary>
public readonly record struct Done;
