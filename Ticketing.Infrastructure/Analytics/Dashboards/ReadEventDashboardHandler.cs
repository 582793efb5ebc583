using System.Data;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Analytics.Dashboards;

/// <summary>
/// Handles <see cref="ReadEventDashboard"/>. Viewers of the same choice share what was read; the seats are this instance's. Reports are read
/// and kept for those who may see them only, and of the event's own performances: others cannot make the server add up or keep anything.
/// </summary>
public sealed class ReadEventDashboardHandler(
    NpgsqlDataSource database, SalesFeed feed, SeatFeed seats, CompiledPlans plans, TimeProvider time)
{
    private static readonly SqlScript ReadChoice = SqlScript.Load("event-choice.sql");
    private static readonly SqlScript ReadPeriods = SqlScript.Load("sales-by-period.sql");
    private static readonly SqlScript ReadChannels = SqlScript.Load("sales-by-channel.sql");
    private static readonly SqlScript ReadPace = SqlScript.Load("sales-by-days-before.sql");

    // They read all orders: on a busy evening a minute's age is worth it.
    private static readonly Freshness BuyersFreshness = Freshness.Within(TimeSpan.FromMinutes(1));

    private readonly SharedReads<ReadEventDashboard, EventDashboard> _reads = new(feed);
    private readonly SharedReads<EventId, BuyerGroups> _buyers = new(feed);

    /// <returns>Null: there is no such event, or the caller may not see its figures.</returns>
    public async Task<EventDashboard?> HandleAsync(ReadEventDashboard query, Freshness freshness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (await FindAsync(query, cancellationToken) is not var (organization, key) || !query.Caller.SeesFiguresOf(organization, query.Event))
        {
            return null;
        }

        var read = await _reads.ReadAsync(key, freshness, stop => ReadAsync(key, stop), cancellationToken);
        if (read is null)
        {
            return null;
        }

        var buyers = await _buyers.ReadAsync(read.Event, BuyersFreshness, stop => ReadBuyersAsync(read, stop), cancellationToken);
        return read with { Buyers = buyers! };
    }

    /// <summary>The event's organization, and the question as all ask it who get the same report. Null: there is no such event.</summary>
    private async Task<(OrganizationId Organization, ReadEventDashboard Key)?> FindAsync(
        ReadEventDashboard query, CancellationToken cancellationToken)
    {
        Guid[] asked = [.. new[] { query.Performance, query.Comparison }.OfType<PerformanceId>().Select(id => id.Value)];
        await using var command = ReadChoice.On(database).With("event", query.Event.Value).With("asked", asked);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var own = await reader.GetFieldValueAsync<Guid[]>("own", cancellationToken);
        var performance = OwnOf(query.Performance);
        // Without a performance there is nothing to compare.
        var comparison = performance is null ? null : OwnOf(query.Comparison);
        return (
            new OrganizationId(reader.GetGuid("organization_id")),
            query with { Performance = performance, Comparison = comparison, Caller = Caller.Guest });

        PerformanceId? OwnOf(PerformanceId? id) => id is { } value && own.Contains(value.Value) ? id : null;
    }

    // Always of all performances: groups of one, subtracted from those of all, would tell the small groups that are not shown.
    private async Task<BuyerGroups?> ReadBuyersAsync(EventDashboard dashboard, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await DashboardSnapshot.BeginAsync(connection, cancellationToken);
        return BuyerGroups.Of(await BuyerCounts.ReadAsync(
            connection, dashboard.Organization, [.. dashboard.Performances.Select(each => each.Id.Value)], cancellationToken));
    }

    private async Task<EventDashboard?> ReadAsync(ReadEventDashboard query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        EventDashboard dashboard;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var snapshot = await DashboardSnapshot.BeginAsync(connection, cancellationToken);
            if (await EventFigures.ReadAsync(connection, query.Event, now, cancellationToken) is not { } figures)
            {
                return null;
            }

            dashboard = await ReadAsync(connection, query, figures, now, cancellationToken);
        }

        return dashboard.Chosen is null ? dashboard : dashboard with { Seats = await SeatsAsync(dashboard.Chosen, cancellationToken) };
    }

    private static async Task<EventDashboard> ReadAsync(
        NpgsqlConnection connection, ReadEventDashboard query, EventFigures figures, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = figures.Performances;
        var chosen = all.FirstOrDefault(each => each.Id == query.Performance) ?? (all.Count == 1 ? all[0] : null);
        IReadOnlyList<PerformanceFigures> counted = chosen is null ? all : [chosen];
        var tiers = figures.TiersOf(counted);
        var ids = counted.Select(each => each.Id.Value).ToArray();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(counted.Count > 0 ? counted[0].TimeZone : "UTC");
        var comparison = chosen is null ? null : ComparisonOf(all, chosen, query.Comparison);
        var paces = await PacesAsync(connection, chosen, comparison, now, cancellationToken);
        return new EventDashboard(
            query.Event, figures.Organization, figures.Title, all, chosen,
            counted.Where(each => chosen is not null || each.State != SaleState.Cancelled).Sum(each => each.Capacity),
            EventFigures.TotalsOf(tiers), tiers, await ChannelsAsync(connection, ids, cancellationToken),
            await SeriesAsync(connection, ids, query.Range, zone, now, cancellationToken),
            paces.Chosen, comparison, paces.Comparison, null, now);
    }

    private static PerformanceFigures? ComparisonOf(
        IReadOnlyList<PerformanceFigures> all, PerformanceFigures chosen, PerformanceId? asked) =>
        all.FirstOrDefault(each => each.Id == asked && each.Id != chosen.Id)
        ?? all.LastOrDefault(each => each.StartsAt < chosen.StartsAt && each.Sold > 0);

    private static async Task<SalesSeries> SeriesAsync(
        NpgsqlConnection connection, Guid[] performances, DashboardRange range, TimeZoneInfo zone, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var sums = new List<PeriodSums>();
        await using var command = ReadPeriods.On(connection).With("performances", performances)
            .With("from", DashboardRanges.BeginOf(range, zone, now)).With("step", DashboardRanges.StepOf(range).ToWord())
            .With("zone", zone.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sums.Add(PeriodOf(reader));
        }

        return SalesSeries.Of(sums, range, zone, now);
    }

    private static PeriodSums PeriodOf(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<DateTimeOffset>("period"), reader.GetString("currency"), reader.Sums());

    private static async Task<IReadOnlyList<ChannelFigures>> ChannelsAsync(
        NpgsqlConnection connection, Guid[] performances, CancellationToken cancellationToken)
    {
        var channels = new List<ChannelFigures>();
        await using var command = ReadChannels.On(connection).With("performances", performances);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            channels.Add(new ChannelFigures(reader.GetString("channel"), reader.GetString("currency"), reader.Sums()));
        }

        return channels;
    }

    private static async Task<(SalesPace Chosen, SalesPace Comparison)> PacesAsync(
        NpgsqlConnection connection, PerformanceFigures? chosen, PerformanceFigures? comparison, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (chosen is null)
        {
            return (SalesPace.None, SalesPace.None);
        }

        var days = new List<(Guid Performance, PacePoint Day)>();
        Guid[] ids = comparison is null ? [chosen.Id.Value] : [chosen.Id.Value, comparison.Id.Value];
        await using var command = ReadPace.On(connection).With("performances", ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add((reader.GetGuid("performance_id"), new PacePoint(reader.GetInt32("days_before"), reader.GetInt64("seats"))));
        }

        var byPerformance = days.ToLookup(day => day.Performance, day => day.Day);
        return (PaceOf(chosen), comparison is null ? SalesPace.None : PaceOf(comparison));

        SalesPace PaceOf(PerformanceFigures performance) => SalesPace.Of(byPerformance[performance.Id.Value], DaysLeft(performance, now));
    }

    private static int DaysLeft(PerformanceFigures performance, DateTimeOffset now) =>
        DateOnly.FromDateTime(performance.StartsAt.DateTime).DayNumber
        - DateOnly.FromDateTime(VenueTime.At(now, performance.TimeZone).DateTime).DayNumber;

    private async Task<PerformanceSeats?> SeatsAsync(PerformanceFigures performance, CancellationToken cancellationToken)
    {
        var plan = await plans.GetAsync(performance.PlanId, cancellationToken);
        return await seats.StatusesAsync(performance.Id, plan, cancellationToken) is { } statuses ? new PerformanceSeats(plan, statuses) : null;
    }
}
