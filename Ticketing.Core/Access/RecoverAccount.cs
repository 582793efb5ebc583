using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Confirms that a person reads the mail of their address.</summary>
/// <param name="Token">From the mail.</param>
public sealed record ConfirmEmail(UserId User, string? Token);

/// <param name="Email">The confirmed address: guest orders of this address are now the account's.</param>
public sealed record EmailConfirmed(UserId User, string Email);

public enum ConfirmRefusal
{
    /// <summary>Used before, too old, or never given.</summary>
    LinkNotValid,

    /// <summary>Another account has taken the address meanwhile.</summary>
    EmailTaken,
}

/// <summary>Sends a mail with a link to set a new password, if the address has an account.</summary>
public sealed record RequestPasswordReset(string? Email);

/// <summary>Sets a new password with the link of the mail, and signs out everywhere.</summary>
public sealed record ResetPassword(UserId User, string? Token, string? NewPassword);

/// <summary>Why the password was not reset.</summary>
/// <param name="LinkNotValid">Used before, too old, or never given.</param>
/// <param name="Problems">What is wrong with the new password.</param>
public sealed record ResetRefusal(bool LinkNotValid, IReadOnlyList<AccountProblem> Problems);
