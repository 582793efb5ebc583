using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Seating;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Makes an order of a hold; see <see cref="PlaceOrder"/>.
/// <para>
/// The hold's row lock puts everybody who orders the same hold in line, the unique index on <c>orders.hold_id</c> backs
/// it. An advisory lock on performance and e-mail address puts one buyer's orders in line, so that limits hold over all of them.
/// </para>
/// </summary>
public sealed class PlaceOrderHandler(
    IDbContextFactory<TicketingDbContext> contexts,
    CompiledPlans plans,
    SeatLedger ledger,
    SeatAnnouncer announcer,
    TicketIssuer tickets,
    PaymentStarter payments,
    TimeProvider time,
    IOptions<OrderingOptions> options)
{
    public async Task<Outcome<PlacedOrder, PlaceOrderRefusal>> HandleAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        // An order whose amount would change must have no intent that could still be paid with the old one.
        if (await RepricedOrderAsync(command, cancellationToken) is { } repriced
            && (await payments.WithdrawAsync(repriced, cancellationToken)).State != WithdrawnState.All)
        {
            return PlaceOrderRefusal.PaymentUnderWay;
        }

        var placed = await PlaceAsync(command, cancellationToken);
        if (!placed.Succeeded)
        {
            return placed.Refusal;
        }

        if (placed.Value.Status != OrderStatus.AwaitingPayment)
        {
            return new PlacedOrder(placed.Value, null);
        }

        var payment = await payments.EnsureAsync(placed.Value.Id, cancellationToken);
        return payment.Succeeded ? new PlacedOrder(placed.Value, payment.Value) : payment.Refusal;
    }

    private async Task<Outcome<Order, PlaceOrderRefusal>> PlaceAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var now = time.GetUtcNow();
        await unit.Db.Database.ExecuteSqlAsync($"select 1 from holds where id = {command.Hold.Value} for update", cancellationToken);
        var hold = await unit.Db.Holds.AsNoTracking().SingleOrDefaultAsync(h => h.Id == command.Hold, cancellationToken);
        if (hold is null || !HoldOwner.FromHash(hold.OwnerHash).Equals(command.Owner))
        {
            return PlaceOrderRefusal.HoldNotFound;
        }

        if (hold.Status is HoldStatus.Released or HoldStatus.Expired || (hold.Status == HoldStatus.Active && hold.ExpiresAt <= now))
        {
            return PlaceOrderRefusal.HoldExpired;
        }

        var facts = await OrderFacts.ReadAsync(unit.Db, plans, hold.PerformanceId, cancellationToken);
        if (BuyerValidation.Check(command.Buyer, hold.Seats.Length, facts.Performance.AttendeeNames).Count > 0)
        {
            return PlaceOrderRefusal.BuyerInvalid;
        }

        Order? order = null;
        if (hold.Status == HoldStatus.Ordered)
        {
            order = await unit.LockOrderAsync(hold.OrderId!.Value, cancellationToken);
            Invariant.Holds(order is not null);
            if (order.Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded)
            {
                return order;
            }

            if (order.Status != OrderStatus.AwaitingPayment || order.ExpiresAt <= now)
            {
                return PlaceOrderRefusal.HoldExpired;
            }
        }

        if (facts.Performance.SaleStateAt(now) is SaleState.Cancelled or SaleState.Postponed or SaleState.Ended)
        {
            return PlaceOrderRefusal.NotOnSale;
        }

        if (await ExceedsBuyerLimitAsync(unit.Db, command.Buyer, facts.Performance, hold, order?.Id, cancellationToken))
        {
            return PlaceOrderRefusal.BuyerLimit;
        }

        order = order is null ? NewOrder(unit.Db, command, hold, facts, now) : Changed(order, command.Buyer);
        if (await PriceAsync(unit, order, command, hold, facts, now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return await FinishAsync(unit, order, hold, now, cancellationToken);
    }

    private Order NewOrder(TicketingDbContext db, PlaceOrder command, Hold hold, OrderFacts facts, DateTimeOffset now)
    {
        var organization = facts.Organization;
        var id = new OrderId(Guid.CreateVersion7(now));
        var until = now.AddSeconds(options.Value.PaymentSecondsMin);
        until = until > hold.ExpiresHardAt ? hold.ExpiresHardAt : until;
        var terms = new OrderTerms
        {
            Id = id,
            Number = OrderNumber.New(),
            Token = RandomNumberGenerator.GetHexString(48, lowercase: true),
            PerformanceId = hold.PerformanceId,
            OrganizationId = organization.Id,
            HoldId = hold.Id,
            Currency = facts.Performance.Currency,
            PricesIncludeTax = organization.PricesIncludeTax,
            CancellableUntil = organization.RefundHoursBefore is { } hours ? facts.Performance.StartsAt.AddHours(-hours) : null,
            CancellationKeepsFees = organization.RefundKeepsFee,
            ExpiresAt = until > hold.ExpiresAt ? until : hold.ExpiresAt,
        };
        var order = Order.Place(terms, command.Buyer, facts.NewItems(hold, id, now), command.Actor, now);
        db.Orders.Add(order);
        return order;
    }

    private static Order Changed(Order order, BuyerDetails buyer)
    {
        order.ChangeBuyer(buyer);
        return order;
    }

    /// <summary>Sets the order's amounts, with the promo code's use taken in this transaction.</summary>
    private static async Task<PlaceOrderRefusal?> PriceAsync(
        OrderTransaction unit, Order order, PlaceOrder command, Hold hold, OrderFacts facts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var items = facts.PricedItems(hold);
        var had = order.PromoCodeId;
        PromoCode? promo = null;
        if (!string.IsNullOrWhiteSpace(command.PromoCode))
        {
            if (had is not null)
            {
                await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
            }

            var found = await PromoCodes.FindAsync(unit.Db, command.PromoCode, facts.Performance, items, now, cancellationToken);
            if (!found.Succeeded)
            {
                return found.Refusal;
            }

            promo = found.Value;
        }
        else if (had is not null)
        {
            await PromoCodes.GiveBackAsync(unit.Db, order.Id, cancellationToken);
        }

        var totalBefore = order.Total;
        order.SetAmounts(OrderPricing.Calculate(items, promo, order.PricesIncludeTax, order.Currency), promo?.Id);

        // The new order must be there before its use of a code, which refers to it.
        await unit.Db.SaveChangesAsync(cancellationToken);
        if (promo is not null && !await PromoCodes.TakeAsync(unit.Db, promo, order.Id, order.EmailNormalized, cancellationToken))
        {
            return PlaceOrderRefusal.PromoUsedUp;
        }

        // Another tab may have begun a payment of the old amount since it was withdrawn.
        var stale = order.Total != totalBefore && (await unit.LockPaymentsAsync(order.Id, cancellationToken))
            .Exists(p => p.Status == Core.Payments.PaymentStatus.Pending && p.Amount != order.Total);
        return stale ? PlaceOrderRefusal.PaymentUnderWay : null;
    }

    private async Task<Outcome<Order, PlaceOrderRefusal>> FinishAsync(
        OrderTransaction unit, Order order, Hold hold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = await ledger.KeepAsync(unit.Connection, unit.Transaction, hold.Id, order.Id, now, order.ExpiresAt, cancellationToken);
        if (!kept)
        {
            return PlaceOrderRefusal.HoldExpired;
        }

        if (order.Total == 0)
        {
            var seats = order.Items.Select(item => item.SeatIndex).ToList();
            var sold = await ledger.SellAsync(unit.Connection, unit.Transaction, order.PerformanceId, hold.Id, order.Id, seats, now, cancellationToken);
            Invariant.Holds(sold.Count == seats.Count);
            unit.SeatsChanged(order.PerformanceId, sold);
            order.ConfirmPaid(Actor.System, now);
            using var signer = await tickets.SignerAsync(order.PerformanceId, cancellationToken);
            OrderTickets.Issue(unit.Db, order, signer, now);
        }

        await unit.CommitAsync(announcer, cancellationToken);
        return order;
    }

    private static async Task<bool> ExceedsBuyerLimitAsync(
        TicketingDbContext db, BuyerDetails buyer, Performance performance, Hold hold, OrderId? itself, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalize(buyer.Email);
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({performance.Id.Value + email}, 0))", cancellationToken);
        var user = buyer.UserId;
        var others = await db.Orders
            .Where(o => o.PerformanceId == performance.Id && (o.EmailNormalized == email || (user != null && o.UserId == user)) && o.Id != itself)
            .SelectMany(o => o.Items).CountAsync(item => item.Live, cancellationToken);
        return others + hold.Seats.Length > performance.SeatsPerBuyerMax;
    }

    /// <summary>The order that waits for this hold's payment, when placing it again would change its promo code.</summary>
    private async Task<OrderId?> RepricedOrderAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking()
            .SingleOrDefaultAsync(o => o.HoldId == command.Hold && o.Status == OrderStatus.AwaitingPayment, cancellationToken);
        var owner = command.Owner.Hash.ToArray();
        if (order is null || !await db.Holds.AnyAsync(h => h.Id == command.Hold && h.OwnerHash == owner, cancellationToken))
        {
            return null;
        }

        var code = string.IsNullOrWhiteSpace(command.PromoCode) ? null : PromoCode.Normalize(command.PromoCode);
        var had = order.PromoCodeId is { } id ? await db.PromoCodes.Where(p => p.Id == id).Select(p => p.Code).SingleAsync(cancellationToken) : null;
        return code == had ? null : order.Id;
    }
}
