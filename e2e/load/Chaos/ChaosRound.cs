using System.Diagnostics;
using Ticketing.Load.Http;
using Ticketing.Load.Proof;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>
/// A sale in a small hall with one injected fault. After recovery and the expiry of all holds, checks that the recorded history
/// is linearizable with one owner per seat, and that no seat is lost.
/// </summary>
internal sealed class ChaosRound(LoadStack stack, Hall hall, FaultKind kind, Random random, int buyers)
{
    private const int HoldSeconds = 4;
    private const int AttemptsMax = 200_000;
    private const int FaultDelayMsMin = 1000;
    private const int FaultDelayMsMax = 3500;

    // The longest time that Redis keys outlive their cause: an unfinished attempt's key (5 s), or the key of a hold that a paused
    // instance writes after the hold's expiry (a hold's duration).
    private static readonly TimeSpan RefusalLag = TimeSpan.FromSeconds(HoldSeconds + 5.5);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2.5);

    // Until holds are expired, swept, and removed from Redis.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(HoldSeconds + 2.5);

    private readonly Recorder _recorder = new(AttemptsMax);
    private readonly StopSignal _stopSignal = new();

    public async Task<ChaosResult> RunAsync(CancellationToken stop)
    {
        var season = await Season.OpenAsync(stack.Database, hall, 1, blockedPercent: 0, stop, HoldSeconds);
        using var shop = new Shop(stack.Apps, hall, season.Performances[0], _recorder);
        var running = Enumerable.Range(0, buyers).Select(_ => new Random(random.Next())).ToList()
            .ConvertAll(ownRandom => Task.Run(new ChaosBuyer(shop, hall.Seats, ownRandom, _stopSignal).RunAsync, CancellationToken.None));
        double recoveredAfter;
        try
        {
            await Task.Delay(random.Next(FaultDelayMsMin, FaultDelayMsMax), stop);
            var injectedAt = Stopwatch.GetTimestamp();
            await new Faults(stack, random).InjectAsync(kind, random.Next(stack.Apps.Count), stop);
            recoveredAfter = Stopwatch.GetElapsedTime(injectedAt).TotalSeconds;
            await Task.Delay(AfterFault, stop);
        }
        finally
        {
            _stopSignal.Set();
            await Task.WhenAll(running);
        }

        await Task.Delay(Quiet, stop);
        var checks = new ChaosChecks(stack.Database, season.Performances[0], _recorder);
        var heldTooLong = await checks.StillHeldAsync(stop);
        var lost = await HoldRestAsync(shop, await checks.UnsoldAsync(stop));
        return new ChaosResult(
            kind, await SeatProof.JudgeAsync(_recorder, hall.Seats, stack.Database, season.Performances[0], RefusalLag, stop),
            recoveredAfter, heldTooLong, lost, await checks.PromisedAndMissingAsync(stop), checks.Orders, shop.Unexpected);
    }

    /// <summary>Holds every unsold seat and returns the number that cannot be held.</summary>
    private static async Task<int> HoldRestAsync(Shop shop, IReadOnlyList<int> unsold)
    {
        var lost = 0;
        foreach (var seat in unsold)
        {
            lost += await CanBeHeldAsync(shop, seat) ? 0 : 1;
        }

        return lost;
    }

    private static async Task<bool> CanBeHeldAsync(Shop shop, int seat)
    {
        const int AttemptsMax = 5;
        var number = shop.NewNumber();
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            // Retries without a response only: after recovery no hold may be refused.
            var (result, _) = await shop.HoldAsync(seat + attempt, number, seat, 1);
            if (result != SeatResult.Unknown)
            {
                return result == SeatResult.Done;
            }
        }

        return false;
    }
}

/// <summary>Results of a round.</summary>
/// <param name="RecoveredAfter">Seconds from the fault until all servers respond.</param>
/// <param name="HeldTooLong">Seats still held after the expiry of all holds.</param>
/// <param name="Lost">Seats that were not sold and could not be held.</param>
internal sealed record ChaosResult(
    FaultKind Kind, SeatProof Proof, double RecoveredAfter, long HeldTooLong, int Lost, long PromisedAndMissing, int Orders, UnexpectedResponses Unexpected)
{
    public bool HasPassed => Proof.Faults.Count == 0 && Proof.SoldTwice == 0 && HeldTooLong == 0 && Lost == 0 && PromisedAndMissing == 0 && Unexpected.Count == 0;
}
