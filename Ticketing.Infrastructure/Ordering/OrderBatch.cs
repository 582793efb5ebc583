using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Platform.Batching;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// One batch of orders, in one transaction a wave: their holds locked and read, judged here one by one, and what stands of them
/// written by one statement. New orders that cost nothing end here, paid and with their tickets; whatever needs more (a payment,
/// a promo code, an order that is there already) is answered "alone" and changes nothing here.
/// <para>
/// Invariants: no order without its seats, no seat in two orders; one order a hold, because the hold's row is locked and its
/// status judged under the lock. Lock order: buyers, holds by id, seats. A wave has no hold, buyer or request key twice.
/// </para>
/// </summary>
internal sealed class OrderBatch(
    OrderStatement statement, SellingFactsCache selling, SeatAnnouncer announcer, TimeProvider time,
    IOptions<OrderingOptions> options, ILogger<OrderBatch> logger)
{
    private readonly TimeSpan _paymentTime = TimeSpan.FromSeconds(options.Value.PaymentSecondsMin);

    public async Task RunAsync(List<OrderWork> works, CancellationToken stop)
    {
        var waves = new BatchWave<OrderWork, OrderWorkAnswer>(RunWaveAsync, (work, answer) => work.Answer.TrySetResult(answer), _ => { }, logger);
        while (works.Count > 0)
        {
            var (wave, later) = Split(works);
            await waves.RunAsync(wave, stop);
            works = later;
        }
    }

    private static (List<OrderWork> Wave, List<OrderWork> Later) Split(List<OrderWork> works)
    {
        var holds = new HashSet<HoldId>(works.Count);
        var emails = new HashSet<string>(works.Count, StringComparer.Ordinal);
        var users = new HashSet<UserId>();
        var requests = new HashSet<Guid>(works.Count);
        var wave = new List<OrderWork>(works.Count);
        var later = new List<OrderWork>();
        foreach (var work in works)
        {
            var command = work.Command;
            var alone = !holds.Contains(command.Hold) && !emails.Contains(work.Email)
                && !(command.Buyer.UserId is { } user && users.Contains(user)) && !(command.Request is { } request && requests.Contains(request.Id));
            (alone ? wave : later).Add(work);
            holds.Add(command.Hold);
            emails.Add(work.Email);
            if (command.Buyer.UserId is { } buyer)
            {
                users.Add(buyer);
            }

            if (command.Request is { } key)
            {
                requests.Add(key.Id);
            }
        }

        return (wave, later);
    }

    private async ValueTask<OrderWorkAnswer[]> RunWaveAsync(IReadOnlyList<OrderWork> works, CancellationToken stop)
    {
        try
        {
            return await WriteAsync(works, stop);
        }
        catch (SeatLostException) when (works.Count == 1)
        {
            // Its hold's time ran out between the two statements, and somebody took a seat: judged once more, it is too late.
            return [OrderWorkAnswer.Alone];
        }
    }

    private async ValueTask<OrderWorkAnswer[]> WriteAsync(IReadOnlyList<OrderWork> works, CancellationToken stop)
    {
        using var transaction = statement.Begin();
        var now = time.GetDatabaseNow();
        var holds = transaction.Lock(works);
        var answers = new OrderWorkAnswer[works.Count];
        var placed = new List<PlacedFree>(works.Count);
        for (var i = 0; i < works.Count; i++)
        {
            var facts = holds[i] is { } hold ? await selling.GetAsync(hold.Performance, stop) : null;
            answers[i] = Judge(works[i], holds[i], facts, now);
            if (answers[i].Order is { } order)
            {
                placed.Add(new PlacedFree(order, OrderTickets.Of(order, now), works[i].Command.Request));
            }
        }

        if (placed.Count > 0)
        {
            var sold = transaction.Write(placed, now);
            transaction.Commit();
            foreach (var (performance, changes) in sold)
            {
                await announcer.AnnounceAsync(performance, changes);
            }
        }

        return answers;
    }

    /// <summary>Refuses, places, or leaves it to the one that places alone. Refusals are listed in its order.</summary>
    private OrderWorkAnswer Judge(OrderWork work, LockedHold? hold, SellingFacts? facts, DateTimeOffset now)
    {
        var command = work.Command;
        if (hold is { RequestHash: { } first })
        {
            return first.AsSpan().SequenceEqual(command.Request!.Hash) ? OrderWorkAnswer.Alone : OrderWorkAnswer.Refused(PlaceOrderRefusal.RequestKeyReused);
        }

        if (hold is null || !HoldOwner.FromHash(hold.OwnerHash).Equals(command.Owner))
        {
            return OrderWorkAnswer.Refused(PlaceOrderRefusal.HoldNotFound);
        }

        if (hold.Status == HoldStatus.Ordered)
        {
            return OrderWorkAnswer.Alone;
        }

        if (hold.Status != HoldStatus.Active || hold.Content.ExpiresAt <= now)
        {
            return OrderWorkAnswer.Refused(PlaceOrderRefusal.HoldExpired);
        }

        if (facts is null || facts.SaleStateAt(now) is SaleState.Cancelled or SaleState.Postponed or SaleState.Ended)
        {
            return OrderWorkAnswer.Refused(PlaceOrderRefusal.NotOnSale);
        }

        if (BuyerValidation.Check(command.Buyer, hold.Content.Seats.Length, facts.Terms.AttendeeNames).Count > 0)
        {
            return OrderWorkAnswer.Refused(PlaceOrderRefusal.BuyerInvalid);
        }

        if (hold.SeatsOfBuyer + hold.Content.Seats.Length > facts.Terms.SeatsPerBuyerMax)
        {
            return OrderWorkAnswer.Refused(PlaceOrderRefusal.BuyerLimit);
        }

        var amounts = OrderPricing.Calculate(
            OrderDraft.PricedItems(facts, hold.Content), null, facts.Terms.Organization.PricesIncludeTax, facts.Terms.Currency);
        if (Array.Exists(amounts, amount => amount.Total > 0))
        {
            return OrderWorkAnswer.Alone;
        }

        var order = OrderDraft.NewOrder(facts, hold.Content, command, _paymentTime, now);
        order.SetAmounts(amounts, null);
        order.ConfirmFree(command.Actor, now);
        return OrderWorkAnswer.Placed(order);
    }
}
