using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Places the order of a hold; see <see cref="PlaceOrder"/>. Batches orders without a promo code, chosen reductions, extras and answers. Orders
/// that the batch does not handle (priced, or placed before) run in a transaction of their own. Both judge under the hold's row lock.
/// </summary>
public sealed class PlaceOrderHandler
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly OrderBatcher _batcher;
    private readonly SingleOrder _single;
    private readonly PaymentStarter _payments;
    private readonly ShopMeter _meter;
    private readonly OrderMetrics _metrics;
    private readonly BuyersPasses _passes;
    private readonly SeatAnnouncer _announcer;

    internal PlaceOrderHandler(
        IDbContextFactory<TicketingDbContext> contexts, OrderBatcher batcher, SingleOrder single, PaymentStarter payments, ShopMeter meter,
        OrderMetrics metrics, BuyersPasses passes, SeatAnnouncer announcer) =>
        (_contexts, _batcher, _single, _payments, _meter, _metrics, _passes, _announcer) =
            (contexts, batcher, single, payments, meter, metrics, passes, announcer);

    public async Task<Outcome<PlacedOrder, PlaceOrderRefusal>> HandleAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        using var checkout = _meter.BeginCheckout();
        var startedAt = Stopwatch.GetTimestamp();
        var outcome = await PlaceAsync(command, cancellationToken);
        _metrics.Count(outcome, startedAt);
        if (outcome.Succeeded)
        {
            _announcer.AnnounceEnd(outcome.Value.Order.PerformanceId, command.Owner);
        }

        if (outcome.Succeeded && outcome.Value.Order.Status == OrderStatus.Paid)
        {
            _passes.Bought(outcome.Value.Order.PerformanceId, command.Hold, command.Buyer.UserId);
        }

        return outcome;
    }

    private async Task<Outcome<PlacedOrder, PlaceOrderRefusal>> PlaceAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(command.PromoCode) && command.Reductions is null or { IsEmpty: true }
            && command.Extras.Count == 0 && command.Answers.Count == 0)
        {
            var answer = await _batcher.RunAsync(command);
            if (answer.Order is { } free)
            {
                return new PlacedOrder(free, null);
            }

            if (answer.Refusal is { } refusal)
            {
                return refusal;
            }
        }

        return await PlaceUnbatchedAsync(command, cancellationToken);
    }

    private async Task<Outcome<PlacedOrder, PlaceOrderRefusal>> PlaceUnbatchedAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        // Before an order's amount changes, its intent with the old amount is cancelled.
        if (await RepricedOrderAsync(command, cancellationToken) is { } repriced
            && (await _payments.WithdrawAsync(repriced, cancellationToken)).State != WithdrawnState.All)
        {
            return PlaceOrderRefusal.PaymentUnderWay;
        }

        var placed = await _single.PlaceAsync(command, cancellationToken);
        if (!placed.Succeeded)
        {
            return placed.Refusal;
        }

        if (placed.Value.Status != OrderStatus.AwaitingPayment)
        {
            return new PlacedOrder(placed.Value, null);
        }

        var payment = await _payments.EnsureAsync(placed.Value.Id, cancellationToken);
        return payment.Succeeded ? new PlacedOrder(placed.Value, payment.Value) : payment.Refusal;
    }

    /// <summary>The hold's order awaiting payment, if the command would change its promo code, its reductions or its extras; else null.</summary>
    private async Task<OrderId?> RepricedOrderAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking()
            .SingleOrDefaultAsync(o => o.HoldId == command.Hold && o.Status == OrderStatus.AwaitingPayment, cancellationToken);
        if (order is null || !await OrderHolds.IsOwnedAsync(db, command.Hold, command.Owner, cancellationToken))
        {
            return null;
        }

        var code = string.IsNullOrWhiteSpace(command.PromoCode) ? null : PromoCode.Normalize(command.PromoCode);
        var current = order.PromoCodeId is { } id
            ? await db.PromoCodes.Where(p => p.Id == id).Select(p => p.Code).SingleAsync(cancellationToken)
            : null;
        await OrderExtras.ShowAsync(db, order, cancellationToken);
        return code == current && ExtraChoices.AreSame(order.Extras, command.Extras) && !await ChangesReductionsAsync(db, command, cancellationToken)
            ? null
            : order.Id;
    }

    private static async Task<bool> ChangesReductionsAsync(TicketingDbContext db, PlaceOrder command, CancellationToken cancellationToken) =>
        command.Reductions is { } wanted
            && await OrderHolds.FindAsync(db, command.Hold, cancellationToken) is { } hold
            && !wanted.For(hold.Seats.Select(seat => new SeatIndex(seat))).IsSameAs(ChosenReductions.Read(hold.Reductions));
}
