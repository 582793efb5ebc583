using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Whose orders count towards a limit per buyer. <c>lock-holds.sql</c> has the same rule for batches.
/// </summary>
/// <param name="Email">Normalized.</param>
/// <param name="IsProven">
/// The buyer is signed in and the address is confirmed as theirs: unpaid orders that other browsers placed with it do not count, so that
/// nobody is locked out by a stranger who typed their address. Paid ones do.
/// </param>
/// <param name="OwnerHash">The owner of the buyer's hold, that is, of their browser.</param>
internal sealed record BuyerToCount(string Email, UserId? User, bool IsProven, byte[] OwnerHash)
{
    public IQueryable<Order> OrdersOf(TicketingDbContext db)
    {
        var (email, user, isProven) = (Email, User, IsProven);
        var own = OrderHolds.OfOwner(db, OwnerHash);
        return db.Orders.Where(order => (user != null && order.UserId == user)
            || (order.EmailNormalized == email
                && (!isProven || order.Status != OrderStatus.AwaitingPayment || own.Contains(order.HoldId))));
    }
}
