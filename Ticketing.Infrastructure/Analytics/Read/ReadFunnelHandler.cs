using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Read;

/// <summary>Handles <see cref="ReadFunnel"/>.</summary>
public sealed class ReadFunnelHandler(NpgsqlDataSource database, OrganizationContexts organizations, TimeProvider time)
{
    private static readonly SqlScript Read = SqlScript.Of(
        """
        SELECT d.day, d.holds, d.seats_held, d.holds_expired, d.holds_released, d.orders, d.paid, d.refunded
        FROM analytics_days d
        WHERE d.event_id = @event AND d.day >= @from AND d.day <= @to
        ORDER BY d.day
        """);

    private static readonly SqlScript Zone = SqlScript.Of(
        "SELECT p.time_zone FROM catalog_performances p WHERE p.event_id = @event ORDER BY p.starts_at, p.id LIMIT 1");

    public async Task<Outcome<FunnelReport, ReadSalesRefusal>> HandleAsync(ReadFunnel query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = organizations.ForFigures(query.Caller);
        if (await PerformanceReader.FindEventAsync(db, query.Event, cancellationToken) is not { } of)
        {
            return ReadSalesRefusal.NotFound;
        }

        var zone = await ZoneAsync(query.Event, cancellationToken);
        var now = time.GetUtcNow();
        var to = query.To ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        // A year that is refused below has no day so long before it.
        var from = query.From ?? (to.Year > 1 ? to.AddDays(-SalesRange.UsualDays) : to);
        var range = SalesRange.Of(TimeBound.On(from), TimeBound.On(to), SalesStep.Day, zone, now);
        if (!range.Succeeded)
        {
            return range.Refusal switch
            {
                SalesRangeRefusal.OutOfCalendar => ReadSalesRefusal.OutOfCalendar,
                SalesRangeRefusal.Reversed => ReadSalesRefusal.Reversed,
                SalesRangeRefusal.TooLong => ReadSalesRefusal.TooLong,
            };
        }

        var days = await ReadAsync(query.Event, from, to, cancellationToken);
        return new FunnelReport(
            query.Event, of.Title, zone, from, to, days, days.Aggregate(default(FunnelSums), (sums, day) => sums + day.Sums));
    }

    // An event without performances has no days either.
    private async Task<TimeZoneInfo> ZoneAsync(EventId of, CancellationToken cancellationToken)
    {
        await using var command = Zone.On(database).With("event", of.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is string zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Utc;
    }

    private async Task<IReadOnlyList<FunnelDay>> ReadAsync(EventId of, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = Read.On(database).With("event", of.Value).With("from", from).With("to", to);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<FunnelDay>();
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add(new FunnelDay(
                await reader.GetFieldValueAsync<DateOnly>("day", cancellationToken),
                new FunnelSums(
                    reader.GetInt64("holds"), reader.GetInt64("seats_held"), reader.GetInt64("holds_expired"), reader.GetInt64("holds_released"),
                    reader.GetInt64("orders"), reader.GetInt64("paid"), reader.GetInt64("refunded"))));
        }

        return days;
    }
}
