using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Who may see an order, and with it do what buyers may do: its buyer by account, cookie or token, and the box office.</summary>
internal static class OrderAccess
{
    public static async Task<bool> MaySeeAsync(
        TicketingDbContext db, OrderTokens tokens, Order order, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        var caller = visitor.Caller;
        if (await db.ServesBuyersOfAsync(caller, order.OrganizationId, order.PerformanceId, cancellationToken)
            || (caller.User is not null && caller.User == order.UserId))
        {
            return true;
        }

        if (visitor.Token is { } token && await tokens.IsOfAsync(token, order, cancellationToken))
        {
            return true;
        }

        return OpensByCookie(order, caller.User) && visitor.Owner is { } owner && await OrderHolds.IsOwnedAsync(db, order.HoldId, owner, cancellationToken);
    }

    /// <summary>
    /// Whether the buyer's cookie opens the order. The cookie outlives the session: an account's order also needs the account to be signed
    /// in.
    /// </summary>
    public static bool OpensByCookie(Order order, UserId? user) => order.UserId is null || order.UserId == user;
}
