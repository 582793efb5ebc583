using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>Steps shared by all ends of an order. Each method runs in the caller's transaction, on a locked order.</summary>
internal sealed class OrderEnding(SeatLedger ledger)
{
    /// <summary>Releases the seats, the uses of promo and access code and the extras of an expired or cancelled unpaid order.</summary>
    public async Task ReleaseUnpaidAsync(OrderTransaction unit, Order order, CancellationToken cancellationToken)
    {
        var status = order.Status == OrderStatus.Expired ? HoldStatus.Expired : HoldStatus.Released;
        unit.SeatsChanged(order.PerformanceId, await ledger.ReleaseAsync(unit.Connection, unit.Transaction, order.HoldId, status, cancellationToken));
        await GiveCodesBackAsync(unit, order, cancellationToken);

        // All of them were live until the order ended.
        await ExtraStock.GiveBackAsync(unit, order.Extras, cancellationToken);
    }

    /// <summary>
    /// Voids the tickets of items that are no longer live; after the last one the codes' uses are given back. Gives extras that are no longer
    /// live back to their stock.
    /// </summary>
    /// <param name="backOnSale">True: their seats become available; false: blocked.</param>
    public async Task ReturnAsync(
        OrderTransaction unit, Order order, IReadOnlyList<OrderItem> items, IReadOnlyList<OrderExtra> extras, bool backOnSale,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (items.Count > 0)
        {
            await ReturnSeatsAsync(unit, order, items, backOnSale, now, cancellationToken);
        }

        await ExtraStock.GiveBackAsync(unit, extras, cancellationToken);
    }

    private async Task ReturnSeatsAsync(
        OrderTransaction unit, Order order, IReadOnlyList<OrderItem> items, bool backOnSale, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item.Id).ToList();
        await IssuedTickets.VoidAsync(unit.Db, ids, now, cancellationToken);

        var seats = items.Select(item => item.SeatIndex).Order().ToList();
        var status = backOnSale ? SeatStatus.Available : SeatStatus.Blocked;
        var freed = await ledger.FreeAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.Id, seats, status, cancellationToken);
        Invariant.Holds(freed.Count == seats.Count);
        unit.SeatsChanged(order.PerformanceId, freed);
        if (order.Items.All(item => !item.Live))
        {
            await GiveCodesBackAsync(unit, order, cancellationToken);
        }
    }

    // The access code is forgotten with the order's next save, in the same transaction.
    private static async Task GiveCodesBackAsync(OrderTransaction unit, Order order, CancellationToken cancellationToken)
    {
        await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
        if (order.ReturnAccessCode() is { } code)
        {
            await AccessCodeUses.GiveBackAsync(unit.Db, code, cancellationToken);
        }
    }
}
