using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>
/// Exchanges seats; see <see cref="ExchangeSeats"/>. One transaction sells the new seats to the order, frees the old ones, changes items and
/// tickets, and records the money. No hold is needed: the seats' rows decide, and their lock keeps others waiting until the commit. A
/// refund is sent to the provider after the commit, with retries.
/// </summary>
public sealed class ExchangeSeatsHandler(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, SeatLedger ledger, SeatAnnouncer announcer,
    RefundSender refunds, RecentProof proof, CommandCounter limits, TimeProvider time)
{
    private const string Reason = "exchange";

    public async Task<Outcome<Order, ExchangeRefusal>> HandleAsync(ExchangeSeats command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.OrderChanges, command.Caller))
        {
            return ExchangeRefusal.TooOften;
        }

        // Read before the locks: prices of the performance do not belong to the order.
        if (await FactsAsync(command, cancellationToken) is not { } facts)
        {
            return ExchangeRefusal.NotFound;
        }

        var (outcome, toSend) = await DecideAsync(command, facts, cancellationToken);
        foreach (var refund in toSend)
        {
            await refunds.SendAsync(refund, cancellationToken);
        }

        return outcome;
    }

    private async Task<(Outcome<Order, ExchangeRefusal> Outcome, IReadOnlyList<Guid> ToSend)> DecideAsync(
        ExchangeSeats command, SellingFacts facts, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(command.Order, cancellationToken);
        if (order is null || !await unit.Db.ServesBuyersOfAsync(command.Caller, order.OrganizationId, order.PerformanceId, cancellationToken))
        {
            return (ExchangeRefusal.NotFound, []);
        }

        if (!proof.IsOf(command.Caller))
        {
            return (ExchangeRefusal.ProofNeeded, []);
        }

        var now = time.GetDatabaseNow();
        var promo = await ExchangeQuotes.PromoOfAsync(unit.Db, order, cancellationToken);
        var made = ExchangeDraft.Make(order, facts, command.Items, command.Seats, promo, now);
        if (!made.Succeeded)
        {
            return (made.Refusal, []);
        }

        var draft = made.Value;
        if (new Money(draft.Difference, order.Currency) != command.Quoted)
        {
            return (ExchangeRefusal.QuoteOutdated, []);
        }

        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        if (money.Dispute == PaymentDisputeStatus.Open)
        {
            return (ExchangeRefusal.Disputed, []);
        }

        // What was refunded before is not refunded again, and stays at most the order's total.
        var lower = Math.Max(0, -draft.Difference);
        if (lower > 0 && (lower > money.Left || order.Total - lower < order.Refunded))
        {
            return (ExchangeRefusal.RefundedBefore, []);
        }

        if (await RefundAllowances.OfLockedAsync(unit.Db, order, money, command.Caller, cancellationToken) is { } allowance
            && !allowance.Allows(lower))
        {
            return (ExchangeRefusal.AboveLimit, []);
        }

        if (!await SwapAsync(unit, order, draft, now, cancellationToken))
        {
            return (ExchangeRefusal.SeatsTaken, []);
        }

        var toSend = await ApplyAsync(unit, order, draft, money, command, now, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        return (order, toSend);
    }

    // False, unchanged: a seat has another owner. The new seats first: nothing is freed in vain.
    private async Task<bool> SwapAsync(OrderTransaction unit, Order order, ExchangeDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = draft.Given.Select(item => item.SeatIndex).Order().ToList();

        // Two exchanges that want each other's seats must not wait for each other: all seats are locked at once, by index.
        int[] all = [.. old.Concat(draft.Seats).Distinct().Order().Select(seat => seat.Value)];
        await SeatLedger.LockAsync(unit.Connection, unit.Transaction, order.PerformanceId, all, cancellationToken);
        var taken = await ledger.RetakeAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.Id, draft.Seats, now, cancellationToken);
        if (taken.Count == 0)
        {
            return false;
        }

        unit.SeatsChanged(order.PerformanceId, taken);
        var freed = await ledger.FreeAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, order.Id, old, SeatStatus.Available, cancellationToken);
        Invariant.Holds(freed.Count == old.Count);
        unit.SeatsChanged(order.PerformanceId, freed);
        return true;
    }

    private static async Task<IReadOnlyList<Guid>> ApplyAsync(
        OrderTransaction unit, Order order, ExchangeDraft draft, OrderMoney money, ExchangeSeats command, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await IssuedTickets.VoidAsync(unit.Db, [.. draft.Given.Select(item => item.Id)], now, cancellationToken);
        var items = draft.NewItems(command.Settlement == ExchangeSettlement.Waived, now);
        order.Exchange(draft.Given, items, command.Caller.Actor, now);
        unit.Db.OrderItems.AddRange(items);
        await OrderAnswers.MoveAsync(unit.Db, order.Id, draft.Given, items, cancellationToken);
        var drawer = await OpenShifts.LockAsync(unit.Db, order.OrganizationId, command.Caller.User, order.Currency, cancellationToken);
        var toSend = draft.Difference < 0
            ? money.RequestAll(-draft.Difference, Reason, forExchange: true, byMember: true, drawer, now)
            : [];
        if (draft.Difference > 0 && command.Settlement != ExchangeSettlement.Waived)
        {
            money.Take(
                command.Settlement switch
                {
                    ExchangeSettlement.Cash => Payment.Cash,
                    ExchangeSettlement.Terminal => Payment.Terminal,
                    _ => throw new InvariantException($"settlement {command.Settlement}"),
                },
                draft.Difference, (command.Caller.User, OrderNotesHandler.NameOf(command.Caller), drawer), now);
        }

        money.Count(now);
        return toSend;
    }

    private async Task<SellingFacts?> FactsAsync(ExchangeSeats command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Orders.Where(order => order.Id == command.Order)
            .Select(order => new { order.OrganizationId, order.PerformanceId }).SingleOrDefaultAsync(cancellationToken);
        return found is not null && await db.ServesBuyersOfAsync(command.Caller, found.OrganizationId, found.PerformanceId, cancellationToken)
            ? await selling.GetForOrderAsync(found.PerformanceId, cancellationToken)
            : null;
    }
}
