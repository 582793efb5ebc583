using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Finds promo codes and counts their uses. The last use is raced for in the database: one UPDATE with the limit in its condition.</summary>
internal static class PromoCodes
{
    /// <summary>The code that is meant, if it may be used for these items now; its use is not taken yet.</summary>
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

        if (now < promo.ValidFrom || now >= promo.ValidUntil)
        {
            return PlaceOrderRefusal.PromoNotValidNow;
        }

        var rightCurrency = promo.Kind == PromoKind.Percent || promo.Currency == terms.Currency;
        if (!rightCurrency || items.Sum(item => item.Price) < promo.MinimumAmount || !OrderPricing.AppliesToAny(promo, items))
        {
            return PlaceOrderRefusal.PromoNotApplicable;
        }

        if (promo.Uses >= promo.UsesMax)
        {
            return PlaceOrderRefusal.PromoUsedUp;
        }

        return promo;
    }

    /// <summary>
    /// Takes one use for the order. The row lock of the update also puts uses by one buyer in line, so that counting them
    /// after it is exact. False: somebody else had the last one, or the buyer has had theirs.
    /// </summary>
    public static async Task<bool> TakeAsync(TicketingDbContext db, PromoCode promo, OrderId order, string email, CancellationToken cancellationToken)
    {
        var taken = await db.PromoCodes.Where(p => p.Id == promo.Id && (p.UsesMax == null || p.Uses < p.UsesMax))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses + 1), cancellationToken);
        if (taken == 0)
        {
            return false;
        }

        if (promo.UsesPerBuyerMax is { } max
            && await db.PromoUses.CountAsync(u => u.PromoCodeId == promo.Id && u.EmailNormalized == email && u.OrderId != order, cancellationToken) >= max)
        {
            await GiveBackOneAsync(db, promo.Id, cancellationToken);
            return false;
        }

        db.PromoUses.Add(new PromoUse { OrderId = order, PromoCodeId = promo.Id, EmailNormalized = email });
        return true;
    }

    /// <summary>Gives the use of an order that died (or chose another code) back, once.</summary>
    public static async Task GiveBackAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken)
    {
        var use = await db.PromoUses.SingleOrDefaultAsync(u => u.OrderId == order, cancellationToken);
        if (use is not null && await db.PromoUses.Where(u => u.OrderId == order).ExecuteDeleteAsync(cancellationToken) == 1)
        {
            db.Entry(use).State = EntityState.Detached;
            await GiveBackOneAsync(db, use.PromoCodeId, cancellationToken);
        }
    }

    private static Task<int> GiveBackOneAsync(TicketingDbContext db, PromoCodeId promo, CancellationToken cancellationToken) =>
        db.PromoCodes.Where(p => p.Id == promo).ExecuteUpdateAsync(set => set.SetProperty(p => p.Uses, p => p.Uses - 1), cancellationToken);
}
