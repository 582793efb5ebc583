using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Account operations of this feature's handlers that <see cref="UserManager{TUser}"/> lacks or does not do atomically.</summary>
public sealed class AccountStore(UserManager<Account> users, TicketingDbContext db, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string UniqueName = "user_name_index";

    /// <summary>The account of <paramref name="user"/>; null if it was erased.</summary>
    public async Task<Account?> FindAsync(UserId user) => await users.FindByIdAsync(user.ToString());

    /// <summary>
    /// Counts a wrong code after a right password; true if the account's second step is locked now. Only those who know the password can
    /// lock it. One statement, so that concurrent attempts are all counted; Identity
    /// reads and writes.
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

    /// <summary>Resets the failure count after a success.</summary>
    public async Task ResetFailureCountAsync(Account account, CancellationToken cancellationToken)
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
    /// Marks the authenticator codes up to <paramref name="step"/> as used; false if that step was used already. One statement, so that of
    /// two concurrent sign-ins with the same code one succeeds.
    /// </summary>
    public async Task<bool> TryUseCodeStepAsync(Account account, long step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return await db.Set<Account>().Where(user => user.Id == account.Id && user.LastCodeStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LastCodeStep, step), cancellationToken) == 1;
    }

    /// <summary>Resets the last used step, after the key was replaced.</summary>
    public Task ResetCodeStepAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return db.Set<Account>().Where(user => user.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LastCodeStep, 0L), cancellationToken);
    }

    /// <summary>Whether the account's second step is locked; see <see cref="CountFailureAsync"/>.</summary>
    public bool IsLocked(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.LockoutEnd > time.GetUtcNow();
    }

    /// <summary>Ends all sessions and revokes all API tokens.</summary>
    public async Task EndSessionsAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        Require(await users.UpdateSecurityStampAsync(account));
        await db.Set<SignInEntry>().Where(session => session.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<ApiToken>().Where(token => token.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Runs <paramref name="change"/> in a transaction; false if another account has the address. The unique index detects concurrent
    /// registrations, which a prior query cannot.
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
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UniqueName })
        {
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Runs <paramref name="change"/>, which changes no address, in a transaction.</summary>
    public async Task InTransactionAsync(Func<Task> change, CancellationToken cancellationToken) =>
        Invariant.Holds(await TryInTransactionAsync(change, cancellationToken));

    /// <summary>Throws if Identity refuses: inputs are validated before, so that it is a bug.</summary>
    /// <exception cref="InvalidOperationException">The result is not successful.</exception>
    public static void Require(IdentityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("Identity refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
        }
    }
}
