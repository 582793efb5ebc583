using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.Infrastructure.Ordering.BoxOffice;

/// <summary>
/// Sells at the box office; see <see cref="SellAtBoxOffice"/>. Order, payment, tickets, seats and facts are one transaction: after a crash
/// there is all of it or nothing, and the hold's row lock lets one of two repeats win.
/// <para>Lock order: hold, order, payments, the member's shift (shared), seats by index.</para>
/// </summary>
public sealed class SellAtBoxOfficeHandler(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, SeatLedger ledger, SeatAnnouncer announcer,
    CommandCounter limits, TimeProvider time, IOptions<OrderingOptions> options)
{
    public async Task<Outcome<SoldAtBoxOffice, SellRefusal>> HandleAsync(SellAtBoxOffice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.BoxOfficeSales, command.Caller))
        {
            return SellRefusal.TooOften;
        }

        // Read before the locks, which should be short.
        if (await selling.GetAsync(command.Performance, cancellationToken) is not { } facts
            || !command.Caller.ServesBuyersOf(facts.Terms.Organization.Id, facts.Terms.Event)
            || BoxOfficeSale.OwnerOf(command.Caller, command.Performance) is not { } owner)
        {
            return SellRefusal.NotFound;
        }

        if (BoxOfficeInput.Refuse(command.Payment, command.Buyer, command.Reductions is { IsEmpty: false }) is { } invalid)
        {
            return invalid;
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetDatabaseNow();
        await OrderHolds.LockAsync(unit.Db, command.Hold, cancellationToken);
        var hold = await OrderHolds.FindAsync(unit.Db, command.Hold, cancellationToken);
        if (hold is null || hold.PerformanceId != command.Performance || !HoldOwner.FromHash(hold.OwnerHash).Equals(owner))
        {
            return SellRefusal.HoldExpired;
        }

        if (hold.OrderId is { } sold)
        {
            return await AnswerAsync(unit, sold, cancellationToken);
        }

        if (hold.Status != HoldStatus.Active || hold.ExpiresAt <= now || hold.Seats.Length == 0)
        {
            return SellRefusal.HoldExpired;
        }

        if (!BoxOfficeSale.IsOpen(facts.SaleStateAt(now), facts.Terms.Status, facts.Terms.StartsAt, now))
        {
            return SellRefusal.NotOnSale;
        }

        return await SellAsync(unit, command, facts, hold, owner, now, cancellationToken);
    }

    private async Task<Outcome<SoldAtBoxOffice, SellRefusal>> SellAsync(
        OrderTransaction unit, SellAtBoxOffice command, SellingFacts facts, Hold hold, HoldOwner owner, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var isComp = command.Payment.Means == BoxOfficeMeans.Comp;
        var content = BoxOfficePricing.Content(HeldContent.Of(hold), isComp);
        var order = OrderDraft.NewOrder(
            facts, content, command.Buyer.ToDetails()!, OrderChannel.BoxOffice, command.Caller.Actor,
            TimeSpan.FromSeconds(options.Value.PaymentSecondsMin), now);
        unit.Db.Orders.Add(order);
        if (BoxOfficePricing.Set(order, facts, hold, command.Reductions, isComp) is { } wrong)
        {
            return wrong;
        }

        if (new Money(order.Total, order.Currency) != command.Quoted)
        {
            return SellRefusal.QuoteOutdated;
        }

        if (command.Payment.Given < order.Total)
        {
            return SellRefusal.GivenTooLittle;
        }

        var shift = await OpenShifts.LockAsync(unit.Db, order.OrganizationId, command.Caller.User, order.Currency, cancellationToken);
        if (shift is null && order.Total > 0 && command.Payment.Means == BoxOfficeMeans.Cash)
        {
            return SellRefusal.NoShift;
        }

        // The payment refers to the order.
        await unit.Db.SaveChangesAsync(cancellationToken);
        if (!await ledger.KeepAsync(unit.Connection, unit.Transaction, hold.Id, order.Id, now, order.ExpiresAt, cancellationToken))
        {
            return SellRefusal.HoldExpired;
        }

        var seats = order.Items.Select(item => item.SeatIndex).ToList();
        var changes = await ledger.SellAsync(
            unit.Connection, unit.Transaction, order.PerformanceId, hold.Id, order.Id, seats, now, cancellationToken);
        Invariant.Holds(changes.Count == seats.Count);
        unit.SeatsChanged(order.PerformanceId, changes);
        if (order.Total == 0)
        {
            order.ConfirmFree(command.Caller.Actor, now);
        }
        else
        {
            order.ConfirmPaid(command.Caller.Actor, now);
        }

        await TakeAsync(unit, order, command, shift, now, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        announcer.AnnounceEnd(order.PerformanceId, owner);
        return new SoldAtBoxOffice(order, new Money((command.Payment.Given ?? order.Total) - order.Total, order.Currency));
    }

    // A ticket without a price needs no payment; a complimentary one has a row with its reason.
    private static async Task TakeAsync(
        OrderTransaction unit, Order order, SellAtBoxOffice command, ShiftId? shift, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payment = command.Payment;
        if (order.Total == 0 && payment.Means != BoxOfficeMeans.Comp)
        {
            return;
        }

        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        var note = TypedText.Line(payment.Note);
        money.Take(
            payment.Provider, order.Total, (command.Caller.User, OrderNotesHandler.NameOf(command.Caller), shift), now,
            payment.Means == BoxOfficeMeans.Cash ? payment.Given ?? order.Total : null,
            payment.Means == BoxOfficeMeans.Cash || note.Length == 0 ? null : note);
    }

    // The hold is sold already: the same answer as before.
    private static async Task<Outcome<SoldAtBoxOffice, SellRefusal>> AnswerAsync(
        OrderTransaction unit, OrderId id, CancellationToken cancellationToken)
    {
        if (await unit.LockOrderAsync(id, cancellationToken) is not { Channel: OrderChannel.BoxOffice, PaidAt: not null } order)
        {
            return SellRefusal.HoldExpired;
        }

        var cash = (await OrderPayments.ReadAsync(unit.Db, id, cancellationToken)).Find(payment => payment.Provider == Payment.Cash);
        return new SoldAtBoxOffice(order, new Money(cash is { Given: { } given } ? given - cash.Amount : 0, order.Currency));
    }
}
