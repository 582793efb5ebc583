using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Idempotency;
using Ticketing.Infrastructure.Messaging;

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

    /// <summary>
    /// Whether organizations with other members would lose their last owner: the caller asks before anything is erased, and refuses.
    /// </summary>
    public async Task<bool> IsLastOwnerAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isRemoved = await Memberships.TryRemoveAsync(db, user, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return !isRemoved;
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
                Invariant.Holds(await Memberships.TryRemoveAsync(db, user, cancellationToken));
                await AuditLog.RenameActorAsync(db, user, Erased, cancellationToken);
                await Outbox.RemoveAsync(db, "account", id, cancellationToken);
                await RepeatableRequests.RemoveAsync(db, user, cancellationToken);
                AccountStore.Require(await users.DeleteAsync(account));
            },
            cancellationToken);
    }
}
