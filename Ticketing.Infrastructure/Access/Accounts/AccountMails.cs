using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Builds the links in account mails; provided by the application.</summary>
/// <param name="ConfirmEmail">From account, token and return address.</param>
/// <param name="ResetPassword">From account and token.</param>
/// <param name="ChangeEmail">From account, new address and token.</param>
/// <param name="SignIn">The sign-in page.</param>
public sealed record AccountLinks(
    Func<UserId, string, string?, string> ConfirmEmail,
    Func<UserId, string, string> ResetPassword,
    Func<UserId, string, string, string> ChangeEmail,
    Func<string> SignIn);

/// <summary>Payload of the facts that request an account mail. Personal data: the facts are removed when the account is erased.</summary>
public sealed record AccountMail(string Email, string Name, string Link, string Locale);

/// <summary>The types of these facts; the payload is an <see cref="AccountMail"/>.</summary>
public static class AccountMailTypes
{
    /// <summary>Confirm the address of a new account.</summary>
    public const string ConfirmEmail = "account.confirm-email";

    /// <summary>Many failed attempts to sign in; the link is the sign-in page.</summary>
    public const string ManyFailures = "account.many-failures";

    /// <summary>Set a new password.</summary>
    public const string ResetPassword = "account.reset-password";

    /// <summary>A registration with the address of an existing account; the link is the sign-in page.</summary>
    public const string AlreadyRegistered = "account.already-registered";

    /// <summary>Confirm a new address; sent to the new one.</summary>
    public const string ChangeEmail = "account.change-email";

    /// <summary>The address was changed; sent to the old one, the link is the sign-in page.</summary>
    public const string EmailChanged = "account.email-changed";

    /// <summary>The password was changed; the link is the sign-in page.</summary>
    public const string PasswordChanged = "account.password-changed";
}

/// <summary>Writes account mails to the outbox, in the caller's transaction.</summary>
public sealed class AccountMails(TicketingDbContext db, MailCooldown cooldown, TimeProvider time)
{
    /// <summary>
    /// Adds a mail that a stranger can cause, unless its recipient had one of this type a moment ago; the caller saves in a transaction.
    /// </summary>
    /// <param name="email">The recipient if not the account's address.</param>
    /// <returns>False: the mail is withheld. Answers must not depend on it.</returns>
    public async Task<bool> TryAddAsync(Account account, string type, string link, string? email, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!await cooldown.TryTakeAsync(type, email ?? account.Email ?? "", cancellationToken))
        {
            return false;
        }

        Add(account, type, link, email);
        return true;
    }

    /// <summary>Adds a mail about a change of the account to the context; the caller saves.</summary>
    /// <param name="email">The recipient if not the account's address.</param>
    public void Add(Account account, string type, string link, string? email = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = time.GetUtcNow();
        Outbox.Add(
            db, type, "account", account.Id.ToString(), null, new AccountMail(email ?? account.Email ?? "", account.Name, link, account.Locale), now);
    }
}
