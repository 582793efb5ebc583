using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>
/// The proof that the person who opens a link from a mail is the account's holder. The link alone proves access to the mailbox, whose
/// owner may not have asked for the account: a stranger can register any address with a password of his own.
/// </summary>
/// <param name="Session">The account of the current session; null for a guest.</param>
/// <param name="Password">The account's password; not needed with a session of the account.</param>
public sealed record Consent(UserId? Session, string? Password);

/// <summary>Verifies an account's address with the token from the mail.</summary>
/// <param name="Token">The token from the mail.</param>
public sealed record ConfirmEmail(UserId User, string? Token, Consent Consent);

/// <param name="Email">The confirmed address. Guest orders of this address stay unassigned until the account claims them.</param>
public sealed record EmailConfirmed(UserId User, string Email);

public enum ConfirmRefusal
{
    /// <summary>The token is used, expired or unknown.</summary>
    LinkNotValid,

    /// <summary>Another account has the address by now.</summary>
    EmailTaken,

    /// <summary>Neither a session of the account nor its password was given, or too many attempts failed.</summary>
    ConsentMissing,
}

/// <summary>Sends a mail with a link to set a new password, if the address has an account.</summary>
public sealed record RequestPasswordReset(string? Email);

/// <summary>Sets a new password with the token from the mail and invalidates all sessions.</summary>
public sealed record ResetPassword(UserId User, string? Token, string? NewPassword);

/// <summary>Why the password was not reset.</summary>
/// <param name="LinkNotValid">The token is used, expired or unknown.</param>
/// <param name="Problems">The rules that the new password breaks.</param>
public sealed record ResetRefusal(bool LinkNotValid, IReadOnlyList<AccountProblem> Problems);
