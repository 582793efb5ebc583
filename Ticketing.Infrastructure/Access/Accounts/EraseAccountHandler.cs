using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>
/// Erases an account (rule 28): deletes the account, its credentials and memberships, and anonymizes its audit entries. The caller erases
/// the buyer from orders first.
/// </summary>
public sealed class EraseAccountHandler(
    UserManager<Account> users, CredentialChecker credentials, AccountStore accounts, TicketingDbContext db)
{
    private const string Erased = "erased";

    /// <summary>Checks the password, which the caller requires before <see cref="HandleAsync"/>.</summary>
    public async Task<bool> IsConfirmedAsync(EraseAccount command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await accounts.FindAsync(command.User) is { } account
            && await credentials.IsPasswordAsync(account, command.CurrentPassword, cancellationToken);
    }

    public async Task HandleAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(user) is not { } account)
        {
            return;
        }

        var id = account.Id.ToString();
        await accounts.InTransactionAsync(
            async () =>
            {
                await db.Members.Where(member => member.UserId == user).ExecuteDeleteAsync(cancellationToken);
                await db.AuditEntries.Where(entry => entry.ActorId == user)
                    .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Actor, Erased), cancellationToken);
                await db.Outbox.Where(message => message.AggregateType == "account" && message.AggregateId == id)
                    .ExecuteDeleteAsync(cancellationToken);
                await db.Set<IdempotencyRecord>().Where(answer => answer.UserId == user).ExecuteDeleteAsync(cancellationToken);
                AccountStore.Require(await users.DeleteAsync(account));
            },
            cancellationToken);
    }
}
