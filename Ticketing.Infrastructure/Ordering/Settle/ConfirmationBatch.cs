using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Confirms a batch of succeeded payments, one transaction per wave: inserts the events, locks the orders, judges each one, confirms the
/// accepted ones in one statement. Handles only <see cref="PaymentStep.Confirm"/>: an order that awaits the payment and has its seats.
/// Any other payment (late, duplicate, wrong amount, unknown order, refunded or disputed before) is answered null and changes nothing here.
/// <para>Lock order: events by id, orders by id, payments, seats. A wave contains each payment at most once.</para>
/// </summary>
internal sealed class ConfirmationBatch(ConfirmationStatement statement, SeatAnnouncer announcer, TimeProvider time, ILogger<ConfirmationBatch> logger)
{
    public async Task RunAsync(List<ConfirmationBatchItem> items, CancellationToken cancellationToken)
    {
        var waves = new BatchWave<ConfirmationBatchItem, ConfirmedOrder?>(
            RunWaveAsync, (item, order) => item.Answer.TrySetResult(order), _ => { }, logger);
        while (items.Count > 0)
        {
            var (wave, later) = Split(items);
            await waves.RunAsync(wave, cancellationToken);
            items = later;
        }
    }

    private static (List<ConfirmationBatchItem> Wave, List<ConfirmationBatchItem> Later) Split(List<ConfirmationBatchItem> items)
    {
        var intents = new HashSet<string>(items.Count, StringComparer.Ordinal);
        var (wave, later) = (new List<ConfirmationBatchItem>(items.Count), new List<ConfirmationBatchItem>());
        foreach (var item in items)
        {
            (intents.Add(item.Intent.Id) ? wave : later).Add(item);
        }

        return (wave, later);
    }

    private async ValueTask<ConfirmedOrder?[]> RunWaveAsync(IReadOnlyList<ConfirmationBatchItem> items, CancellationToken cancellationToken)
    {
        var answers = Confirm(items, out var sold);
        foreach (var (performance, changes) in sold)
        {
            await announcer.AnnounceAsync(performance, changes);
        }

        return answers;
    }

    /// <summary>Runs one transaction.</summary>
    /// <param name="sold">The seats sold, by performance, to be published.</param>
    private ConfirmedOrder?[] Confirm(IReadOnlyList<ConfirmationBatchItem> items, out Dictionary<PerformanceId, List<SeatChange>> sold)
    {
        sold = [];
        using var transaction = statement.Begin();
        var now = time.GetDatabaseNow();
        var newEvents = transaction.InsertEvents(items, now);
        var found = transaction.Lock(items);
        var answers = new ConfirmedOrder?[items.Count];
        var confirmed = new List<PaidOrder>(items.Count);
        var unsettled = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            var (item, order, payment) = (items[i], found[i].Order, found[i].Payment);
            var isNew = item.Received is null || newEvents.Contains(item.Received.Id);
            if (isNew && order is not null && payment is { HasEarlyEvents: false }
                && PaymentJudge.Judge(item.Intent, order, payment) == PaymentStep.Confirm)
            {
                order.ConfirmPaid(Actor.Provider, now);
                confirmed.Add(new PaidOrder(order, payment.Id));
                answers[i] = new ConfirmedOrder(order.PerformanceId, order.HoldId, order.UserId);
            }
            else if (isNew && item.Received is { } received)
            {
                // The transaction that settles it inserts its event.
                unsettled.Add(received.Id);
            }
        }

        transaction.DeleteEvents(unsettled);
        if (confirmed.Count == 0)
        {
            return answers;
        }

        try
        {
            sold = transaction.Write(confirmed, now);
        }
        catch (SeatLostException) when (items.Count == 1)
        {
            // The hold expired meanwhile: a late payment, settled in a transaction of its own.
            return [null];
        }

        transaction.Commit();
        return answers;
    }
}

/// <summary>An order confirmed by a batch, and its buyer.</summary>
internal sealed record ConfirmedOrder(PerformanceId Performance, HoldId Hold, UserId? User);
