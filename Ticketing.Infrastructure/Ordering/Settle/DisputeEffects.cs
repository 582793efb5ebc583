using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.End;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Derives the state of a paid order and its tickets from all disputes of its payment. Called after every event and after the payment is
/// settled, so that the end does not depend on the order of events: a lost dispute ends the order, an open one marks the tickets, and
/// when all are won the tickets are valid.
/// </summary>
internal sealed class DisputeEffects(SeatLedger ledger)
{
    private readonly OrderEnding _ending = new(ledger);

    /// <summary>Runs in the caller's transaction, on a locked order whose tickets are saved.</summary>
    public async Task ApplyAsync(OrderTransaction unit, Order order, OrderMoney money, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (money.Paying is null)
        {
            return;
        }

        money.Count(now);
        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return;
        }

        switch (money.Dispute)
        {
            case null:
                break;
            case PaymentDisputeStatus.Open:
                if (await IssuedTickets.MarkAsync(unit.Db, order.Id, TicketStatus.Valid, TicketStatus.Disputed, cancellationToken) > 0)
                {
                    order.OpenDispute(now);
                }

                break;
            case PaymentDisputeStatus.Won:
                if (await IssuedTickets.MarkAsync(unit.Db, order.Id, TicketStatus.Disputed, TicketStatus.Valid, cancellationToken) > 0)
                {
                    order.WinDispute(now);
                }

                break;
            case PaymentDisputeStatus.Lost:
                var live = order.Items.Where(item => item.Live).ToList();
                var extras = order.LiveExtras.ToList();
                order.LoseDispute(now);
                await _ending.ReturnAsync(unit, order, live, extras, backOnSale: true, now, cancellationToken);
                break;
        }
    }
}
