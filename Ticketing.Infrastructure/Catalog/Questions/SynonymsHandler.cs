using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Search;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>
/// Handles <see cref="AddSynonyms"/>, <see cref="RemoveSynonyms"/> and <see cref="ListSynonyms"/>. Changes are audited; this instance uses
/// them at once, the others within ten seconds.
/// </summary>
public sealed class SynonymsHandler(
    IDbContextFactory<TicketingDbContext> contexts, SynonymStore store, CommandCounter limits, TimeProvider time)
{
    // "synonyms" in ASCII.
    private const long LockKey = 0x73796e6f6e796d73;

    /// <returns>The groups, by their first words; none for others than admins.</returns>
    public async Task<IReadOnlyList<SynonymGroup>> HandleAsync(ListSynonyms query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!query.Caller.IsAdmin)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<SynonymRow>().AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new SynonymGroup(row.Id, row.Words))
                .OrderBy(group => SearchWords.Key(group.Words[0]), StringComparer.Ordinal),
        ];
    }

    /// <returns>The new group.</returns>
    public async Task<Outcome<SynonymGroup, SynonymRefusal>> HandleAsync(AddSynonyms command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return SynonymRefusal.NotFound;
        }

        if (SynonymGroup.Parse(command.Words) is not { } words)
        {
            return SynonymRefusal.WordsInvalid;
        }

        if (!await limits.TryCountAsync(CommandLimits.SearchChanges, command.Caller))
        {
            return SynonymRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two admins who add the same word at once the second sees the first one's group.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        var present = await db.Set<SynonymRow>().AsNoTracking().Select(row => row.Words).ToListAsync(cancellationToken);
        if (present.Count >= SynonymGroup.CountMax)
        {
            return SynonymRefusal.TooMany;
        }

        var taken = present.SelectMany(group => group).Select(SearchWords.Key);
        if (taken.Intersect(words.Select(SearchWords.Key), StringComparer.Ordinal).Any())
        {
            return SynonymRefusal.WordTaken;
        }

        var now = time.GetDatabaseNow();
        var row = new SynonymRow { Id = Guid.CreateVersion7(now), Words = [.. words], CreatedAt = now };
        db.Add(row);
        Audit(db, command.Caller, "search.synonyms-added", row.Id, null, row.Words, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await store.LoadAsync(cancellationToken);
        return new SynonymGroup(row.Id, row.Words);
    }

    /// <returns>Null: it is removed.</returns>
    public async Task<SynonymRefusal?> HandleAsync(RemoveSynonyms command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return SynonymRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.SearchChanges, command.Caller))
        {
            return SynonymRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        if (await db.Set<SynonymRow>().SingleOrDefaultAsync(row => row.Id == command.Group, cancellationToken) is not { } row)
        {
            return SynonymRefusal.NotFound;
        }

        db.Remove(row);
        Audit(db, command.Caller, "search.synonyms-removed", row.Id, row.Words, null, time.GetDatabaseNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await store.LoadAsync(cancellationToken);
        return null;
    }

    private static void Audit(
        TicketingDbContext db, Caller caller, string action, Guid group, string[]? before, string[]? after, DateTimeOffset now) =>
        AuditLog.Add(db, action, "synonyms", group.ToString(), WordsOf(before), WordsOf(after), caller.Actor, now);

    private static object? WordsOf(string[]? words) => words is null ? null : new { words };
}
