using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Read;

/// <summary>Handles <see cref="ReadSales"/>.</summary>
public sealed class ReadSalesHandler(NpgsqlDataSource database, OrganizationContexts organizations, TimeProvider time)
{
    private static readonly SqlScript Read = SqlScript.Load("sales-of-performance.sql");

    public async Task<Outcome<SalesReport, ReadSalesRefusal>> HandleAsync(ReadSales query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (await ZoneOfVenueAsync(query, cancellationToken) is not { } venueZone)
        {
            return ReadSalesRefusal.NotFound;
        }

        var zone = query.Zone ?? TimeZoneInfo.FindSystemTimeZoneById(venueZone);
        var range = SalesRange.Of(query.From, query.To, query.By, zone, time.GetUtcNow());
        if (!range.Succeeded)
        {
            return range.Refusal switch
            {
                SalesRangeRefusal.OutOfCalendar => ReadSalesRefusal.OutOfCalendar,
                SalesRangeRefusal.Reversed => ReadSalesRefusal.Reversed,
                SalesRangeRefusal.TooLong => ReadSalesRefusal.TooLong,
            };
        }

        var lines = await ReadAsync(query, new SalesCalendar(zone, query.By), range.Value, cancellationToken);
        return new SalesReport(
            query.Performance, zone, range.Value, lines, SalesTotal.Of(lines.Select(line => (line.Currency, line.Sums))));
    }

    private async Task<string?> ZoneOfVenueAsync(ReadSales query, CancellationToken cancellationToken)
    {
        await using var db = organizations.ForFigures(query.Caller);
        return await db.PerformanceFacts.Where(performance => performance.Id == query.Performance)
            .Select(performance => performance.TimeZone).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<SalesReportLine>> ReadAsync(
        ReadSales query, SalesCalendar calendar, SalesRange range, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var tiers = query.Groups.Contains(SalesGroup.Tier) ? await TiersAsync(connection, query.Performance, cancellationToken) : [];
        var sums = new Dictionary<Key, SalesSums>();
        await using var command = Read.On(connection)
            .With("performance", query.Performance.Value).With("from", range.From).With("to", range.To)
            .With("by_tier", query.Groups.Contains(SalesGroup.Tier))
            .With("by_section", query.Groups.Contains(SalesGroup.Section))
            .With("by_channel", query.Groups.Contains(SalesGroup.Channel));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            var key = KeyOf(reader, calendar);
            sums[key] = sums.GetValueOrDefault(key) + reader.Sums();
        }

        return
        [
            .. sums.Select(line => new SalesReportLine(
                    line.Key.Period,
                    line.Key.Tier is { } tier ? new SalesTier(new PriceTierId(tier), tiers.GetValueOrDefault(tier, "")) : null,
                    line.Key.Section, line.Key.Channel, line.Key.Currency, line.Value))
                .OrderBy(line => line.Period.Start).ThenBy(line => line.Tier?.Name, StringComparer.Ordinal)
                .ThenBy(line => line.Tier?.Id.Value).ThenBy(line => line.Section, StringComparer.Ordinal)
                .ThenBy(line => line.Channel, StringComparer.Ordinal).ThenBy(line => line.Currency, StringComparer.Ordinal),
        ];
    }

    private static Key KeyOf(NpgsqlDataReader reader, SalesCalendar calendar) => new(
        calendar.PeriodOf(reader.GetFieldValue<DateTimeOffset>("minute")),
        reader.IsDBNull("tier_id") ? null : reader.GetGuid("tier_id"),
        reader.IsDBNull("section") ? null : reader.GetString("section"),
        reader.IsDBNull("channel") ? null : reader.GetString("channel"),
        reader.GetString("currency"));

    private static async Task<Dictionary<Guid, string>> TiersAsync(
        NpgsqlConnection connection, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT id, name FROM catalog_tiers WHERE performance_id = @performance
            UNION ALL
            SELECT e.id, e.name FROM event_extras e JOIN catalog_performances p ON p.event_id = e.event_id WHERE p.id = @performance
            """, connection);
        await using var reader = await command.With("performance", performance.Value).ExecuteReaderAsync(cancellationToken);
        var tiers = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tiers.Add(reader.GetGuid("id"), reader.GetString("name"));
        }

        return tiers;
    }

    private readonly record struct Key(SalesPeriod Period, Guid? Tier, string? Section, string? Channel, string Currency);
}
