using Microsoft.Extensions.Options;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Keeps an order's seats while the bank has its payment and has not answered, up to a limit that counts from the placing of the
/// order: paying again and again does not keep seats from others for ever. Runs in the caller's transaction, on a locked hold,
/// order and payment.
/// </summary>
internal sealed class BankWait(SeatLedger ledger, IOptions<OrderingOptions> options)
{
    /// <summary>The bank has the payment.</summary>
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
            order.ExtendUntil(until);
        }
    }

    /// <summary>The bank does not have the payment (any more), and no money came: the buyer has a while to pay another way.</summary>
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
            order.AskAgainUntil(until);
        }
    }

    private DateTimeOffset LimitOf(Order order) => order.CreatedAt.AddSeconds(options.Value.ProcessingSecondsMax);
}
