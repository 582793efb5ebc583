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
/// One batch of payments that have arrived, in one transaction a wave: their events kept, their orders locked and judged one by one, and
/// what stands of them confirmed by one statement. Only the plain case ends here: the order waits for it (see <see cref="PaymentJudge"/>) and
/// still has its seats. Everything else (late, twice, another amount, no order of ours) is answered "alone" and changes nothing here.
/// <para>Lock order: events by id, orders by id, payments, seats. A wave has no payment twice.</para>
/// </summary>
internal sealed class ConfirmationBatch(ConfirmationStatement statement, SeatAnnouncer announcer, TimeProvider time, ILogger<ConfirmationBatch> logger)
{
    public async Task RunAsync(List<ConfirmationWork> works, CancellationToken cancellationToken)
    {
        var waves = new BatchWave<ConfirmationWork, ConfirmedOrder?>(RunWaveAsync, (work, order) => work.Answer.TrySetResult(order), _ => { }, logger);
        while (works.Count > 0)
        {
            var (wave, later) = Split(works);
            await waves.RunAsync(wave, cancellationToken);
            works = later;
        }
    }

    private static (List<ConfirmationWork> Wave, List<ConfirmationWork> Later) Split(List<ConfirmationWork> works)
    {
        var intents = new HashSet<string>(works.Count, StringComparer.Ordinal);
        var (wave, later) = (new List<ConfirmationWork>(works.Count), new List<ConfirmationWork>());
        foreach (var work in works)
        {
            (intents.Add(work.Intent.Id) ? wave : later).Add(work);
        }

        return (wave, later);
    }

    private async ValueTask<ConfirmedOrder?[]> RunWaveAsync(IReadOnlyList<ConfirmationWork> works, CancellationToken cancellationToken)
    {
        var answers = Confirm(works, out var sold);
        foreach (var (performance, changes) in sold)
        {
            await announcer.AnnounceAsync(performance, changes);
        }

        return answers;
    }

    /// <summary>One transaction.</summary>
    /// <param name="sold">The seats sold, by performance: to be announced.</param>
    private ConfirmedOrder?[] Confirm(IReadOnlyList<ConfirmationWork> works, out Dictionary<PerformanceId, List<SeatChange>> sold)
    {
        sold = [];
        using var transaction = statement.Begin();
        var now = time.GetDatabaseNow();
        var news = transaction.KeepEvents(works, now);
        var found = transaction.Lock(works);
        var answers = new ConfirmedOrder?[works.Count];
        var confirmed = new List<PaidOrder>(works.Count);
        var unused = new List<string>();
        for (var i = 0; i < works.Count; i++)
        {
            var (work, order, payment) = (works[i], found[i].Order, found[i].Payment);
            var isNews = work.Received is null || news.Contains(work.Received.Id);
            if (isNews && order is not null && payment is not null && PaymentJudge.Judge(work.Intent, order, payment) == PaymentStep.Confirm)
            {
                order.ConfirmPaid(Actor.Provider, now);
                confirmed.Add(new PaidOrder(order, payment.Id, OrderTickets.Of(order, now)));
                answers[i] = new ConfirmedOrder(order.PerformanceId, order.HoldId, order.UserId);
            }
            else if (isNews && work.Received is { } received)
            {
                // Kept with its effect, by the one who settles it.
                unused.Add(received.Id);
            }
        }

        transaction.ForgetEvents(unused);
        if (confirmed.Count == 0)
        {
            return answers;
        }

        try
        {
            sold = transaction.Write(confirmed, now);
        }
        catch (SeatLostException) when (works.Count == 1)
        {
            // Its time ran out in this moment: a late payment, which is settled alone.
            return [null];
        }

        transaction.Commit();
        return answers;
    }
}

/// <summary>An order that is paid now, and whose it is.</summary>
internal sealed record ConfirmedOrder(PerformanceId Performance, HoldId Hold, UserId? User);
