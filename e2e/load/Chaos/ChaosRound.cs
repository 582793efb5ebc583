using System.Diagnostics;
using Ticketing.Load.Http;
using Ticketing.Load.Proof;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>
/// A sale in a small hall while one thing goes wrong. Then everything is well again and quiet, until no hold can be left; and then it
/// is looked whether all that happened can have happened to seats that were never two people's, and whether any was lost.
/// </summary>
internal sealed class ChaosRound(LoadStack stack, Hall hall, FaultKind kind, Random random, int buyers)
{
    private const int HoldSeconds = 4;
    private const int AttemptsMax = 200_000;
    private const int StrikeMsMin = 1000;
    private const int StrikeMsMax = 3500;

    // How long keys of Redis outlive their reason at worst: those of an attempt that was never finished (5 s), or of a hold that an
    // instance, which stood still, tells Redis of when it is over (as long as the hold was).
    private static readonly TimeSpan RefusalLag = TimeSpan.FromSeconds(HoldSeconds + 5.5);

    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2.5);

    // Until holds are over, swept, and forgotten by Redis.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(HoldSeconds + 2.5);

    private readonly Recorder _recorder = new(AttemptsMax);
    private readonly StopSign _sign = new();

    public async Task<ChaosResult> RunAsync(CancellationToken stop)
    {
        var season = await Season.OpenAsync(stack.Database, hall, 1, blockedPercent: 0, stop, HoldSeconds);
        using var shop = new Shop(stack.Apps, hall, season.Performances[0], _recorder);
        var running = Enumerable.Range(0, buyers).Select(_ => new Random(random.Next())).ToList()
            .ConvertAll(dice => Task.Run(new ChaosBuyer(shop, hall.Seats, dice, _sign).RunAsync, CancellationToken.None));
        double healedAfter;
        try
        {
            await Task.Delay(random.Next(StrikeMsMin, StrikeMsMax), stop);
            var struckAt = Stopwatch.GetTimestamp();
            await new Faults(stack).StrikeAsync(kind, random.Next(stack.Apps.Count), stop);
            healedAfter = Stopwatch.GetElapsedTime(struckAt).TotalSeconds;
            await Task.Delay(Aftermath, stop);
        }
        finally
        {
            _sign.Raise();
            await Task.WhenAll(running);
        }

        await Task.Delay(Quiet, stop);
        var checks = new ChaosChecks(stack.Database, season.Performances[0], _recorder);
        var heldTooLong = await checks.StillHeldAsync(stop);
        var lost = await TakeTheRestAsync(shop, await checks.UnsoldAsync(stop));
        return new ChaosResult(
            kind, await SeatProof.JudgeAsync(_recorder, hall.Seats, stack.Database, season.Performances[0], RefusalLag, stop),
            healedAfter, heldTooLong, lost, await checks.PromisedAndMissingAsync(stop), checks.Orders, shop.Strange);
    }

    /// <summary>Holds every seat that is not sold, one by one, and returns those that cannot be had.</summary>
    private static async Task<int> TakeTheRestAsync(Shop shop, IReadOnlyList<int> unsold)
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
            // Only whoever gets no answer asks again: everything is well, so nobody may be refused.
            var (result, _) = await shop.HoldAsync(seat + attempt, number, seat, 1);
            if (result != SeatResult.Unknown)
            {
                return result == SeatResult.Done;
            }
        }

        return false;
    }
}

/// <summary>What has been found out in a round.</summary>
/// <param name="HealedAfter">Seconds from the blow until everything answered again.</param>
/// <param name="HeldTooLong">Seats still held when every hold was over.</param>
/// <param name="Lost">Seats that were not sold and could not be held.</param>
internal sealed record ChaosResult(
    FaultKind Kind, SeatProof Proof, double HealedAfter, long HeldTooLong, int Lost, long PromisedAndMissing, int Orders, StrangeAnswers Strange)
{
    public bool IsFine => Proof.Faults.Count == 0 && Proof.SoldTwice == 0 && HeldTooLong == 0 && Lost == 0 && PromisedAndMissing == 0 && Strange.Count == 0;
}
