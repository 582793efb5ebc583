using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// The selling facts of performances in this instance's memory, so that a hold reads nothing but seats. They are at most
/// <see cref="WaitFrom"/> old while PostgreSQL answers: that is how late a pause or a new price is noticed.
/// </summary>
public sealed partial class SellingFactsCache(NpgsqlDataSource database, CompiledPlans plans, ILogger<SellingFactsCache> logger)
{
    private const int PerformancesMax = 2048;
    private const string TermsSql = """
        SELECT e.status, p.status, p.on_sale_at, p.off_sale_at, p.starts_at, p.currency, p.seats_per_order_max, p.seats_per_buyer_max,
          p.hold_seconds, p.no_single_seats, p.attendee_names, p.compiled_plan_id,
          o.id, o.prices_include_tax, o.refund_hours_before, o.refund_keeps_fee, e.id
        FROM performances p
        JOIN events e ON e.id = p.event_id
        JOIN organizations o ON o.id = p.organization_id
        WHERE p.id = $1
        """;
    private const string TiersSql = """
        SELECT id, ordinal, name, category, color, price, fee, tax_basis_points FROM price_tiers WHERE performance_id = $1 ORDER BY ordinal
        """;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitFrom = TimeSpan.FromSeconds(2);

    // With PostgreSQL away, what was true a minute ago is good enough to wait for it: the hold itself is judged there.
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PerformanceId, Entry> _entries = new();
    private readonly ConcurrentDictionary<PerformanceId, Lazy<Task<SellingFacts?>>> _firstReads = new();

    /// <summary>The facts of a performance. Null: there is none, or it is not published.</summary>
    public ValueTask<SellingFacts?> GetAsync(PerformanceId performance, CancellationToken stop = default)
    {
        if (_entries.TryGetValue(performance, out var entry) && entry.Age < FreshFor)
        {
            return new ValueTask<SellingFacts?>(entry.Facts);
        }

        if (entry is not null && entry.Age < UsableFor)
        {
            if (!entry.TryBeginRefresh())
            {
                return new ValueTask<SellingFacts?>(entry.Facts);
            }

            // In a crowd nobody waits for the news: they come for the next ones. After a pause the first one does.
            var refresh = RefreshAsync(performance, entry);
            return entry.Age < WaitFrom ? new ValueTask<SellingFacts?>(entry.Facts) : new ValueTask<SellingFacts?>(refresh.WaitAsync(stop));
        }

        return new ValueTask<SellingFacts?>(ReadFirstAsync(performance).WaitAsync(stop));
    }

    /// <summary>Makes the next question read again: an organizer has changed something here.</summary>
    public void Invalidate(PerformanceId performance) => _entries.TryRemove(performance, out _);

    // Everybody who comes to a performance that nobody here has asked about waits for one read: its own end, not the first asker's.
    private async Task<SellingFacts?> ReadFirstAsync(PerformanceId performance)
    {
        var read = _firstReads.GetOrAdd(
            performance, id => new Lazy<Task<SellingFacts?>>(() => ReadAndKeepAsync(id, ReadPatience, CancellationToken.None)));
        try
        {
            return await read.Value;
        }
        finally
        {
            _firstReads.TryRemove(KeyValuePair.Create(performance, read));
        }
    }

    // Never fails: what goes wrong is logged here, and there is what there was.
    private async Task<SellingFacts?> RefreshAsync(PerformanceId performance, Entry entry)
    {
        try
        {
            return await ReadAndKeepAsync(performance, TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotRefreshed(performance.Value, failure.Message);
            return entry.Facts;
        }
        finally
        {
            entry.EndRefresh();
        }
    }

    private async Task<SellingFacts?> ReadAndKeepAsync(PerformanceId performance, TimeSpan patience, CancellationToken stop)
    {
        var facts = await DatabaseRetry.RunAsync(() => ReadAsync(performance, stop), patience, stop);
        if (facts is null)
        {
            _entries.TryRemove(performance, out _);
            return null;
        }

        if (_entries.Count >= PerformancesMax)
        {
            // Far more than are on sale at once: start over rather than grow.
            _entries.Clear();
        }

        _entries[performance] = new Entry(facts);
        return facts;
    }

    private async Task<SellingFacts?> ReadAsync(PerformanceId performance, CancellationToken stop)
    {
        if (await ReadTermsAsync(performance, stop) is not var (terms, planId))
        {
            return null;
        }

        // The plan comes on a connection of its own, and is here already but for the first time.
        return new SellingFacts(terms, await plans.GetAsync(planId, stop), await ReadTiersAsync(performance, stop));
    }

    private async Task<ImmutableArray<SellingTier>> ReadTiersAsync(PerformanceId performance, CancellationToken stop)
    {
        await using var command = database.CreateCommand(TiersSql);
        await using var reader = await command.Add(performance.Value).ExecuteReaderAsync(stop);
        var tiers = ImmutableArray.CreateBuilder<SellingTier>();
        while (await reader.ReadAsync(stop))
        {
            tiers.Add(new SellingTier(
                new PriceTierId(reader.GetGuid(0)), reader.GetInt16(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt32(7)));
        }

        return tiers.ToImmutable();
    }

    private async Task<(SellingTerms Terms, string PlanId)?> ReadTermsAsync(PerformanceId performance, CancellationToken stop)
    {
        await using var command = database.CreateCommand(TermsSql);
        await using var reader = await command.Add(performance.Value).ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
        {
            return null;
        }

        var eventStatus = EnumWords.FromWord<EventStatus>(reader.GetString(0));
        if (eventStatus == EventStatus.Draft)
        {
            return null;
        }

        var organization = new SellingOrganization(
            new OrganizationId(reader.GetGuid(12)), reader.GetBoolean(13), await reader.IsDBNullAsync(14, stop) ? null : reader.GetInt32(14), reader.GetBoolean(15));
        var terms = new SellingTerms(
            performance,
            new Core.Platform.EventId(reader.GetGuid(16)),
            organization,
            eventStatus,
            EnumWords.FromWord<PerformanceStatus>(reader.GetString(1)),
            await reader.GetFieldValueAsync<DateTimeOffset>(2, stop),
            await reader.GetFieldValueAsync<DateTimeOffset>(3, stop),
            await reader.GetFieldValueAsync<DateTimeOffset>(4, stop),
            reader.GetString(5),
            reader.GetInt32(6),
            reader.GetInt32(7),
            reader.GetInt32(8),
            reader.GetBoolean(9),
            reader.GetBoolean(10));
        return (terms, reader.GetString(11));
    }

    private sealed class Entry(SellingFacts facts)
    {
        private readonly long _readAt = Environment.TickCount64;
        private int _refreshing;

        public SellingFacts Facts => facts;

        public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _readAt);

        public bool TryBeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;

        public void EndRefresh() => Volatile.Write(ref _refreshing, 0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Selling facts of {PerformanceId} were not refreshed: {Reason}")]
    private partial void LogNotRefreshed(Guid performanceId, string reason);
}
