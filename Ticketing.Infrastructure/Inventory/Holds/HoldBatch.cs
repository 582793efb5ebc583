using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// The two halves of a batch of hold requests. One EVALSHA refuses seats that Redis knows as taken; one statement per wave decides the rest
/// (<c>hold-new.sql</c> for new holds of named seats, the common case; <c>hold.sql</c> for all others). A wave contains each seat and
/// each owner at most once, so that its statement can lock rows in order; usually one wave is enough, because Redis refuses duplicates.
/// The statements, not Redis, guarantee that a seat is held once.
/// </summary>
internal sealed class HoldBatch(
    SeatKeys keys,
    SeatBudget budget,
    NewHoldsStatement newHolds,
    HoldStatement statement,
    SeatAnnouncer announcer,
    TimeProvider time,
    ILogger<HoldBatch> logger)
{
    /// <summary>Decides items whose seats are reserved.</summary>
    public async Task WriteAsync(IReadOnlyList<HoldBatchItem> items, CancellationToken cancellationToken)
    {
        List<HoldBatchItem> waiting = [.. items];
        var taken = new Dictionary<(PerformanceId, int), HoldOwner?>();
        var waves = new BatchWave<HoldBatchItem, HoldOutcome>(
            (wave, _) => new(statement.Run(wave, time.GetDatabaseNow())),
            (item, outcome) => Finish(item, outcome, taken),
            item => ReleaseKeys(item, []),
            logger);
        while (waiting.Count > 0)
        {
            var (wave, later) = Split(waiting);
            var others = wave.FindAll(item => !NewHoldsStatement.Fits(item));
            var newWaves = new BatchWave<HoldBatchItem, HoldOutcome?>(
                (wave, _) => new(newHolds.Run(wave, time.GetDatabaseNow())),
                (item, outcome) =>
                {
                    if (outcome is { } known)
                    {
                        Finish(item, known, taken);
                    }
                    else
                    {
                        others.Add(item);
                    }
                },
                item => ReleaseKeys(item, []),
                logger);
            if (others.Count < wave.Count)
            {
                await newWaves.RunAsync(wave.FindAll(NewHoldsStatement.Fits), cancellationToken);
            }

            if (others.Count > 0)
            {
                // hold.sql locks holds in the order of owners.
                others.Sort((one, other) => one.Owner.Hash.Span.SequenceCompareTo(other.Owner.Hash.Span));
                await waves.RunAsync(others, cancellationToken);
            }

            waiting = RefuseLost(later, taken);
        }
    }

    /// <summary>
    /// Refuses items whose seats belong to others in Redis or exceed a budget, and returns the rest; during a Redis outage all.
    /// </summary>
    public async Task<List<HoldBatchItem>> ReserveAsync(IReadOnlyList<HoldBatchItem> items)
    {
        var adding = items.Where(item => item.Add.Count > 0 || item is { Places: not null, Origin: not null });
        List<List<HoldBatchItem>> calls = keys.TakesManyPerformances
            ? [[.. adding]]
            : [.. adding.GroupBy(item => item.Performance).Select(group => group.ToList())];
        calls.RemoveAll(call => call.Count == 0);
        var answers = await Task.WhenAll(calls.Select(call => keys.TryHoldAsync(
            call.ConvertAll(budget.ReservationOf))));
        for (var i = 0; i < calls.Count; i++)
        {
            for (var j = 0; answers[i] is { } reserved && j < reserved.Length; j++)
            {
                if (reserved[j].Refusal is { } refused)
                {
                    calls[i][j].Answer.TrySetResult(refused);
                }
                else
                {
                    calls[i][j].Rest = reserved[j].Rest;
                }
            }
        }

        return [.. items.Where(item => !item.Answer.Task.IsCompleted)];
    }

    /// <summary>Splits off a wave, first come, first served: no two items share a seat, an owner or an idempotency key.</summary>
    private static (List<HoldBatchItem> Wave, List<HoldBatchItem> Later) Split(List<HoldBatchItem> items)
    {
        var owners = new HashSet<(PerformanceId, HoldOwner)>();
        var seats = new HashSet<(PerformanceId, int)>();
        var keys = new HashSet<Guid>();
        var wave = new List<HoldBatchItem>(items.Count);
        var later = new List<HoldBatchItem>();
        foreach (var item in items)
        {
            if (owners.Contains((item.Performance, item.Owner))
                || (item.Request is { } request && keys.Contains(request.Id))
                || item.Add.Any(seat => seats.Contains((item.Performance, seat.Index))))
            {
                later.Add(item);
                continue;
            }

            owners.Add((item.Performance, item.Owner));
            if (item.Request is { } keyed)
            {
                keys.Add(keyed.Id);
            }

            seats.UnionWith(item.Add.Select(seat => (item.Performance, seat.Index)));
            wave.Add(item);
        }

        return (wave, later);
    }

    /// <summary>Refuses items whose seats an earlier wave found taken by others, and returns the rest.</summary>
    private List<HoldBatchItem> RefuseLost(List<HoldBatchItem> items, Dictionary<(PerformanceId, int), HoldOwner?> taken)
    {
        var left = new List<HoldBatchItem>(items.Count);
        foreach (var item in items)
        {
            var lost = item.Add.Select(seat => seat.Index)
                .Where(seat => taken.TryGetValue((item.Performance, seat), out var owner) && !item.Owner.Equals(owner)).ToArray();
            if (lost.Length == 0)
            {
                left.Add(item);
            }
            else
            {
                ReleaseKeys(item, []);
                item.Answer.TrySetResult(HoldAnswer.Taken(lost));
            }
        }

        return left;
    }

    private void Finish(HoldBatchItem item, HoldOutcome outcome, Dictionary<(PerformanceId, int), HoldOwner?> taken)
    {
        var answer = outcome.Answer;
        if (answer.Result == HoldResult.Done)
        {
            var life = answer.Row!.ExpiresAt - time.GetUtcNow();
            foreach (var change in outcome.Held)
            {
                taken[(item.Performance, change.Index.Value)] = item.Owner;
            }

            announcer.Publish(
                item.Performance,
                [.. outcome.Held, .. outcome.Freed],
                [
                    .. outcome.Held.Select(change => KeyOfHeld(change.Index.Value, item, life)),
                    .. outcome.Freed.Select(change => new SeatKeyChange(change.Index.Value, item.Owner, TimeSpan.Zero)),
                ],
                HoldSignal.Of(item.Owner, answer.Row));
        }
        else
        {
            for (var i = 0; i < answer.Missing.Count && !answer.OnlyLocked; i++)
            {
                // The holder may be in this batch too, with a repeat of the same request.
                taken[(item.Performance, answer.Missing[i])] = i < answer.Holders.Count ? answer.Holders[i] : null;
            }

            ReleaseKeys(item, answer.Row?.Seats ?? answer.Kept);
        }

        item.Answer.TrySetResult(answer);
    }

    // Named seats are counted since their reservation, places from now on.
    private SeatKeyChange KeyOfHeld(int seat, HoldBatchItem item, TimeSpan life) => budget.TagsOf(item) is { Length: > 0 } tags
        ? new SeatKeyChange(seat, item.Owner, life) { Tags = tags, Time = life }
        : new SeatKeyChange(seat, item.Owner, life);

    /// <summary>Deletes the keys of an item that is answered without a statement.</summary>
    public void GiveBack(HoldBatchItem item) => ReleaseKeys(item, []);

    /// <summary>Deletes the keys of seats that were not held, except those that the owner holds already.</summary>
    private void ReleaseKeys(HoldBatchItem item, int[] owned)
    {
        var released = item.Add.Where(seat => !owned.Contains(seat.Index))
            .Select(seat => new SeatKeyChange(seat.Index, item.Owner, TimeSpan.Zero)).ToList();
        announcer.Publish(item.Performance, [], released);
    }
}
