using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Idempotency;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Places or changes an order in a transaction of its own: priced orders, orders with a promo code, extras or answers, orders placed
/// before.
/// <para>
/// The hold's row lock serializes orders of the same hold; the unique index on <c>orders.hold_id</c> backs it.
/// <see cref="BuyerLocks"/> serialize the orders of one buyer.
/// </para>
/// </summary>
internal sealed class SingleOrder(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, PresaleOrders presales, SeatLedger ledger,
    SeatAnnouncer announcer, IPaymentProvider provider, TimeProvider time, IOptions<OrderingOptions> options)
{
    /// <returns>The hold's order: new, changed, or paid already.</returns>
    public async Task<Outcome<Order, PlaceOrderRefusal>> PlaceAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        // Before the transaction: waiting for a second connection while holding one deadlocks an exhausted pool.
        var facts = await FactsAsync(command.Hold, cancellationToken);
        var shown = await presales.ReadAsync(facts, command, cancellationToken);
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        await LockBuyerAsync(unit.Db, command.Buyer, cancellationToken);
        var firstRequest = await ClaimAsync(unit.Db, command.Request, now, cancellationToken);
        await OrderHolds.LockAsync(unit.Db, command.Hold, cancellationToken);
        var hold = await OrderHolds.FindAsync(unit.Db, command.Hold, cancellationToken);
        var needsCode = shown is not null && hold is not null && PresaleOrders.AreNeeded(facts!, HeldContent.Of(hold), now);
        var chosen = needsCode ? PresaleOrders.Choose(shown!, facts!, HeldContent.Of(hold!), BuyerLocks.EmailOf(command.Buyer), now) : null;
        var byCode = hold is null ? null : await PresaleOrders.CountAsync(unit.Db, BuyerOf(command.Buyer, hold), facts, hold, now, cancellationToken);
        var orderCase = new OrderCase
        {
            Command = command,
            Now = now,
            FirstRequestHash = firstRequest,
            Hold = hold is null ? null : OrderDraft.HoldToJudge(hold.OwnerHash, hold.Status, HeldContent.Of(hold), facts),
            Order = null,
            Sale = facts?.SaleToOrderAt(now),
            SeatsOfBuyer = hold is null ? 0 : await CountSeatsAsync(unit.Db, command.Buyer, hold, cancellationToken),
            Presale = needsCode ? (chosen?.ToJudge ?? PresaleToOrder.WithoutCode) with { SeatsByCode = byCode } : null,
            Questions = OrderDraft.QuestionsFor(facts, hold is null ? null : HeldContent.Of(hold)),
        };
        var verdict = OrderJudge.Judge(orderCase);
        Order? order = null;
        if (verdict.Step == OrderStep.ReadOrder)
        {
            order = await unit.LockOrderAsync(hold!.OrderId!.Value, cancellationToken);
            Invariant.Holds(order is not null);
            verdict = OrderJudge.Judge(orderCase with
            {
                Order = new EarlierOrder(order.Status, order.ExpiresAt),
                Presale = await PresaleOrders.OfOrderAsync(unit.Db, order, facts, cancellationToken) is { } used ? used with { SeatsByCode = byCode } : null,
            });
        }

        switch (verdict.Step)
        {
            case OrderStep.Refuse:
                return verdict.Refusal!.Value;
            case OrderStep.Answer:
                return order!;
            case OrderStep.Place:
                order = NewOrder(unit.Db, command, hold!, facts!, now);
                break;
            case OrderStep.Change:
                order!.ChangeBuyer(command.Buyer);
                break;
            default:
                throw new InvariantException($"order step {verdict.Step}");
        }

        // The stock of extras is taken last: its rows are the most contended ones of the transaction.
        List<OrderExtra> before = [.. order.Extras];
        var refusal = await SetExtrasAsync(unit.Db, order, command, hold!, facts!, cancellationToken)
            ?? await PriceAsync(unit, order, command, hold!, facts!, now, cancellationToken);
        if (refusal is null && verdict.Step == OrderStep.Place && chosen is not null)
        {
            refusal = await TakeAccessAsync(unit.Db, order, chosen.Code, cancellationToken);
        }

        if (refusal is { } reason)
        {
            return reason;
        }

        await OrderAnswers.SetAsync(unit.Db, order, orderCase.Questions, command.Answers, verdict.Step == OrderStep.Place, cancellationToken);
        return await FinishAsync(unit, order, before, hold!, command.Actor, now, cancellationToken);
    }

    // A choice that the order has already keeps its prices, though the extra may have been changed or removed meanwhile.
    private static async Task<PlaceOrderRefusal?> SetExtrasAsync(
        TicketingDbContext db, Order order, PlaceOrder command, Hold hold, SellingFacts facts, CancellationToken cancellationToken)
    {
        if (ExtraChoices.AreSame(order.Extras, command.Extras))
        {
            return null;
        }

        var offered = await OrderExtras.OfferedAsync(db, facts.Terms.Event, cancellationToken);
        var categories = OrderDraft.Categories(facts, HeldContent.Of(hold));
        if (ExtraChoices.Check(offered, command.Extras, categories, order.Currency, order.Extras).Count > 0)
        {
            return PlaceOrderRefusal.ExtrasInvalid;
        }

        var units = ExtraChoices.Price(offered, command.Extras, categories, order.Id, order.PricesIncludeTax, order.Currency);
        db.RemoveRange(order.Extras);
        order.SetExtras(units);
        db.AddRange(units);
        return null;
    }

    private async Task<SellingFacts?> FactsAsync(HoldId hold, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var performance = await OrderHolds.FindPerformanceAsync(db, hold, cancellationToken);
        return performance is { } id ? await selling.GetAsync(id, cancellationToken) : null;
    }

    private Order NewOrder(TicketingDbContext db, PlaceOrder command, Hold hold, SellingFacts facts, DateTimeOffset now)
    {
        var order = OrderDraft.NewOrder(facts, HeldContent.Of(hold), command, TimeSpan.FromSeconds(options.Value.PaymentSecondsMin), now);
        db.Orders.Add(order);
        return order;
    }

    /// <summary>Sets the order's amounts and counts the promo code's use in the same transaction.</summary>
    private async Task<PlaceOrderRefusal?> PriceAsync(
        OrderTransaction unit, Order order, PlaceOrder command, Hold hold, SellingFacts facts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var chosen = (command.Reductions ?? ChosenReductions.Read(hold.Reductions)).For(order.Items.Select(item => item.SeatIndex));
        var prices = HeldPrices.Of(facts, hold, chosen);
        if (prices.Refusal is { } wrong)
        {
            return wrong;
        }

        // Kept, so that the next request for the hold knows what the order has.
        if (!chosen.IsSameAs(ChosenReductions.Read(hold.Reductions)))
        {
            await OrderHolds.SetReductionsAsync(unit.Db, hold.Id, chosen.Write(), cancellationToken);
        }

        var items = prices.Items;
        var current = order.PromoCodeId;
        PromoCode? promo = null;
        if (!string.IsNullOrWhiteSpace(command.PromoCode))
        {
            if (current is not null)
            {
                await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
            }

            // A code that the order was placed with stays valid for it, though it may have run out meanwhile.
            promo = current is { } accepted ? await PromoCodes.OfOrderAsync(unit.Db, accepted, command.PromoCode, cancellationToken) : null;
            if (promo is null)
            {
                var found = await PromoCodes.FindAsync(unit.Db, command.PromoCode, facts.Terms, items, now, cancellationToken);
                if (!found.Succeeded)
                {
                    return found.Refusal;
                }

                promo = found.Value;
            }
        }
        else if (current is not null)
        {
            await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
        }

        var totalBefore = order.Total;
        order.SetPrices(prices.SeatPrices);
        order.SetAmounts(OrderPricing.Calculate(items, promo, order.PricesIncludeTax, order.Currency), promo?.Id);
        if (RefuseAmount(order) is { } refusal)
        {
            return refusal;
        }

        // The use of the code has a foreign key to the order.
        await unit.Db.SaveChangesAsync(cancellationToken);
        var buyer = new BuyerToCount(order.EmailNormalized, command.Buyer.UserId, command.Buyer.IsProven, hold.OwnerHash);
        if (promo is not null
            && await PromoCodes.TakeAsync(unit.Db, promo, order.Id, buyer, isAccepted: promo.Id == current, now, cancellationToken) is { } notTaken)
        {
            return notTaken;
        }

        // Another tab may have created an intent with the old amount since the withdrawal.
        var stale = order.Total != totalBefore && (await unit.LockPaymentsAsync(order.Id, cancellationToken))
            .Exists(p => p.Status == PaymentStatus.Pending && p.Amount != order.Total);
        return stale ? PlaceOrderRefusal.PaymentUnderWay : null;
    }

    // A change keeps the use that the order was placed with.
    private static async Task<PlaceOrderRefusal?> TakeAccessAsync(
        TicketingDbContext db, Order order, ShownCode code, CancellationToken cancellationToken)
    {
        if (!await AccessCodeUses.TakeAsync(db, code.Id, cancellationToken))
        {
            return PlaceOrderRefusal.AccessCodeUsedUp;
        }

        order.UseAccessCode(code.Id);
        return null;
    }

    // Before the order exists: the provider would refuse its payment for ever.
    private PlaceOrderRefusal? RefuseAmount(Order order)
    {
        var limits = provider.LimitsOf(order.Currency);
        return order.Total == 0 ? null
            : order.Total < limits.Min ? PlaceOrderRefusal.AmountTooSmall
            : order.Total > limits.Max ? PlaceOrderRefusal.AmountTooLarge
            : null;
    }

    private async Task<Outcome<Order, PlaceOrderRefusal>> FinishAsync(
        OrderTransaction unit, Order order, IReadOnlyList<OrderExtra> extrasBefore, Hold hold, Actor actor, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var kept = await ledger.KeepAsync(unit.Connection, unit.Transaction, hold.Id, order.Id, now, order.ExpiresAt, cancellationToken);
        if (!kept)
        {
            return PlaceOrderRefusal.HoldExpired;
        }

        if (order.Total == 0)
        {
            var seats = order.Items.Select(item => item.SeatIndex).ToList();
            var sold = await ledger.SellAsync(
                unit.Connection, unit.Transaction, order.PerformanceId, hold.Id, order.Id, seats, now, cancellationToken);
            Invariant.Holds(sold.Count == seats.Count);
            unit.SeatsChanged(order.PerformanceId, sold);
            order.ConfirmFree(actor, now);
        }
        else
        {
            unit.SeatsKept(order, order.ExpiresAt - now);
        }

        if (!await ExtraStock.TryChangeAsync(unit, extrasBefore, order.Extras, cancellationToken))
        {
            return PlaceOrderRefusal.ExtraSoldOut;
        }

        await unit.CommitAsync(announcer, cancellationToken);
        return order;
    }

    private static BuyerToCount BuyerOf(BuyerDetails buyer, Hold hold) => new(BuyerLocks.EmailOf(buyer), buyer.UserId, buyer.IsProven, hold.OwnerHash);

    // Live items in the buyer's orders for the performance, except this hold's order.
    private static async Task<long> CountSeatsAsync(TicketingDbContext db, BuyerDetails buyer, Hold hold, CancellationToken cancellationToken) =>
        await BuyerOf(buyer, hold).OrdersOf(db)
            .Where(o => o.PerformanceId == hold.PerformanceId && o.HoldId != hold.Id)
            .SelectMany(o => o.Items).CountAsync(item => item.Live, cancellationToken);

    // Batched orders store the idempotency key in the order, others in the table of keys.
    private static async Task<byte[]?> ClaimAsync(TicketingDbContext db, RepeatableRequest? request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return null;
        }

        var batched = await db.Orders.Where(o => o.RequestId == request.Id).Select(o => o.RequestHash).SingleOrDefaultAsync(cancellationToken);
        return batched ?? await db.ClaimAsync(request, now, cancellationToken);
    }

    // Before any other lock: see BuyerLocks.
    private static async Task LockBuyerAsync(TicketingDbContext db, BuyerDetails buyer, CancellationToken cancellationToken)
    {
        var locks = BuyerLocks.Of(BuyerLocks.EmailOf(buyer), buyer.UserId).Order().ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(k) FROM unnest({locks}) AS k", cancellationToken);
    }
}
