using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Reductions;

/// <summary>A shop whose stalls (45.00 and a fee of 1.50) have reduced prices and a price for groups.</summary>
internal static class OfferedShop
{
    /// <summary>Child 20.00 (at most two), Student 30.00, a free companion; from four seats 25.00 each.</summary>
    public static TierOffers Offers { get; } = new(
        [
            new ReducedPrice(Guid.NewGuid(), "Child", 2000, "Up to 14 years", 2),
            new ReducedPrice(Guid.NewGuid(), "Student", 3000, "ID at the door"),
            new ReducedPrice(Guid.NewGuid(), "Companion", 0, IsCompanion: true),
        ],
        new GroupPrice(4, 2500));

    /// <summary>Replaces what the stalls offer, as a publication does.</summary>
    /// <param name="fromAt">SQL; the first offers begin before any hold.</param>
    public static async Task OfferAsync(this Shop shop, TierOffers? offers = null, string fromAt = "now() - interval '1 hour'")
    {
        await shop.Database.ExecuteAsync(
            "update tier_offers set until_at = now() where performance_id = $1 and until_at is null", shop.Sale.Id.Value);
        await shop.Database.ExecuteAsync(
            $"""
            insert into tier_offers (id, tier_id, performance_id, terms, from_at)
            select gen_random_uuid(), id, performance_id, $2::jsonb, {fromAt} from price_tiers where performance_id = $1 and category = 'stalls'
            """,
            shop.Sale.Id.Value, (offers ?? Offers).Write());
        shop.Service<SellingFactsCache>().Invalidate(shop.Sale.Id);
    }

    /// <summary>Orders a hold with reductions by seat index.</summary>
    public static Task<Reply> PlaceAsync(this Shop shop, HoldReply hold, params (int Seat, string Name)[] reductions) =>
        shop.PlaceNamedAsync(hold, [.. reductions.Select(each => (shop.Sale.Label(each.Seat), each.Name))]);

    /// <summary>Orders a hold with reductions by labels.</summary>
    public static Task<Reply> PlaceNamedAsync(this Shop shop, HoldReply hold, (string Label, string Name)[] reductions, string? promoCode = null) =>
        shop.PostAsync("api/v1/orders", new
        {
            holdId = hold.Id,
            holdSecret = hold.Secret,
            buyer = new { name = "Ada Lovelace", email = "ada@example.org" },
            promoCode,
            reductions = reductions.ToDictionary(each => each.Label, each => each.Name),
        });

    public static async Task<Reply> PaidAsync(this Shop shop, Reply order)
    {
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(new OrderId(Guid.Parse(order.Id)), TestContext.Current.CancellationToken);
        return await shop.ReadUntilAsync(order, "paid");
    }

    /// <summary>Price, full price and reduction of each live item, by seat.</summary>
    public static Task<List<string>> ItemsAsync(this Shop shop, Reply order) => shop.Database.ListAsync<string>(
        "select concat_ws(' ', price, fee, coalesce(full_price::text, '-'), coalesce(reduction, '-')) from order_items where order_id = $1 and live order by seat_index",
        Guid.Parse(order.Id));
}
