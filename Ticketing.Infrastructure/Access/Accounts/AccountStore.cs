using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>What the handlers of this feature do with accounts beside <see cref="UserManager{TUser}"/>.</summary>
public sealed class AccountStore(UserManager<Account> users, TicketingDbContext db, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string UniqueName = "user_name_index";

    /// <summary>The account of <paramref name="user"/>; null when it was erased meanwhile.</summary>
    public async Task<Account?> FindAsync(UserId user) => await users.FindByIdAsync(user.ToString());

    /// <summary>
    /// Counts a failed sign-in; true when the account is locked now. One statement: of attempts at the same time none is
    /// lost, as it would be with Identity's own read and write.
    /// </summary>
    public async Task<bool> CountFailureAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var attempts = options.Value.LockoutAttempts;
        var now = time.GetUtcNow();
        var until = now.AddMinutes(options.Value.LockoutMinutes);
        await db.Set<Account>().Where(user => user.Id == account.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(user => user.LockoutEnd, user => user.AccessFailedCount + 1 >= attempts ? until : user.LockoutEnd)
                .SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount + 1 >= attempts ? 0 : user.AccessFailedCount + 1),
            cancellationToken);
        await db.Entry(account).ReloadAsync(cancellationToken);
        return account.LockoutEnd > now;
    }

    /// <summary>Sets the count back after a success; writes only when there is something to set back.</summary>
    public async Task ForgetFailuresAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.AccessFailedCount == 0)
        {
            return;
        }

        await db.Set<Account>().Where(user => user.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, 0), cancellationToken);
        await db.Entry(account).ReloadAsync(cancellationToken);
    }

    /// <summary>
    /// Uses up the authenticator codes up to <paramref name="step"/>; false when one of them was used already. One statement:
    /// of two sign-ins with the same code at the same time one gets in.
    /// </summary>
    public async Task<bool> TryUseCodeStepAsync(Account account, long step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return await db.Set<Account>().Where(user => user.Id == account.Id && user.LastCodeStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LastCodeStep, step), cancellationToken) == 1;
    }

    /// <summary>Forgets which codes were used, when their key is gone.</summary>
    public Task ForgetCodeStepsAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return db.Set<Account>().Where(user => user.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LastCodeStep, 0L), cancellationToken);
    }

    public bool IsLocked(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.LockoutEnd > time.GetUtcNow();
    }

    /// <summary>Ends every session (within <see cref="AccessOptions.SessionCheckSeconds"/>) and every API token.</summary>
    public async Task EndSessionsAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        Require(await users.UpdateSecurityStampAsync(account));
        await db.Set<ApiToken>().Where(token => token.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Does <paramref name="change"/> in a transaction. False when another account has the address, found out by the
    /// unique index in a race that the look-up before could not see.
    /// </summary>
    public async Task<bool> TryInTransactionAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await change();
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UniqueName })
        {
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Does <paramref name="change"/> in a transaction, where no address is at stake.</summary>
    public async Task InTransactionAsync(Func<Task> change, CancellationToken cancellationToken) =>
        Invariant.Holds(await TryInTransactionAsync(change, cancellationToken));

    /// <summary>What Identity refuses after everything was checked is a bug.</summary>
    public static void Require(IdentityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("Identity refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
        }
    }
}
