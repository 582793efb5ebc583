using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// The codes of orders in presale. A hold that was made while the presale was open can be ordered until the hold expires, also when the
/// presale closes before; once the general sale has begun, no code is needed and no use is taken.
/// </summary>
internal sealed class PresaleOrders(ShownCodes codes, TimeProvider time)
{
    /// <summary>The valid codes that the buyer shows; null: the performance is not in presale, and no code is needed.</summary>
    public async Task<IReadOnlyList<ShownCode>?> ReadAsync(SellingFacts? facts, PlaceOrder command, CancellationToken cancellationToken) =>
        facts is not null && facts.IsBeforeSaleWithPresales(time.GetUtcNow())
            ? await codes.ReadAsync(command.Access, facts.Terms.Performance, cancellationToken)
            : null;

    /// <summary>
    /// The shown code that fits the order best: its presale sells all the seats, it is not another person's, uses are left, and its presale
    /// allows the most seats.
    /// </summary>
    /// <param name="email">The buyer's address in the form of <see cref="Core.Common.EmailAddress.Normalize"/>.</param>
    public static PresaleChoice? Choose(
        IReadOnlyList<ShownCode> shown, SellingFacts facts, HeldContent held, string email, DateTimeOffset now) =>
    (
        from code in shown
        join presale in facts.Presales on code.Presale equals presale.Id
        where presale.OpensAt <= now
        let covers = Covers(presale, facts, held)
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

    private static bool Covers(PresaleWindow presale, SellingFacts facts, HeldContent held) => presale.Categories.Count == 0
        || Array.TrueForAll(held.Seats, seat => presale.Categories.Contains(facts.Plan.CategoryOf(new SeatIndex(seat)).Key));
}

/// <summary>The code that an order is to use.</summary>
internal sealed record PresaleChoice(ShownCode Code, PresaleToOrder ToJudge);
