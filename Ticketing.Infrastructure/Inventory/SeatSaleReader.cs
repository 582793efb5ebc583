using System.Collections.Immutable;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Reads what the seat page shows of a performance. Its live part comes from <see cref="SeatFeed"/>.</summary>
public sealed class SeatSaleReader(NpgsqlDataSource database, SellingFactsCache facts, TimeProvider time)
{
    private const string Sql = """
        SELECT e.title, e.slug, v.name, v.city, v.time_zone, p.starts_at, p.doors_at, o.prices_include_tax
        FROM performances p
        JOIN events e ON e.id = p.event_id
        JOIN venues v ON v.id = p.venue_id
        JOIN organizations o ON o.id = p.organization_id
        WHERE p.id = $1
        """;

    /// <returns>Null: there is no such performance, or it is not published.</returns>
    public async Task<SeatSale?> ReadAsync(PerformanceId performance, CancellationToken stop = default)
    {
        if (await facts.GetAsync(performance, stop) is not { } selling)
        {
            return null;
        }

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = performance.Value });
        await using var reader = await command.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
        {
            return null;
        }

        return new SeatSale
        {
            Id = performance,
            Title = reader.GetString(0),
            EventSlug = reader.GetString(1),
            VenueName = reader.GetString(2),
            City = reader.GetString(3),
            TimeZone = reader.GetString(4),
            StartsAt = await reader.GetFieldValueAsync<DateTimeOffset>(5, stop),
            DoorsAt = await reader.GetFieldValueAsync<DateTimeOffset>(6, stop),
            PricesIncludeTax = reader.GetBoolean(7),
            OnSaleAt = selling.Terms.OnSaleAt,
            State = selling.SaleStateAt(time.GetUtcNow()),
            Plan = selling.Plan,
            SeatsPerOrderMax = selling.Terms.SeatsPerOrderMax,
            Tiers = TiersOf(selling),
        };
    }

    /// <summary>What a buyer may do now, from memory. Null: there is no such performance any more.</summary>
    public async ValueTask<SaleState?> StateAsync(PerformanceId performance, CancellationToken stop = default) =>
        (await facts.GetAsync(performance, stop))?.SaleStateAt(time.GetUtcNow());

    private static ImmutableArray<SeatSaleTier> TiersOf(SellingFacts selling)
    {
        var currency = selling.Terms.Currency;
        return
        [
            .. selling.Tiers.Select(tier => new SeatSaleTier(
                tier.Ordinal, tier.Name, tier.Category, tier.Color, new Money(tier.Price, currency), new Money(tier.Fee, currency), tier.TaxBasisPoints)),
        ];
    }
}
