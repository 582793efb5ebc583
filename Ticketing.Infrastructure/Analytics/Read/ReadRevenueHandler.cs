using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Read;

/// <summary>Handles <see cref="ReadRevenue"/>.</summary>
public sealed class ReadRevenueHandler(NpgsqlDataSource database, OrganizationContexts organizations)
{
    private static readonly SqlScript Read = SqlScript.Load("sales-of-event.sql");

    /// <returns>Null: there is no such event, or the caller may not see its figures.</returns>
    public async Task<RevenueReport?> HandleAsync(ReadRevenue query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = organizations.ForFigures(query.Caller);
        if (await PerformanceReader.FindEventAsync(db, query.Event, cancellationToken) is not { } of)
        {
            return null;
        }

        var performances = new List<PerformanceRevenue>();
        var tiers = new List<TierRevenue>();
        await using var command = Read.On(database).With("event", query.Event.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (performances.Count == 0 || performances[^1].Performance.Value != reader.GetGuid("performance_id"))
            {
                performances.Add(Performance(reader, tiers = []));
            }

            tiers.Add(new TierRevenue(
                new SalesTier(new PriceTierId(reader.GetGuid("tier_id")), reader.GetString("tier")), reader.GetString("currency"),
                reader.Sums()));
        }

        return new RevenueReport(
            query.Event, of.Title,
            [.. performances.Select(performance => performance with { Totals = TotalsOf(performance.Tiers) })],
            TotalsOf(performances.SelectMany(performance => performance.Tiers)));
    }

    private static PerformanceRevenue Performance(NpgsqlDataReader reader, List<TierRevenue> tiers)
    {
        var zone = reader.GetString("time_zone");
        return new PerformanceRevenue(
            new PerformanceId(reader.GetGuid("performance_id")), VenueTime.At(reader.GetFieldValue<DateTimeOffset>("starts_at"), zone), zone,
            reader.GetString("venue_name"), reader.GetString("city"), tiers, []);
    }

    private static IReadOnlyList<SalesTotal> TotalsOf(IEnumerable<TierRevenue> tiers) =>
        SalesTotal.Of(tiers.Select(tier => (tier.Currency, tier.Sums)));
}
