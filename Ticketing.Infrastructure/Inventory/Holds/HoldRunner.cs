using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Takes a work through batches until it has an answer for the buyer: what is only in somebody's way for a moment is tried again.</summary>
internal sealed class HoldRunner(HoldBatcher batcher, HoldSweeper sweeper)
{
    private const int AttemptsMax = 4;
    private const int PauseMillisecondsMax = 30;

    /// <returns>Never <see cref="HoldResult.Again"/> or <see cref="HoldResult.OverNotSwept"/>.</returns>
    public async Task<HoldAnswer> RunAsync(HoldWork work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await batcher.RunAsync(work);
            var last = attempt == AttemptsMax;
            switch (answer.Result)
            {
                case HoldResult.Again when !last:
                case HoldResult.Missing when answer.OnlyLocked && !last:
                    await Task.Delay(RandomNumberGenerator.GetInt32(1, PauseMillisecondsMax * attempt), cancellationToken);
                    break;

                case HoldResult.OverNotSwept when !last:
                    await sweeper.SweepAsync(answer.Row!.Id, cancellationToken);
                    break;

                case HoldResult.Gone when work.MayBeDone && work.Places is not null && !last:
                    if (answer.Row is not null)
                    {
                        // Places may have been added to it, or not: only the buyer can see.
                        return HoldAnswer.Busy;
                    }

                    work.MayBeDone = false;
                    break;

                case HoldResult.Again:
                case HoldResult.OverNotSwept:
                    return HoldAnswer.Busy;

                case HoldResult.Done:
                case HoldResult.Gone:
                case HoldResult.Missing:
                case HoldResult.OverLimit:
                case HoldResult.Repeated:
                case HoldResult.KeyReused:
                case HoldResult.Busy:
                    return answer;

                default:
                    throw new InvariantException($"No answer for {answer.Result}");
            }

            work = work.Afresh();
        }
    }
}
