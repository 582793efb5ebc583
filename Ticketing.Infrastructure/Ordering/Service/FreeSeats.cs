using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>A section with free seats.</summary>
/// <param name="IsArea">Whether its places have no numbers; any of them is as good.</param>
public sealed record FreeSection(string Name, bool IsArea, IReadOnlyList<FreeRow> Rows);

/// <param name="Name">Empty for an area.</param>
public sealed record FreeRow(string Name, IReadOnlyList<FreeSeat> Seats);

/// <param name="Number">Empty for a place of an area.</param>
/// <param name="Price">Price and fee, and tax where it is added, without a promo code.</param>
public sealed record FreeSeat(SeatIndex Index, string Number, string Label, string Tier, Money Price);

/// <summary>Lists the seats that an order's seats can be exchanged for. They are free when read: the exchange decides.</summary>
public sealed class FreeSeats(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, SeatFeed feed)
{
    /// <returns>Sections and rows in the plan's order; empty for callers who do not serve the order's buyers.</returns>
    public async Task<IReadOnlyList<FreeSection>> ReadAsync(OrderId order, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Orders.Where(o => o.Id == order).Select(o => new { o.OrganizationId, o.PerformanceId, o.PricesIncludeTax })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !await db.ServesBuyersOfAsync(caller, found.OrganizationId, found.PerformanceId, cancellationToken)
            || await selling.GetForOrderAsync(found.PerformanceId, cancellationToken) is not { } facts
            || await feed.StatusesAsync(found.PerformanceId, facts.Plan, cancellationToken) is not { } statuses)
        {
            return [];
        }

        return
        [
            .. facts.Plan.Sections.GroupBy(section => section.Name)
                .Select(parts => SectionOf(
                    facts, parts.Key, parts.First().Area is not null, [.. parts.SelectMany(part => FreeOf(statuses, part.First, part.Count))],
                    found.PricesIncludeTax))
                .Where(section => section.Rows.Count > 0),
        ];
    }

    private static ImmutableArray<SeatIndex> FreeOf(SeatStatus[] statuses, int first, int count) =>
    [
        .. Enumerable.Range(first, count).Where(index => index < statuses.Length && statuses[index] == SeatStatus.Available)
            .Select(index => new SeatIndex(index)),
    ];

    private static FreeSection SectionOf(SellingFacts facts, string name, bool isArea, ImmutableArray<SeatIndex> free, bool pricesIncludeTax) => new(
        name, isArea,
        [
            .. free.Where(seat => facts.TierOf(seat) is not null).GroupBy(facts.Plan.RowOf)
                .Select(row => new FreeRow(row.Key, [.. row.Select(seat => SeatOf(facts, seat, pricesIncludeTax))])),
        ]);

    private static FreeSeat SeatOf(SellingFacts facts, SeatIndex seat, bool pricesIncludeTax)
    {
        var (tier, currency) = (facts.TierOf(seat)!, facts.Terms.Currency);
        var item = new PricedItem(tier.Category, tier.Price, tier.Fee, tier.TaxBasisPoints);
        return new FreeSeat(
            seat, facts.Plan.NumberOf(seat), facts.Plan.LabelOf(seat), tier.Name,
            new Money(OrderPricing.Calculate([item], null, pricesIncludeTax, currency)[0].Total, currency));
    }
}
