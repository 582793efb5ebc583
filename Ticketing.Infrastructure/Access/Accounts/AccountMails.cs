using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Where the links of account mails lead; the application knows its addresses.</summary>
/// <param name="ConfirmEmail">From account, token and where to go afterwards.</param>
/// <param name="ResetPassword">From account and token.</param>
/// <param name="ChangeEmail">From account, new address and token.</param>
/// <param name="SignIn">The sign-in page.</param>
public sealed record AccountLinks(
    Func<UserId, string, string?, string> ConfirmEmail,
    Func<UserId, string, string> ResetPassword,
    Func<UserId, string, string, string> ChangeEmail,
    Func<string> SignIn);

/// <summary>What an account mail is made from; the notifications write it in the person's language.</summary>
public sealed record AccountMail(string Email, string Name, string Link, string Locale);

/// <summary>The types of account mails in the outbox; each carries an <see cref="AccountMail"/>.</summary>
public static class AccountMailTypes
{
    /// <summary>Confirm the address of a new account.</summary>
    public const string ConfirmEmail = "account.confirm-email";

    /// <summary>Set a new password.</summary>
    public const string ResetPassword = "account.reset-password";

    /// <summary>Somebody tried to open an account for an address that has one; the link is the sign-in page.</summary>
    public const string AlreadyRegistered = "account.already-registered";

    /// <summary>Confirm another address; goes to the new one.</summary>
    public const string ChangeEmail = "account.change-email";

    /// <summary>The address was changed; goes to the old one, the link is the sign-in page.</summary>
    public const string EmailChanged = "account.email-changed";

    /// <summary>The password was changed; the link is the sign-in page.</summary>
    public const string PasswordChanged = "account.password-changed";
}

/// <summary>Puts account mails into the outbox, in the transaction of what they tell.</summary>
public sealed class AccountMails(TicketingDbContext db, TimeProvider time)
{
    /// <summary>Adds the mail to the context; the caller saves.</summary>
    /// <param name="email">Where it goes, when that is not the account's address.</param>
    public void Add(Account account, string type, string link, string? email = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = time.GetUtcNow();
        db.Outbox.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            AggregateType = "account",
            AggregateId = account.Id.ToString(),
            Type = type,
            Payload = JsonSerializer.Serialize(new AccountMail(email ?? account.Email ?? "", account.Name, link, account.Locale), JsonSerializerOptions.Web),
            CreatedAt = now,
        });
    }
}
