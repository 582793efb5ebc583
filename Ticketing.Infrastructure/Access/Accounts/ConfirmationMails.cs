using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Mails the link that confirms an account's address.</summary>
public sealed class ConfirmationMails(UserManager<Account> users, AccountStore accounts, AccountMails mails, AccountLinks links)
{
    /// <summary>Adds the mail in the caller's transaction, unless one was sent a moment ago.</summary>
    /// <param name="returnUrl">The page after the confirmation; a local URL or null.</param>
    public async Task AddAsync(Account account, string? returnUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var token = await users.GenerateEmailConfirmationTokenAsync(account);
        var link = links.ConfirmEmail(new UserId(account.Id), token, returnUrl);
        await mails.TryAddAsync(account, AccountMailTypes.ConfirmEmail, link, null, cancellationToken);
    }

    /// <summary>Sends the mail again, unless one was sent a moment ago.</summary>
    public Task SendAgainAsync(Account account, CancellationToken cancellationToken) =>
        accounts.InTransactionAsync(() => AddAsync(account, null, cancellationToken), cancellationToken);
}
