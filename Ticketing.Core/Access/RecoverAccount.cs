using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Verifies an account's address with the token from the mail.</summary>
/// <param name="Token">The token from the mail.</param>
public sealed record ConfirmEmail(UserId User, string? Token);

/// <param name="Email">The confirmed address: guest orders of this address are now the account's.</param>
public sealed record EmailConfirmed(UserId User, string Email);

public enum ConfirmRefusal
{
    /// <summary>The token is used, expired or unknown.</summary>
    LinkNotValid,

    /// <summary>Another account has the address by now.</summary>
    EmailTaken,
}

/// <summary>Sends a mail with a link to set a new password, if the address has an account.</summary>
public sealed record RequestPasswordReset(string? Email);

/// <summary>Sets a new password with the token from the mail and invalidates all sessions.</summary>
public sealed record ResetPassword(UserId User, string? Token, string? NewPassword);

/// <summary>Why the password was not reset.</summary>
/// <param name="LinkNotValid">The token is used, expired or unknown.</param>
/// <param name="Problems">The rules that the new password breaks.</param>
public sealed record ResetRefusal(bool LinkNotValid, IReadOnlyList<AccountProblem> Problems);
