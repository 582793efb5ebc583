using System.Collections.Immutable;
using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Reads the seat page's <see cref="SeatSale"/>. <see cref="SeatFeed"/> provides the live seat statuses.</summary>
public sealed class SeatSaleReader(NpgsqlDataSource database, SellingFactsCache facts, PresaleGate presales, TimeProvider time)
{
    private const string Sql = """
        SELECT event_title, event_slug, venue_name, city, time_zone, starts_at, doors_at, prices_include_tax
        FROM catalog_performances
        WHERE id = @performance
        """;

    /// <summary>As a buyer sees it.</summary>
    /// <param name="access">The client's proofs of access codes, as <see cref="Core.Inventory.HoldSeats.Access"/>; null: none.</param>
    /// <returns>Null: there is no such performance, or it is not published.</returns>
    public async Task<SeatSale?> ReadAsync(PerformanceId performance, string? access = null, CancellationToken cancellationToken = default)
    {
        if (await facts.GetAsync(performance, cancellationToken) is not { } selling)
        {
            return null;
        }

        var shown = (await presales.ShownTiersAsync(selling, access, cancellationToken)).ToDictionary(tier => tier.Ordinal);
        return await ReadAsync(
            selling,
            selling.Tiers.Where(tier => !tier.Rules.ByCode || shown.ContainsKey(tier.Ordinal))
                .Select(tier => shown.GetValueOrDefault(tier.Ordinal, tier)),
            cancellationToken);
    }

    /// <summary>As members see it, who sell every tier.</summary>
    /// <returns>Null: there is no such performance, or it is not published.</returns>
    public async Task<SeatSale?> ReadForBoxOfficeAsync(PerformanceId performance, CancellationToken cancellationToken) =>
        await facts.GetAsync(performance, cancellationToken) is { } selling ? await ReadAsync(selling, selling.Tiers, cancellationToken) : null;

    /// <summary>The rules of the tiers by code that the client's codes show, by ordinal; usually none.</summary>
    /// <param name="access">The client's proofs, as <see cref="Core.Inventory.HoldSeats.Access"/>; null: none.</param>
    public async Task<IReadOnlyDictionary<short, TierRules>> ShownTiersAsync(
        PerformanceId performance, string? access, CancellationToken cancellationToken) =>
        await facts.GetAsync(performance, cancellationToken) is { } selling
            ? (await presales.ShownTiersAsync(selling, access, cancellationToken)).ToDictionary(tier => tier.Ordinal, tier => tier.Rules)
            : new Dictionary<short, TierRules>();

    private async Task<SeatSale?> ReadAsync(SellingFacts selling, IEnumerable<SellingTier> seen, CancellationToken cancellationToken)
    {
        var performance = selling.Terms.Performance;
        var tiers = seen.ToList();
        await using var command = database.CreateCommand(Sql);
        command.With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return new SeatSale
        {
            Id = performance,
            Title = reader.GetString("event_title"),
            EventSlug = reader.GetString("event_slug"),
            VenueName = reader.GetString("venue_name"),
            City = reader.GetString("city"),
            TimeZone = reader.GetString("time_zone"),
            StartsAt = await reader.GetFieldValueAsync<DateTimeOffset>("starts_at", cancellationToken),
            DoorsAt = await reader.GetFieldValueAsync<DateTimeOffset>("doors_at", cancellationToken),
            PricesIncludeTax = reader.GetBoolean("prices_include_tax"),
            OnSaleAt = selling.Terms.OnSaleAt,
            State = selling.SaleStateAt(time.GetUtcNow()),
            Plan = selling.Plan,
            SeatsPerOrderMax = selling.Terms.SeatsPerOrderMax,
            Tiers = TiersOf(selling, tiers, time.GetUtcNow()),
            Hidden = TiersOf(selling, selling.Tiers.Where(tier => !tiers.Exists(each => each.Ordinal == tier.Ordinal)), time.GetUtcNow()),
            Presales = selling.Presales,
        };
    }

    /// <summary>The current sale state, from the cache. Null: there is no such performance.</summary>
    public async ValueTask<SaleState?> StateAsync(PerformanceId performance, CancellationToken cancellationToken = default) =>
        (await facts.GetAsync(performance, cancellationToken))?.SaleStateAt(time.GetUtcNow());

    /// <summary>The compiled plan that is sold by now, from the cache. Null: there is no such performance.</summary>
    public async ValueTask<string?> PlanAsync(PerformanceId performance, CancellationToken cancellationToken = default) =>
        (await facts.GetAsync(performance, cancellationToken))?.Plan.Id;

    /// <summary>The open presale that the client's codes open, or the next one that they will open; null: none.</summary>
    /// <param name="access">The client's proofs, as <see cref="Core.Inventory.HoldSeats.Access"/>.</param>
    public async Task<PresaleWindow?> FindPresaleAsync(PerformanceId performance, string? access, CancellationToken cancellationToken = default) =>
        await facts.GetAsync(performance, cancellationToken) is { } selling ? await presales.FindAsync(selling, access, cancellationToken) : null;

    private static ImmutableArray<SeatSaleTier> TiersOf(SellingFacts selling, IEnumerable<SellingTier> tiers, DateTimeOffset now)
    {
        var currency = selling.Terms.Currency;
        return
        [
            .. tiers.Select(tier => new SeatSaleTier(
                tier.Ordinal,
                tier.Name,
                tier.Category,
                tier.Color,
                new Money(tier.Price, currency),
                new Money(tier.Fee, currency),
                tier.TaxBasisPoints)
            {
                Offers = selling.OffersAt(tier.Ordinal, now),
                Rules = tier.Rules,
            }),
        ];
    }
}
