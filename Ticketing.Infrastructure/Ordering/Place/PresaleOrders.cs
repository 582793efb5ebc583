using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// The codes of orders that need one: in presale, and of seats by code also in the general sale. A hold that was made while the presale was
/// open can be ordered until the hold expires, also when the presale closes before. Once the general sale has begun, an order without seats by
/// code needs no code and takes no use.
/// </summary>
internal sealed class PresaleOrders(ShownCodes codes, TimeProvider time)
{
    /// <summary>The valid codes that the buyer shows; null: no seat of the performance needs a code.</summary>
    public async Task<IReadOnlyList<ShownCode>?> ReadAsync(SellingFacts? facts, PlaceOrder command, CancellationToken cancellationToken) =>
        facts is not null && (facts.SellsByCode || facts.IsBeforeSaleWithPresales(time.GetUtcNow()))
            ? await codes.ReadAsync(command.Access, facts.Terms.Performance, cancellationToken)
            : null;

    /// <summary>Whether an order of these seats needs a code.</summary>
    public static bool AreNeeded(SellingFacts facts, HeldContent held, DateTimeOffset now) =>
        (facts.SellsByCode || facts.IsBeforeSaleWithPresales(now)) && Array.Exists(held.Tiers, tier => facts.NeedsCode(tier, now));

    /// <summary>
    /// The shown code that fits the order best: its presale sells all the seats that need a code, it is not another person's, uses are left, and its presale
    /// allows the most seats.
    /// </summary>
    /// <param name="email">The buyer's address in the form of <see cref="Core.Common.EmailAddress.Normalize"/>.</param>
    public static PresaleChoice? Choose(
        IReadOnlyList<ShownCode> shown, SellingFacts facts, HeldContent held, string email, DateTimeOffset now) =>
    (
        from code in shown
        join presale in facts.Presales on code.Presale equals presale.Id
        where presale.OpensAt <= now
        let covers = Covers(presale, facts, held, now)
        let fits = code.EmailNormalized is null || code.EmailNormalized == email
        orderby covers descending, fits descending, code.HasUses descending, presale.SeatsPerBuyerMax ?? int.MaxValue descending
        select new PresaleChoice(code, new PresaleToOrder(true, covers, code.EmailNormalized, presale.SeatsPerBuyerMax))
    ).FirstOrDefault();

    /// <summary>What the code of an order that was placed before allows its changes; null: it has none.</summary>
    public static async Task<PresaleToOrder?> OfOrderAsync(
        TicketingDbContext db, Order order, SellingFacts? facts, CancellationToken cancellationToken) =>
        order.AccessCodeId is { } id && await AccessCodeUses.FindAsync(db, id, cancellationToken) is { } code
            ? new PresaleToOrder(
                true, true, code.EmailNormalized, facts?.Presales.FirstOrDefault(presale => presale.Id == code.PresaleId)?.SeatsPerBuyerMax)
            : null;

    /// <summary>
    /// The live seats by code in the buyer's other orders of the performance, and in the hold: those that a presale's limit counts in the general
    /// sale. Null: it counts all.
    /// </summary>
    public static async Task<long?> CountAsync(
        TicketingDbContext db, BuyerToCount buyer, SellingFacts? facts, Core.Inventory.Hold hold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (facts is not { SellsByCode: true } || facts.IsBeforeSaleWithPresales(now))
        {
            return null;
        }

        var tiers = facts.Tiers.Where(tier => tier.Rules.ByCode).Select(tier => tier.Id).ToList();
        return hold.Tiers.Count(tier => facts.NeedsCode(tier, now))
            + await buyer.OrdersOf(db).Where(order => order.PerformanceId == hold.PerformanceId && order.HoldId != hold.Id)
                .SelectMany(order => order.Items).CountAsync(item => item.Live && tiers.Contains(item.TierId), cancellationToken);
    }

    private static bool Covers(PresaleWindow presale, SellingFacts facts, HeldContent held, DateTimeOffset now) => held.Seats.Zip(held.Tiers)
        .All(seat => !facts.NeedsCode(seat.Second, now) || presale.Sells(facts.Plan.CategoryOf(new SeatIndex(seat.First)).Key));
}

/// <summary>The code that an order is to use.</summary>
internal sealed record PresaleChoice(ShownCode Code, PresaleToOrder ToJudge);
