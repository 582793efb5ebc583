using Microsoft.Extensions.Options;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Extends an order's deadline while the bank processes its payment. The limit counts from placement, so that repeated attempts cannot
/// block seats indefinitely. Runs in the caller's transaction, on a locked hold, order and payment.
/// </summary>
internal sealed class BankWait(SeatLedger ledger, IOptions<OrderingOptions> options)
{
    /// <summary>Marks the payment as processing and extends the order to the limit.</summary>
    public async Task BeginAsync(OrderTransaction unit, Order order, Payment payment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (payment.Status != PaymentStatus.Pending)
        {
            return;
        }

        payment.ProcessingSince ??= now;
        var until = LimitOf(order);
        if (order.Status == OrderStatus.AwaitingPayment && until > order.ExpiresAt
            && await ledger.KeepAsync(unit.Connection, unit.Transaction, order.HoldId, order.Id, now, until, cancellationToken))
        {
            order.AwaitBankUntil(until, now);
            unit.SeatsKept(order, until - now);
        }
    }

    /// <summary>Ends processing without a payment and grants the minimum payment time again, within the limit.</summary>
    public async Task EndAsync(OrderTransaction unit, Order order, Payment payment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (payment.ProcessingSince is null)
        {
            return;
        }

        payment.ProcessingSince = null;
        var until = now.AddSeconds(options.Value.PaymentSecondsMin);
        until = until < LimitOf(order) ? until : LimitOf(order);
        if (order.Status == OrderStatus.AwaitingPayment && order.ExpiresAt > now && until > now
            && await ledger.KeepAsync(unit.Connection, unit.Transaction, order.HoldId, order.Id, now, until, cancellationToken))
        {
            order.ReopenPaymentUntil(until);
            unit.SeatsKept(order, until - now);
        }
    }

    private DateTimeOffset LimitOf(Order order) => order.CreatedAt.AddSeconds(options.Value.ProcessingSecondsMax);
}
