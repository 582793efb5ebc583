using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Who may see an order, and with it do what buyers may do: its buyer by account, cookie or token, and the box office.</summary>
internal static class OrderAccess
{
    public static async Task<bool> MaySeeAsync(TicketingDbContext db, Order order, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        var caller = visitor.Caller;
        if (caller.ServesBuyersOf(order.OrganizationId)
            || (caller.User is not null && caller.User == order.UserId))
        {
            return true;
        }

        if (visitor.Token is { } token
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(order.Token)))
        {
            return true;
        }

        return visitor.Owner is { } owner && await OrderHolds.IsOwnedAsync(db, order.HoldId, owner, cancellationToken);
    }
}
