using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// One batch of holds: one EVALSHA keeps away what Redis knows to be taken, one statement a wave decides the rest (<c>hold-new.sql</c>
/// for new holds of named seats, which is nearly all; <c>hold.sql</c> for everything).
/// A wave has no seat and no owner twice, so that its statement can lock rows in order; normally everything is one wave, because
/// Redis has refused the second for a seat already. What keeps a seat from being held twice are these statements, not this.
/// </summary>
internal sealed class HoldBatch(SeatKeys keys, NewHoldsStatement newHolds, HoldStatement statement, SeatAnnouncer announcer, TimeProvider time, ILogger<HoldBatch> logger)
{
    public async Task RunAsync(IReadOnlyList<HoldWork> works, CancellationToken cancellationToken)
    {
        var waiting = await ReserveAsync(works);
        var taken = new Dictionary<(PerformanceId, int), HoldOwner?>();
        var waves = new BatchWave<HoldWork, HoldOutcome>(
            (wave, _) => new(statement.Run(wave, time.GetDatabaseNow())),
            (work, outcome) => Finish(work, outcome, taken),
            work => GiveKeysBack(work, []),
            logger);
        while (waiting.Count > 0)
        {
            var (wave, later) = Split(waiting);
            var others = wave.FindAll(work => !NewHoldsStatement.Fits(work));
            var newWaves = new BatchWave<HoldWork, HoldOutcome?>(
                (wave, _) => new(newHolds.Run(wave, time.GetDatabaseNow())),
                (work, outcome) =>
                {
                    if (outcome is { } known)
                    {
                        Finish(work, known, taken);
                    }
                    else
                    {
                        others.Add(work);
                    }
                },
                work => GiveKeysBack(work, []),
                logger);
            if (others.Count < wave.Count)
            {
                await newWaves.RunAsync(wave.FindAll(NewHoldsStatement.Fits), cancellationToken);
            }

            if (others.Count > 0)
            {
                // The lock order of hold.sql.
                others.Sort((one, other) => one.Owner.Hash.Span.SequenceCompareTo(other.Owner.Hash.Span));
                await waves.RunAsync(others, cancellationToken);
            }

            waiting = RefuseLost(later, taken);
        }
    }

    /// <summary>Answers those whose seats are another's in Redis, and returns the others; all of them where Redis is away.</summary>
    private async Task<List<HoldWork>> ReserveAsync(IReadOnlyList<HoldWork> works)
    {
        var adding = works.Where(work => work.Add.Count > 0);
        List<List<HoldWork>> calls = keys.TakesManyPerformances
            ? [[.. adding]]
            : [.. adding.GroupBy(work => work.Performance).Select(group => group.ToList())];
        calls.RemoveAll(call => call.Count == 0);
        var answers = await Task.WhenAll(calls.Select(call => keys.TryHoldAsync(
            [.. call.Select(work => new SeatReservation(work.Performance, work.Owner, [.. work.Add.Select(seat => seat.Index)]))])));
        for (var i = 0; i < calls.Count; i++)
        {
            for (var j = 0; answers[i] is { } refused && j < refused.Length; j++)
            {
                if (refused[j].Length > 0)
                {
                    calls[i][j].Answer.TrySetResult(HoldAnswer.Taken(refused[j]));
                }
            }
        }

        return [.. works.Where(work => !work.Answer.Task.IsCompleted)];
    }

    /// <summary>The longest selection, first come first served, in which no two works touch the same seat, are of the same owner, or have the same key.</summary>
    private static (List<HoldWork> Wave, List<HoldWork> Later) Split(List<HoldWork> works)
    {
        var owners = new HashSet<(PerformanceId, HoldOwner)>();
        var seats = new HashSet<(PerformanceId, int)>();
        var keys = new HashSet<Guid>();
        var wave = new List<HoldWork>(works.Count);
        var later = new List<HoldWork>();
        foreach (var work in works)
        {
            if (owners.Contains((work.Performance, work.Owner)) || (work.Request is { } request && keys.Contains(request.Id)) || work.Add.Any(seat => seats.Contains((work.Performance, seat.Index))))
            {
                later.Add(work);
                continue;
            }

            owners.Add((work.Performance, work.Owner));
            if (work.Request is { } keyed)
            {
                keys.Add(keyed.Id);
            }

            seats.UnionWith(work.Add.Select(seat => (work.Performance, seat.Index)));
            wave.Add(work);
        }

        return (wave, later);
    }

    /// <summary>Answers those whose seats an earlier wave has found taken by another.</summary>
    private List<HoldWork> RefuseLost(List<HoldWork> works, Dictionary<(PerformanceId, int), HoldOwner?> taken)
    {
        var left = new List<HoldWork>(works.Count);
        foreach (var work in works)
        {
            var lost = work.Add.Select(seat => seat.Index)
                .Where(seat => taken.TryGetValue((work.Performance, seat), out var owner) && !work.Owner.Equals(owner)).ToArray();
            if (lost.Length == 0)
            {
                left.Add(work);
            }
            else
            {
                GiveKeysBack(work, []);
                work.Answer.TrySetResult(HoldAnswer.Taken(lost));
            }
        }

        return left;
    }

    private void Finish(HoldWork work, HoldOutcome outcome, Dictionary<(PerformanceId, int), HoldOwner?> taken)
    {
        var answer = outcome.Answer;
        if (answer.Result == HoldResult.Done)
        {
            var life = answer.Row!.ExpiresAt - time.GetUtcNow();
            foreach (var change in outcome.Held)
            {
                taken[(work.Performance, change.Index.Value)] = work.Owner;
            }

            announcer.Tell(
                work.Performance,
                [.. outcome.Held, .. outcome.Freed],
                [
                    .. outcome.Held.Select(change => new SeatKeyChange(change.Index.Value, work.Owner, life)),
                    .. outcome.Freed.Select(change => new SeatKeyChange(change.Index.Value, work.Owner, TimeSpan.Zero)),
                ]);
        }
        else
        {
            for (var i = 0; i < answer.Missing.Count && !answer.OnlyLocked; i++)
            {
                // Whoever holds it may be in this batch too, with the same request once more.
                taken[(work.Performance, answer.Missing[i])] = i < answer.Holders.Count ? answer.Holders[i] : null;
            }

            GiveKeysBack(work, answer.Row?.Seats ?? answer.Kept);
        }

        work.Answer.TrySetResult(answer);
    }

    /// <summary>Gives back the keys of what was not held, except what the owner holds already.</summary>
    private void GiveKeysBack(HoldWork work, int[] owned)
    {
        var back = work.Add.Where(seat => !owned.Contains(seat.Index)).Select(seat => new SeatKeyChange(seat.Index, work.Owner, TimeSpan.Zero)).ToList();
        announcer.Tell(work.Performance, [], back);
    }
}
