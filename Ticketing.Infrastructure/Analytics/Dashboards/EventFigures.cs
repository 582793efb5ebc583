using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Dashboards;

/// <summary>An event's performances with the figures of their tiers.</summary>
internal sealed record EventFigures(
    OrganizationId Organization, string Title, IReadOnlyList<PerformanceFigures> Performances,
    ILookup<PerformanceId, TierFigures> Tiers)
{
    private static readonly SqlScript Read = SqlScript.Load("event-figures.sql");

    /// <returns>Null: there is no such event.</returns>
    public static async Task<EventFigures?> ReadAsync(
        NpgsqlConnection connection, EventId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (OrganizationId Organization, string Title)? found = null;
        var performances = new List<PerformanceFigures>();
        var tiers = new List<(PerformanceId Performance, TierFigures Tier)>();
        await using var command = Read.On(connection).With("event", id.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found = (new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("title"));
            if (FindPerformance(reader) is not { } performance)
            {
                continue;
            }

            if (performances.Count == 0 || performances[^1].Id != performance)
            {
                performances.Add(PerformanceOf(reader, performance, now));
            }

            if (FindTier(reader) is { } tier)
            {
                tiers.Add((performance, tier));
            }
        }

        var byPerformance = tiers.ToLookup(tier => tier.Performance, tier => tier.Tier);
        return found is not { } read ? null : new EventFigures(
            read.Organization, read.Title, performances.ConvertAll(each => each with { Totals = TotalsOf(byPerformance[each.Id]) }),
            byPerformance);
    }

    /// <summary>The tiers of performances; those of the same name, colour and currency are one.</summary>
    public IReadOnlyList<TierFigures> TiersOf(IEnumerable<PerformanceFigures> performances) =>
    [
        .. performances.SelectMany(performance => Tiers[performance.Id]).GroupBy(tier => (tier.Name, tier.Color, tier.Currency))
            .Select(same => same.First() with { Sums = same.Select(tier => tier.Sums).Aggregate(SalesSums.Add) }),
    ];

    /// <summary>One for each currency. Without sales and tiers there is none.</summary>
    public static IReadOnlyList<SalesTotal> TotalsOf(IEnumerable<TierFigures> tiers) =>
        SalesTotal.Of(tiers.Select(tier => (tier.Currency, tier.Sums)));

    private static PerformanceId? FindPerformance(NpgsqlDataReader reader) =>
        reader.IsDBNull("performance_id") ? null : new PerformanceId(reader.GetGuid("performance_id"));

    private static TierFigures? FindTier(NpgsqlDataReader reader) => reader.IsDBNull("tier")
        ? null
        : new TierFigures(reader.GetString("tier"), reader.GetString("color"), reader.GetString("currency"), reader.Sums())
        {
            IsExtra = reader.GetBoolean("is_extra"),
        };

    private static PerformanceFigures PerformanceOf(NpgsqlDataReader reader, PerformanceId id, DateTimeOffset now)
    {
        var zone = reader.GetString("time_zone");
        return new PerformanceFigures(
            id, VenueTime.At(reader.GetFieldValue<DateTimeOffset>("starts_at"), zone), zone, reader.GetString("venue_name"),
            reader.GetString("city"), reader.StateAt(now), reader.GetBoolean("is_public"), reader.GetInt32("seat_count"),
            reader.GetString("compiled_plan_id"), []);
    }
}
