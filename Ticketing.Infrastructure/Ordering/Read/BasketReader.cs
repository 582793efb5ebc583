using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>What has become of a buyer's holds, for the header of every page and for other tabs of the seat map.</summary>
public sealed class BasketReader(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    /// <summary>Holds read in one call; further ones are ignored.</summary>
    public const int HoldsMax = 8;

    /// <summary>The holds among <paramref name="ids"/> that belong to <paramref name="owner"/>, in their order.</summary>
    public async Task<IReadOnlyList<BasketHold>> ReadAsync(IEnumerable<HoldId> ids, HoldOwner owner, CancellationToken cancellationToken)
    {
        var found = new List<BasketHold>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in ids.Distinct().Take(HoldsMax))
        {
            if (await OrderHolds.FindAsync(db, id, cancellationToken) is { } hold && HoldOwner.FromHash(hold.OwnerHash).Equals(owner))
            {
                var order = hold.OrderId is { } orderId ? await db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId, cancellationToken) : null;
                found.Add(new BasketHold(
                    hold.Id, hold.PerformanceId, hold.Seats.Length, StateOf(hold, order),
                    CheckoutReader.Remaining(hold, order, time.GetUtcNow()), order?.Number));
            }
        }

        return found;
    }

    /// <summary>One hold of this owner; null: there is none.</summary>
    public async Task<BasketHold?> FindAsync(HoldId id, HoldOwner owner, CancellationToken cancellationToken) =>
        await ReadAsync([id], owner, cancellationToken) is [var hold] ? hold : null;

    private static BasketState StateOf(Hold hold, Order? order) => (hold.Status, order?.Status) switch
    {
        (HoldStatus.Active, _) => BasketState.Choosing,
        (_, OrderStatus.AwaitingPayment) => BasketState.AwaitingPayment,
        (_, OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded) => BasketState.Paid,
        (HoldStatus.Released, _) or (_, OrderStatus.Cancelled) => BasketState.GivenBack,
        _ => BasketState.Expired,
    };
}

/// <param name="Remaining">The time left to order or to pay; zero where that is over.</param>
/// <param name="OrderNumber">Null before an order is placed.</param>
public sealed record BasketHold(HoldId Hold, PerformanceId Performance, int Seats, BasketState State, TimeSpan Remaining, string? OrderNumber);

public enum BasketState
{
    /// <summary>Held; not ordered yet.</summary>
    Choosing,

    /// <summary>Ordered; the payment is awaited.</summary>
    AwaitingPayment,

    /// <summary>Paid, whatever was refunded afterwards.</summary>
    Paid,

    /// <summary>Given back or cancelled by the buyer.</summary>
    GivenBack,

    /// <summary>The time ran out.</summary>
    Expired,
}
