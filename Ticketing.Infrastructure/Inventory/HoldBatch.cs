using Microsoft.Extensions.Logging;
using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// One batch of holds: one EVALSHA a performance keeps away what Redis knows to be taken, one statement a wave decides the rest.
/// A wave has no seat and no owner twice, so that its statement can lock rows in order; normally everything is one wave, because
/// Redis has refused the second for a seat already. What keeps a seat from being held twice is <c>hold.sql</c>, not this.
/// </summary>
internal sealed partial class HoldBatch(SeatKeys keys, HoldStatement statement, SeatAnnouncer announcer, TimeProvider time, ILogger<HoldBatch> logger)
{
    public async Task RunAsync(IReadOnlyList<HoldWork> works, CancellationToken stop)
    {
        var waiting = await ReserveAsync(works);
        var taken = new Dictionary<(PerformanceId, int), HoldOwner?>();
        while (waiting.Count > 0)
        {
            var (wave, later) = Split(waiting);
            await RunWaveAsync(wave, taken, stop);
            waiting = RefuseLost(later, taken);
        }
    }

    /// <summary>Answers those whose seats are another's in Redis, and returns the others; all of them where Redis is away.</summary>
    private async Task<List<HoldWork>> ReserveAsync(IReadOnlyList<HoldWork> works)
    {
        var performances = works.Where(work => work.Add.Count > 0).GroupBy(work => work.Performance).Select(group => group.ToList()).ToList();
        var answers = await Task.WhenAll(performances.Select(group => keys.TryHoldAsync(
            group[0].Performance,
            [.. group.Select(work => new SeatReservation(work.Owner, [.. work.Add.Select(seat => seat.Index)]))])));
        for (var i = 0; i < performances.Count; i++)
        {
            for (var j = 0; answers[i] is { } refused && j < refused.Length; j++)
            {
                if (refused[j].Length > 0)
                {
                    performances[i][j].Answer.TrySetResult(HoldAnswer.Taken(refused[j]));
                }
            }
        }

        return [.. works.Where(work => !work.Answer.Task.IsCompleted)];
    }

    /// <summary>The longest selection, first come first served, in which no two works touch the same seat or are of the same owner.</summary>
    private static (List<HoldWork> Wave, List<HoldWork> Later) Split(List<HoldWork> works)
    {
        var owners = new HashSet<(PerformanceId, HoldOwner)>();
        var seats = new HashSet<(PerformanceId, int)>();
        var wave = new List<HoldWork>(works.Count);
        var later = new List<HoldWork>();
        foreach (var work in works)
        {
            if (owners.Contains((work.Performance, work.Owner)) || work.Add.Any(seat => seats.Contains((work.Performance, seat.Index))))
            {
                later.Add(work);
                continue;
            }

            owners.Add((work.Performance, work.Owner));
            seats.UnionWith(work.Add.Select(seat => (work.Performance, seat.Index)));
            wave.Add(work);
        }

        return (wave, later);
    }

    /// <summary>Answers those whose seats an earlier wave has found taken, by another as far as one knows.</summary>
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

    private async Task RunWaveAsync(List<HoldWork> wave, Dictionary<(PerformanceId, int), HoldOwner?> taken, CancellationToken stop)
    {
        try
        {
            var outcomes = await RunPatientlyAsync(wave, stop);
            Invariant.Holds(outcomes.Length == wave.Count);
            for (var i = 0; i < outcomes.Length; i++)
            {
                Finish(wave[i], outcomes[i], taken);
            }
        }
        catch (Exception failure) when (wave.Count > 1 && !stop.IsCancellationRequested)
        {
            // One poisoned work must not fail its neighbours: halve until it stands alone.
            LogHalving(failure, wave.Count);
            var middle = wave.Count / 2;
            await RunWaveAsync(wave[..middle], taken, stop);
            await RunWaveAsync(wave[middle..], taken, stop);
        }
        catch (Exception failure) when (wave.Count == 1 && !stop.IsCancellationRequested)
        {
            GiveKeysBack(wave[0], []);
            wave[0].Answer.TrySetException(failure);
        }
    }

    /// <summary>Waits for a PostgreSQL that is away. Works whose time runs out meanwhile are answered, and taken out of the wave.</summary>
    private async Task<HoldOutcome[]> RunPatientlyAsync(List<HoldWork> wave, CancellationToken stop)
    {
        while (wave.Count > 0)
        {
            try
            {
                return await statement.RunAsync(wave, time.GetUtcNow(), stop);
            }
            catch (Exception failure) when (DatabaseRetry.IsPassing(failure) && !stop.IsCancellationRequested)
            {
                LogAway(failure.Message, wave.Count);
                var now = Environment.TickCount64;
                foreach (var late in wave.Where(work => work.Deadline <= now))
                {
                    GiveKeysBack(late, []);
                    late.Answer.TrySetResult(HoldAnswer.Busy);
                }

                wave.RemoveAll(work => work.Deadline <= now);
                await DatabaseRetry.PauseAsync(stop);
            }
        }

        return [];
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
            foreach (var seat in answer.OnlyLocked ? [] : answer.Missing)
            {
                taken[(work.Performance, seat)] = null;
            }

            GiveKeysBack(work, answer.Row?.Seats ?? []);
        }

        work.Answer.TrySetResult(answer);
    }

    /// <summary>Gives back the keys of what was not held, except what the owner holds already.</summary>
    private void GiveKeysBack(HoldWork work, int[] owned)
    {
        var back = work.Add.Where(seat => !owned.Contains(seat.Index)).Select(seat => new SeatKeyChange(seat.Index, work.Owner, TimeSpan.Zero)).ToList();
        announcer.Tell(work.Performance, [], back);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A wave of {Count} holds failed, halving it")]
    private partial void LogHalving(Exception failure, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is away ({Reason}); {Count} holds wait for it")]
    private partial void LogAway(string reason, int count);
}
