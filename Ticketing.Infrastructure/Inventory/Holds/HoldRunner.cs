using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Runs an item through batches until it has a final result. Retries on transient lock contention.</summary>
internal sealed class HoldRunner(HoldBatcher batcher, HoldSweeper sweeper)
{
    private const int AttemptsMax = 4;
    private const int PauseMillisecondsMax = 30;

    /// <returns>Never <see cref="HoldResult.Conflict"/> or <see cref="HoldResult.ExpiredNotSwept"/>.</returns>
    public async Task<HoldAnswer> RunAsync(HoldBatchItem item, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await batcher.RunAsync(item);
            var last = attempt == AttemptsMax;
            switch (answer.Result)
            {
                case HoldResult.Conflict when !last:
                case HoldResult.Missing when answer.OnlyLocked && !last:
                    await Task.Delay(RandomNumberGenerator.GetInt32(1, PauseMillisecondsMax * attempt), cancellationToken);
                    break;

                case HoldResult.ExpiredNotSwept when !last:
                    await sweeper.SweepAsync(answer.Row!.Id, cancellationToken);
                    break;

                case HoldResult.NotActive when item.MayBeCommitted && item.Places is not null && !last:
                    if (answer.Row is not null)
                    {
                        // Whether places were added is unknown; the buyer sees it in the basket.
                        return HoldAnswer.Busy;
                    }

                    item.MayBeCommitted = false;
                    break;

                case HoldResult.Conflict:
                case HoldResult.ExpiredNotSwept:
                    return HoldAnswer.Busy;

                case HoldResult.Done:
                case HoldResult.NotActive:
                case HoldResult.Missing:
                case HoldResult.OverLimit:
                case HoldResult.Repeated:
                case HoldResult.KeyReused:
                case HoldResult.Busy:
                case HoldResult.OverBudget:
                case HoldResult.PassTaken:
                case HoldResult.TimeSpent:
                    return answer;

                default:
                    throw new InvariantException($"No answer for {answer.Result}");
            }

            item = item.CopyForRetry();
        }
    }
}
