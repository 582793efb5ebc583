using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>Writes audit entries of accounts: sign-ins, failures, changes of credentials.</summary>
public sealed class AccountAudit(TicketingDbContext db, TimeProvider time)
{
    /// <summary>Adds the entry to the context; the caller saves.</summary>
    /// <param name="action">Without the prefix <c>account.</c>: <c>signed-in</c>.</param>
    public void Add(Account account, string action)
    {
        ArgumentNullException.ThrowIfNull(account);
        var actor = new Actor(new UserId(account.Id), account.Email ?? "");
        AuditLog.Add(db, "account." + action, "account", account.Id.ToString(), null, null, actor, time.GetUtcNow());
    }

    /// <summary>Adds the entry and saves.</summary>
    public Task SaveAsync(Account account, string action, CancellationToken cancellationToken)
    {
        Add(account, action);
        return db.SaveChangesAsync(cancellationToken);
    }
}
