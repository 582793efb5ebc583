using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Platform;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>What an order of a hold is made of.</summary>
internal sealed record OrderFacts(Performance Performance, Organization Organization, IReadOnlyList<PriceTier> Tiers, CompiledPlan Plan)
{
    public static async Task<OrderFacts> ReadAsync(
        TicketingDbContext db, CompiledPlans plans, PerformanceId id, CancellationToken cancellationToken)
    {
        var performance = await db.Performances.AsNoTracking().SingleAsync(p => p.Id == id, cancellationToken);
        var organization = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == performance.OrganizationId, cancellationToken);
        var tiers = await db.PriceTiers.AsNoTracking().Where(t => t.PerformanceId == id).OrderBy(t => t.Ordinal).ToListAsync(cancellationToken);
        return new OrderFacts(performance, organization, tiers, await plans.GetAsync(performance.CompiledPlanId, cancellationToken));
    }

    /// <summary>The hold's seats as the pricing sees them: prices and fees as the hold fixed them.</summary>
    public List<PricedItem> PricedItems(Hold hold) =>
        [.. hold.Seats.Select((_, i) => new PricedItem(Tier(hold, i).Category, hold.Prices[i], hold.Fees[i], Tier(hold, i).TaxBasisPoints))];

    /// <summary>Items for the hold's seats, without amounts yet.</summary>
    public List<OrderItem> NewItems(Hold hold, OrderId order, DateTimeOffset now) => [.. hold.Seats.Select((seat, i) => new OrderItem
    {
        Id = new OrderItemId(Guid.CreateVersion7(now)),
        OrderId = order,
        PerformanceId = hold.PerformanceId,
        SeatIndex = new SeatIndex(seat),
        Label = Plan.LabelOf(new SeatIndex(seat)),
        Section = Plan.SectionOf(new SeatIndex(seat)).Name,
        Row = Plan.RowOf(new SeatIndex(seat)),
        Number = Plan.NumberOf(new SeatIndex(seat)),
        TierId = Tier(hold, i).Id,
        TierName = Tier(hold, i).Name,
        Price = hold.Prices[i],
        Fee = hold.Fees[i],
        TaxBasisPoints = Tier(hold, i).TaxBasisPoints,
    })];

    private PriceTier Tier(Hold hold, int i) => Tiers[hold.Tiers[i]];
}
