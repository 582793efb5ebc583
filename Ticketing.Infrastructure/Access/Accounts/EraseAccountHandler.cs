using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Access.Users;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Idempotency;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>
/// Erases an account (rule 28): deletes the account, its credentials and memberships, and anonymizes its audit entries. The caller erases
/// the buyer from orders first.
/// </summary>
public sealed class EraseAccountHandler(
    UserManager<Account> users, CredentialChecker credentials, AccountStore accounts, IEnumerable<MembershipEraser> erasers,
    TicketingDbContext db)
{
    private const string Erased = "erased";

    /// <summary>Checks the password, which the caller requires before <see cref="HandleAsync"/>.</summary>
    public async Task<bool> IsConfirmedAsync(EraseAccount command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await accounts.FindAsync(command.User) is { } account
            && await credentials.IsPasswordAsync(account, command.CurrentPassword, cancellationToken);
    }

    /// <summary>Why the account cannot be erased; null: it can. The caller asks before anything is erased.</summary>
    public async Task<ErasureRefusal?> FindObstacleAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await EndRightsAsync(user, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return ended.Succeeded ? null : ended.Refusal;
    }

    /// <returns>Null: the account is erased. A refusal although <see cref="FindObstacleAsync"/> found none: a concurrent change.</returns>
    public async Task<ErasureRefusal?> HandleAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(user) is not { } account)
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await EndRightsAsync(user, cancellationToken);
        if (!ended.Succeeded)
        {
            await transaction.RollbackAsync(cancellationToken);
            return ended.Refusal;
        }

        foreach (var eraser in erasers)
        {
            await eraser.EndAsync(db, new Actor(user, Erased), ended.Value.Memberships, cancellationToken);
        }

        await AuditLog.RenameActorAsync(db, user, Erased, cancellationToken);
        await Outbox.RemoveAsync(db, "account", account.Id.ToString(), cancellationToken);
        await RepeatableRequests.RemoveAsync(db, user, cancellationToken);
        AccountStore.Require(await users.DeleteAsync(account));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task<Outcome<EndedRights, ErasureRefusal>> EndRightsAsync(UserId user, CancellationToken cancellationToken)
    {
        await SiteAdmins.LockAsync(db, cancellationToken);
        if (await SiteAdmins.IsLastAsync(db, user, cancellationToken))
        {
            return ErasureRefusal.LastAdmin;
        }

        return await Memberships.TryRemoveAsync(db, user, cancellationToken) is { } ended
            ? new EndedRights(ended)
            : ErasureRefusal.LastOwner;
    }

    private sealed record EndedRights(IReadOnlyList<Member> Memberships);
}
