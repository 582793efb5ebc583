using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Api;

/// <summary>
/// The buyer's running holds, for the header and the clocks of every page. A cookie written by <c>js/basket.js</c> names them, so that
/// pages without a basket ask nothing; the buyer's key decides which are shown.
/// </summary>
internal static class BasketEndpoint
{
    private const string CookieName = "basket";

    public static void MapBasket(this WebApplication app) => app.MapGet(AppUrls.Basket, ReadAsync).ExcludeFromDescription();

    private static async Task<Ok<BasketAnswer>> ReadAsync(HttpContext context, BasketReader baskets)
    {
        var holds = BuyerKey.TryGet(context, out var key)
            ? await baskets.ReadAsync(Ids(context.Request.Cookies[CookieName]), HoldOwner.OfKey(key), context.RequestAborted)
            : [];
        return TypedResults.Ok(new BasketAnswer([.. holds.Where(hold => hold.Remaining > TimeSpan.Zero).Select(BasketHoldAnswer.Of)]));
    }

    private static IEnumerable<HoldId> Ids(string? cookie)
    {
        foreach (var word in (cookie ?? "").Split('.').Take(BasketReader.HoldsMax))
        {
            if (Guid.TryParseExact(word, "N", out var id))
            {
                yield return new HoldId(id);
            }
        }
    }
}

internal sealed record BasketAnswer(IReadOnlyList<BasketHoldAnswer> Holds);

/// <param name="Seconds">The time left, rounded up.</param>
/// <param name="Ordered">An order was placed; its payment is awaited.</param>
/// <param name="Address">Where the buyer continues: the seats, or the payment of an order.</param>
internal sealed record BasketHoldAnswer(Guid Hold, int Seats, int Seconds, bool Ordered, string Address)
{
    public static BasketHoldAnswer Of(BasketHold hold) => new(
        hold.Hold.Value,
        hold.Seats,
        (int)Math.Ceiling(hold.Remaining.TotalSeconds),
        hold.State == BasketState.AwaitingPayment,
        hold.State == BasketState.AwaitingPayment ? AppUrls.Checkout(hold.Hold.Value) : AppUrls.Performance(hold.Performance.Value));
}
