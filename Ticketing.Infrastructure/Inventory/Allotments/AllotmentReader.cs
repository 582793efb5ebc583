using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Allotments;

/// <summary>An allotment with the number of its seats by status. Of a released one: as <see cref="Allotment"/> says.</summary>
public sealed record AllotmentRow(Allotment Allotment, int Free, int Held, int Sold)
{
    public int Seats => Free + Held + Sold;
}

/// <summary>A performance as the box office sees it: every seat's status, and which allotment it is of.</summary>
/// <param name="Statuses">By index; blocked also for seats of allotments that are free.</param>
/// <param name="Allotted">The seats of allotments.</param>
public sealed record AllottedPlan(
    SellingFacts Facts, IReadOnlyList<SeatStatus> Statuses, IReadOnlyDictionary<SeatIndex, AllotmentId> Allotted)
{
    public CompiledPlan Plan => Facts.Plan;
}

/// <summary>An event whose allotments are managed.</summary>
/// <param name="Dates">By beginning.</param>
/// <param name="Next">The first date that has not begun, else the last one; null: there is none.</param>
public sealed record AllotmentEvent(
    Core.Common.EventId Id, OrganizationId Organization, string Title, IReadOnlyList<AllotmentDate> Dates, AllotmentDate? Next);

/// <param name="TimeZone">The venue's IANA zone.</param>
public sealed record AllotmentDate(PerformanceId Id, DateTimeOffset StartsAt, string TimeZone);

/// <summary>Reads allotments of events whose buyers the caller serves: the box office sells them.</summary>
public sealed class AllotmentReader
{
    private const string EventSql = "SELECT organization_id, title FROM catalog_events WHERE id = @event";
    private const string DatesSql = "SELECT id, starts_at, time_zone FROM catalog_performances WHERE event_id = @event ORDER BY starts_at, id";

    private static readonly SqlScript Counts = SqlScript.Load("allotment-counts.sql");

    private readonly OrganizationContexts _contexts;
    private readonly NpgsqlDataSource _database;
    private readonly SellingFactsCache _selling;
    private readonly SeatFeed _feed;
    private readonly TimeProvider _time;

    internal AllotmentReader(
        OrganizationContexts contexts, NpgsqlDataSource database, SellingFactsCache selling, SeatFeed feed, TimeProvider time) =>
        (_contexts, _database, _selling, _feed, _time) = (contexts, database, selling, feed, time);

    /// <summary>Null: there is no such event, or the caller does not serve its buyers.</summary>
    public async Task<AllotmentEvent?> FindEventAsync(Core.Common.EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var batch = _database.CreateBatch();
        foreach (var sql in new[] { EventSql, DatesSql })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter("event", id.Value) } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var (organization, title) = (new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("title"));
        if (!caller.ServesBuyersOf(organization, id))
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken);
        var dates = new List<AllotmentDate>();
        while (await reader.ReadAsync(cancellationToken))
        {
            dates.Add(new AllotmentDate(
                new PerformanceId(reader.GetGuid("id")), await reader.GetFieldValueAsync<DateTimeOffset>("starts_at", cancellationToken),
                reader.GetString("time_zone")));
        }

        var now = _time.GetUtcNow();
        return new AllotmentEvent(id, organization, title, dates, dates.Find(date => date.StartsAt > now) ?? dates.LastOrDefault());
    }

    /// <summary>A performance's allotments, those that last first, by creation.</summary>
    public async Task<IReadOnlyList<AllotmentRow>> ListAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = _contexts.ForBoxOffice(caller);
        var found = await db.Set<Allotment>().AsNoTracking().Where(allotment => allotment.PerformanceId == performance)
            .OrderBy(allotment => allotment.ReleasedAt != null).ThenBy(allotment => allotment.CreatedAt).ThenBy(allotment => allotment.Id)
            .ToListAsync(cancellationToken);
        return await CountAsync(found, cancellationToken);
    }

    /// <summary>Null: there is no such allotment, or it is not the caller's.</summary>
    public async Task<AllotmentRow?> FindAsync(AllotmentId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = _contexts.ForBoxOffice(caller);
        var found = await db.Set<Allotment>().AsNoTracking().Where(allotment => allotment.Id == id).ToListAsync(cancellationToken);
        return (await CountAsync(found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Null: there is no such performance, or the caller does not serve its buyers.</summary>
    public async Task<AllottedPlan?> FindPlanAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await _selling.GetForOrderAsync(performance, cancellationToken) is not { } facts
            || !caller.ServesBuyersOf(facts.Terms.Organization.Id, facts.Terms.Event)
            || await _feed.StatusesAsync(performance, facts.Plan, cancellationToken) is not { } statuses)
        {
            return null;
        }

        await using var db = _contexts.ForBoxOffice(caller);
        var allotted = await db.Seats.AsNoTracking().Where(seat => seat.PerformanceId == performance && seat.AllotmentId != null)
            .Select(seat => new { seat.SeatIndex, seat.AllotmentId }).ToListAsync(cancellationToken);
        return new AllottedPlan(facts, statuses, allotted.ToDictionary(seat => seat.SeatIndex, seat => seat.AllotmentId!.Value));
    }

    /// <summary>The seats of an allotment that can be sold out of it now.</summary>
    internal static async Task<HashSet<SeatIndex>> FreeSeatsAsync(TicketingDbContext db, AllotmentId id, CancellationToken cancellationToken) =>
        [
            .. await db.Seats.AsNoTracking().Where(seat => seat.AllotmentId == id && seat.Status == SeatStatus.Blocked)
                .Select(seat => seat.SeatIndex).ToListAsync(cancellationToken),
        ];

    private async Task<IReadOnlyList<AllotmentRow>> CountAsync(List<Allotment> allotments, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<AllotmentId, (int Free, int Held, int Sold)>();
        await using var command = Counts.On(_database)
            .With("allotments", allotments.ConvertAll(allotment => allotment.Id.Value).ToArray()).With("now", _time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(
                new AllotmentId(reader.GetGuid("allotment_id")), (reader.GetInt32("free"), reader.GetInt32("held"), reader.GetInt32("sold")));
        }

        return allotments.ConvertAll(allotment =>
            counts.TryGetValue(allotment.Id, out var count) ? new AllotmentRow(allotment, count.Free, count.Held, count.Sold)
            : new AllotmentRow(allotment, 0, 0, 0));
    }
}
