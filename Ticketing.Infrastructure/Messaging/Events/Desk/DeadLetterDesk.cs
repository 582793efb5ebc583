using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messaging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Consuming;

namespace Ticketing.Infrastructure.Messaging.Events.Desk;

/// <summary>A dead letter as admins see it.</summary>
/// <param name="Attempts">Failed tries; 0: it follows another letter of its aggregate.</param>
/// <param name="Payload">JSON.</param>
public sealed record DeadLetterEntry(
    Guid Id, string Consumer, string Type, string AggregateType, string AggregateId, DateTimeOffset RecordedAt, DeadLetterStatus Status,
    int Attempts, DateTimeOffset NextAt, string? Error, string? Reason, string Payload);

/// <summary>Lists, retries and skips dead letters. Admins only.</summary>
public sealed class DeadLetterDesk(IDbContextFactory<TicketingDbContext> contexts, FactSignals signals, TimeProvider time)
{
    /// <summary>The number of letters per page.</summary>
    public const int PageSize = 25;

    /// <summary>Reads a page, the oldest first; nothing for others than admins.</summary>
    /// <param name="after">The last letter of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<DeadLetterEntry>> ListAsync(Guid? after, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<DeadLetter>().AsNoTracking()
            .Where(letter => letter.Status != DeadLetterStatus.Skipped && (after == null || letter.Id > after))
            .OrderBy(letter => letter.Id)
            .Take(PageSize)
            .Select(letter => new DeadLetterEntry(
                letter.Id, letter.Consumer, letter.Type, letter.AggregateType, letter.AggregateId, letter.RecordedAt, letter.Status,
                letter.Attempts, letter.NextAt, letter.Error, letter.Reason, letter.Payload))
            .ToListAsync(cancellationToken);
    }

    /// <returns>Null on success.</returns>
    public async Task<DeadLetterRefusal?> HandleAsync(RetryDeadLetters command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return DeadLetterRefusal.NotAllowed;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = await LettersOf(db, command.Scope).ExecuteUpdateAsync(
            set => set.SetProperty(letter => letter.Status, DeadLetterStatus.Waiting)
                .SetProperty(letter => letter.Attempts, 0)
                .SetProperty(letter => letter.NextAt, now),
            cancellationToken);
        signals.Due(command.Scope.Consumer);
        return count == 0 ? DeadLetterRefusal.NotFound : null;
    }

    /// <returns>Null on success.</returns>
    public async Task<DeadLetterRefusal?> HandleAsync(SkipDeadLetters command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return DeadLetterRefusal.NotAllowed;
        }

        var reason = command.Reason.Trim();
        if (reason.Length is 0 or > SkipDeadLetters.ReasonLengthMax || !PlainText.IsPrintable(reason))
        {
            return DeadLetterRefusal.ReasonInvalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var skipped = await SkipAsync(db, command.Scope, reason, cancellationToken);
        if (skipped == 0)
        {
            return DeadLetterRefusal.NotFound;
        }

        AuditLog.Add(
            db, "dead-letter.skipped", "consumer", command.Scope.Consumer, null,
            new { letter = command.Scope.Letter, aggregate = command.Scope.Aggregate, count = skipped, reason }, command.Caller.Actor,
            time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Due(command.Scope.Consumer);
        return null;
    }

    private static Task<int> SkipAsync(TicketingDbContext db, DeadLetterScope scope, string reason, CancellationToken cancellationToken) =>
        LettersOf(db, scope).ExecuteUpdateAsync(
            set => set.SetProperty(letter => letter.Status, DeadLetterStatus.Skipped).SetProperty(letter => letter.Reason, reason),
            cancellationToken);

    private static IQueryable<DeadLetter> LettersOf(TicketingDbContext db, DeadLetterScope scope) => db.Set<DeadLetter>().Where(letter =>
        letter.Consumer == scope.Consumer && letter.Status != DeadLetterStatus.Skipped
        && (scope.Letter == null || letter.Id == scope.Letter) && (scope.Aggregate == null || letter.AggregateId == scope.Aggregate));
}
