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
        var now = time.GetUtcNow();
        AuditLog.Add(db, new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ActorId = new UserId(account.Id),
            Actor = account.Email ?? "",
            Action = "account." + action,
            SubjectType = "account",
            SubjectId = account.Id.ToString(),
        });
    }

    /// <summary>Adds the entry and saves.</summary>
    public Task SaveAsync(Account account, string action, CancellationToken cancellationToken)
    {
        Add(account, action);
        return db.SaveChangesAsync(cancellationToken);
    }
}
