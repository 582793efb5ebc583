using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Finds promo codes and counts their uses. The limit is a condition of the counting UPDATE, hence exact.</summary>
internal static class PromoCodes
{
    /// <summary>Finds the code and checks that it applies to the items now. Does not count a use.</summary>
    public static async Task<Outcome<PromoCode, PlaceOrderRefusal>> FindAsync(
        TicketingDbContext db, string typed, SellingTerms terms, IReadOnlyList<PricedItem> items, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!PromoCode.CanBe(typed))
        {
            return PlaceOrderRefusal.PromoUnknown;
        }

        var code = PromoCode.Normalize(typed);
        var promo = await db.PromoCodes.AsNoTracking().SingleOrDefaultAsync(
            p => p.OrganizationId == terms.Organization.Id && p.Code == code && (p.EventId == null || p.EventId == terms.Event), cancellationToken);
        if (promo is null)
        {
            return PlaceOrderRefusal.PromoUnknown;
        }

        if (!promo.IsActive || now < promo.ValidFrom || now >= promo.ValidUntil)
        {
            return PlaceOrderRefusal.PromoNotValidNow;
        }

        var rightCurrency = promo.Kind != PromoKind.Fixed || promo.Currency == terms.Currency;
        if (!rightCurrency || items.Sum(item => item.Price) < promo.MinimumAmount || !OrderPricing.AppliesToAny(promo, items)
            || !OrderPricing.FillsAGroup(promo, items))
        {
            return PlaceOrderRefusal.PromoNotApplicable;
        }

        if (promo.Uses >= promo.UsesMax)
        {
            return PlaceOrderRefusal.PromoUsedUp;
        }

        return promo;
    }

    /// <summary>The code that an order was placed with; null if <paramref name="typed"/> is another one.</summary>
    public static Task<PromoCode?> OfOrderAsync(TicketingDbContext db, PromoCodeId accepted, string typed, CancellationToken cancellationToken)
    {
        var code = PromoCode.CanBe(typed) ? PromoCode.Normalize(typed) : "";
        return db.PromoCodes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == accepted && p.Code == code, cancellationToken);
    }

    /// <summary>
    /// Counts one use for the order. The UPDATE's row lock serializes concurrent uses, so that the count per buyer is exact. The terms by which
    /// the order was priced are conditions, too: the code was read without a lock, and its campaign may have been changed since.
    /// </summary>
    /// <param name="promo">The code as it was read for the order's prices.</param>
    /// <param name="isAccepted">The order had the code before and has given its use back in this transaction.</param>
    /// <returns>Null: it is taken. Otherwise the code's or the buyer's limit is reached, or the code was changed.</returns>
    public static async Task<PlaceOrderRefusal?> TakeAsync(
        TicketingDbContext db, PromoCode promo, OrderId order, BuyerToCount buyer, bool isAccepted, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var wanted = db.PromoCodes.Where(p => p.Id == promo.Id);
        if (!isAccepted)
        {
            wanted = wanted
                .Where(p => p.UsesMax == null || p.Uses < p.UsesMax)
                .Where(p => p.IsActive && (p.ValidFrom == null || p.ValidFrom <= now) && (p.ValidUntil == null || p.ValidUntil > now))
                .Where(p => p.Kind == promo.Kind && p.Value == promo.Value && p.PerItem == promo.PerItem && p.Currency == promo.Currency)
                .Where(p => p.Take == promo.Take && p.Free == promo.Free && p.EventId == promo.EventId)
                // Not as an extension: the compiler would choose the method of spans, which SQL does not have.
                .Where(p => Enumerable.SequenceEqual(p.Categories, promo.Categories) && p.MinimumAmount == promo.MinimumAmount);
        }

        if (await wanted.ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses + 1), cancellationToken) == 0)
        {
            var hasUses = await db.PromoCodes.AnyAsync(p => p.Id == promo.Id && (p.UsesMax == null || p.Uses < p.UsesMax), cancellationToken);
            return hasUses ? PlaceOrderRefusal.PromoNotValidNow : PlaceOrderRefusal.PromoUsedUp;
        }

        if (promo.UsesPerBuyerMax is { } max
            && await UsesOfAsync(db, promo, order, buyer, cancellationToken) >= max)
        {
            await GiveBackOneAsync(db, promo.Id, cancellationToken);
            return PlaceOrderRefusal.PromoUsedUp;
        }

        db.PromoUses.Add(new PromoUse { OrderId = order, PromoCodeId = promo.Id, EmailNormalized = buyer.Email });
        return null;
    }

    /// <summary>Returns the use of an order that ended or changed its code. Idempotent.</summary>
    public static async Task GiveBackAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken)
    {
        var use = await db.PromoUses.SingleOrDefaultAsync(u => u.OrderId == order, cancellationToken);
        if (use is not null && await db.PromoUses.Where(u => u.OrderId == order).ExecuteDeleteAsync(cancellationToken) == 1)
        {
            db.Entry(use).State = EntityState.Detached;
            await GiveBackOneAsync(db, use.PromoCodeId, cancellationToken);
        }
    }

    private static Task<int> UsesOfAsync(
        TicketingDbContext db, PromoCode promo, OrderId order, BuyerToCount buyer, CancellationToken cancellationToken)
    {
        var counted = buyer.OrdersOf(db).Select(o => o.Id);
        return db.PromoUses.CountAsync(
            u => u.PromoCodeId == promo.Id && u.EmailNormalized == buyer.Email && u.OrderId != order && counted.Contains(u.OrderId), cancellationToken);
    }

    private static Task<int> GiveBackOneAsync(TicketingDbContext db, PromoCodeId promo, CancellationToken cancellationToken) =>
        db.PromoCodes.Where(p => p.Id == promo).ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses - 1), cancellationToken);
}
