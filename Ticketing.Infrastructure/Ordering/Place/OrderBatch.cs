using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Places a batch of orders, one transaction per wave: locks and reads the holds, judges each order, writes the accepted ones in one
/// statement. Places new free orders only, with their tickets. An order that needs a payment or an access code, has a promo code, extras or
/// answers, or exists already is answered <see cref="OrderBatchResult.Unbatched"/> and changes nothing here.
/// <para>
/// Invariants: no order without its seats, no seat in two orders, at most one order per hold (judged under the hold's row lock).
/// Lock order: buyers, holds by id, seats. A wave contains each hold, buyer and request key at most once.
/// </para>
/// </summary>
internal sealed class OrderBatch(
    OrderStatement statement, SellingFactsCache selling, SeatAnnouncer announcer, TimeProvider time,
    IOptions<OrderingOptions> options, ILogger<OrderBatch> logger)
{
    private readonly TimeSpan _paymentTime = TimeSpan.FromSeconds(options.Value.PaymentSecondsMin);

    public async Task RunAsync(List<OrderBatchItem> items, CancellationToken cancellationToken)
    {
        var waves = new BatchWave<OrderBatchItem, OrderBatchResult>(
            RunWaveAsync, (item, answer) => item.Answer.TrySetResult(answer), _ => { }, logger);
        while (items.Count > 0)
        {
            var (wave, later) = Split(items);
            await waves.RunAsync(wave, cancellationToken);
            items = later;
        }
    }

    private static (List<OrderBatchItem> Wave, List<OrderBatchItem> Later) Split(List<OrderBatchItem> items)
    {
        var holds = new HashSet<HoldId>(items.Count);
        var emails = new HashSet<string>(items.Count, StringComparer.Ordinal);
        var users = new HashSet<UserId>();
        var requests = new HashSet<Guid>(items.Count);
        var wave = new List<OrderBatchItem>(items.Count);
        var later = new List<OrderBatchItem>();
        foreach (var item in items)
        {
            var command = item.Command;
            var conflicts = holds.Contains(command.Hold) || emails.Contains(item.Email)
                || (command.Buyer.UserId is { } user && users.Contains(user))
                || (command.Request is { } request && requests.Contains(request.Id));
            (conflicts ? later : wave).Add(item);
            holds.Add(command.Hold);
            emails.Add(item.Email);
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

    private async ValueTask<OrderBatchResult[]> RunWaveAsync(IReadOnlyList<OrderBatchItem> items, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<PerformanceId, SellingFacts?>();
        while (true)
        {
            var missing = new Dictionary<PerformanceId, Task<SellingFacts?>>();
            if (TryRun(items, facts, missing, out var answers, out var sold))
            {
                foreach (var (performance, changes) in sold)
                {
                    await announcer.AnnounceAsync(performance, changes);
                }

                return answers;
            }

            foreach (var (performance, reading) in missing)
            {
                facts[performance] = await reading.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Runs one transaction, which waits for nothing but its own connection. If selling facts are not cached, it rolls back and
    /// returns false; the caller reads them without locks and retries.
    /// </summary>
    /// <param name="facts">Selling facts by performance; cached ones are added.</param>
    /// <param name="missing">Receives the pending reads of facts that are not cached.</param>
    /// <param name="sold">The seats sold, by performance, to be published.</param>
    private bool TryRun(
        IReadOnlyList<OrderBatchItem> items,
        Dictionary<PerformanceId, SellingFacts?> facts,
        Dictionary<PerformanceId, Task<SellingFacts?>> missing,
        out OrderBatchResult[] answers,
        out Dictionary<PerformanceId, List<SeatChange>> sold)
    {
        (answers, sold) = (new OrderBatchResult[items.Count], []);
        using var transaction = statement.Begin();
        var now = time.GetDatabaseNow();
        var holds = transaction.Lock(items);
        ResolveFacts(holds, facts, missing);
        if (missing.Count > 0)
        {
            return false;
        }

        var placed = new List<PlacedFree>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            answers[i] = Judge(items[i], holds[i], holds[i] is { } hold ? facts[hold.Performance] : null, now);
            if (answers[i].Order is { } order)
            {
                placed.Add(new PlacedFree(order, items[i].Command.Request));
            }
        }

        if (placed.Count == 0)
        {
            return true;
        }

        try
        {
            sold = transaction.Write(placed, now);
        }
        catch (SeatLostException) when (items.Count == 1)
        {
            // The hold expired between the two statements and lost a seat. Placing it unbatched judges it again and refuses it.
            answers = [OrderBatchResult.Unbatched];
            return true;
        }

        transaction.Commit();
        return true;
    }

    private void ResolveFacts(
        LockedHold?[] holds, Dictionary<PerformanceId, SellingFacts?> facts, Dictionary<PerformanceId, Task<SellingFacts?>> missing)
    {
        foreach (var hold in holds)
        {
            if (hold is null || facts.ContainsKey(hold.Performance) || missing.ContainsKey(hold.Performance))
            {
                continue;
            }

            var reading = selling.GetAsync(hold.Performance);
            if (reading.IsCompletedSuccessfully)
            {
                facts.Add(hold.Performance, reading.Result);
            }
            else
            {
                missing.Add(hold.Performance, reading.AsTask());
            }
        }
    }

    private OrderBatchResult Judge(OrderBatchItem item, LockedHold? hold, SellingFacts? facts, DateTimeOffset now)
    {
        var command = item.Command;
        var verdict = OrderJudge.Judge(new OrderCase
        {
            Command = command,
            Now = now,
            FirstRequestHash = hold?.RequestHash,
            Hold = hold is null ? null : OrderDraft.HoldToJudge(hold.OwnerHash, hold.Status, hold.Content, facts),
            Order = null,
            Sale = facts?.SaleToOrderAt(now),
            SeatsOfBuyer = hold?.SeatsOfBuyer ?? 0,
            Questions = OrderDraft.QuestionsFor(facts, hold?.Content),
        });
        if (verdict.Refusal is { } refusal)
        {
            return OrderBatchResult.Refused(refusal);
        }

        // An order that needs a code takes a use of it, in a transaction of its own.
        return verdict.Step == OrderStep.Place && hold is { RequestHash: null } && facts is not null && !PresaleOrders.AreNeeded(facts, hold.Content, now)
            ? PlaceFree(command, hold.Content, facts, now)
            : OrderBatchResult.Unbatched;
    }

    private OrderBatchResult PlaceFree(PlaceOrder command, HeldContent hold, SellingFacts facts, DateTimeOffset now)
    {
        var amounts = OrderPricing.Calculate(
            OrderDraft.PricedItems(facts, hold), null, facts.Terms.Organization.PricesIncludeTax, facts.Terms.Currency);
        if (Array.Exists(amounts, amount => amount.Total > 0))
        {
            return OrderBatchResult.Unbatched;
        }

        var order = OrderDraft.NewOrder(facts, hold, command, _paymentTime, now);
        order.SetAmounts(amounts, null);
        order.ConfirmFree(command.Actor, now);
        return OrderBatchResult.Placed(order);
    }
}
