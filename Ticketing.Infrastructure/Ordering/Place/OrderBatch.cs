using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// One batch of orders, in one transaction a wave: their holds locked and read, judged one by one, and what stands of them
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

    public async Task RunAsync(List<OrderWork> works, CancellationToken cancellationToken)
    {
        var waves = new BatchWave<OrderWork, OrderWorkAnswer>(RunWaveAsync, (work, answer) => work.Answer.TrySetResult(answer), _ => { }, logger);
        while (works.Count > 0)
        {
            var (wave, later) = Split(works);
            await waves.RunAsync(wave, cancellationToken);
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

    private async ValueTask<OrderWorkAnswer[]> RunWaveAsync(IReadOnlyList<OrderWork> works, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<PerformanceId, SellingFacts?>();
        while (true)
        {
            var missing = new Dictionary<PerformanceId, Task<SellingFacts?>>();
            if (TryRun(works, facts, missing, out var answers, out var sold))
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
    /// One transaction. Nobody is waited for in it but PostgreSQL on its own connection: facts that are not in memory are read when its
    /// locks are given back, and all is done anew.
    /// </summary>
    /// <param name="facts">What has been read of performances; is added to.</param>
    /// <param name="missing">Is filled: what is being read of others. Nothing was changed then.</param>
    /// <param name="sold">The seats sold, by performance: to be announced.</param>
    private bool TryRun(
        IReadOnlyList<OrderWork> works, Dictionary<PerformanceId, SellingFacts?> facts, Dictionary<PerformanceId, Task<SellingFacts?>> missing,
        out OrderWorkAnswer[] answers, out Dictionary<PerformanceId, List<SeatChange>> sold)
    {
        (answers, sold) = (new OrderWorkAnswer[works.Count], []);
        using var transaction = statement.Begin();
        var now = time.GetDatabaseNow();
        var holds = transaction.Lock(works);
        Gather(holds, facts, missing);
        if (missing.Count > 0)
        {
            return false;
        }

        var placed = new List<PlacedFree>(works.Count);
        for (var i = 0; i < works.Count; i++)
        {
            answers[i] = Judge(works[i], holds[i], holds[i] is { } hold ? facts[hold.Performance] : null, now);
            if (answers[i].Order is { } order)
            {
                placed.Add(new PlacedFree(order, OrderTickets.Of(order, now), works[i].Command.Request));
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
        catch (SeatLostException) when (works.Count == 1)
        {
            // Its hold's time ran out between the two statements, and somebody took a seat: judged once more, it is too late.
            answers = [OrderWorkAnswer.Alone];
            return true;
        }

        transaction.Commit();
        return true;
    }

    private void Gather(LockedHold?[] holds, Dictionary<PerformanceId, SellingFacts?> facts, Dictionary<PerformanceId, Task<SellingFacts?>> missing)
    {
        foreach (var hold in holds)
        {
            if (hold is null || facts.ContainsKey(hold.Performance) || missing.ContainsKey(hold.Performance))
            {
                continue;
            }

            var asked = selling.GetAsync(hold.Performance);
            if (asked.IsCompletedSuccessfully)
            {
                facts.Add(hold.Performance, asked.Result);
            }
            else
            {
                missing.Add(hold.Performance, asked.AsTask());
            }
        }
    }

    /// <summary>Refuses, places, or leaves it to the one that places alone.</summary>
    private OrderWorkAnswer Judge(OrderWork work, LockedHold? hold, SellingFacts? facts, DateTimeOffset now)
    {
        var command = work.Command;
        var verdict = OrderJudge.Judge(new OrderCase
        {
            Command = command,
            Now = now,
            FirstRequestHash = hold?.RequestHash,
            Hold = hold is null ? null : new HoldToOrder(HoldOwner.FromHash(hold.OwnerHash), hold.Status, hold.Content.Seats.Length, hold.Content.ExpiresAt),
            Order = null,
            Sale = facts?.SaleToOrderAt(now),
            SeatsOfBuyer = hold?.SeatsOfBuyer ?? 0,
        });
        if (verdict.Refusal is { } refusal)
        {
            return OrderWorkAnswer.Refused(refusal);
        }

        return verdict.Step == OrderStep.Place && hold is { RequestHash: null } && facts is not null ? PlaceFree(command, hold.Content, facts, now) : OrderWorkAnswer.Alone;
    }

    private OrderWorkAnswer PlaceFree(PlaceOrder command, HeldContent hold, SellingFacts facts, DateTimeOffset now)
    {
        var amounts = OrderPricing.Calculate(
            OrderDraft.PricedItems(facts, hold), null, facts.Terms.Organization.PricesIncludeTax, facts.Terms.Currency);
        if (Array.Exists(amounts, amount => amount.Total > 0))
        {
            return OrderWorkAnswer.Alone;
        }

        var order = OrderDraft.NewOrder(facts, hold, command, _paymentTime, now);
        order.SetAmounts(amounts, null);
        order.ConfirmFree(command.Actor, now);
        return OrderWorkAnswer.Placed(order);
    }
}
