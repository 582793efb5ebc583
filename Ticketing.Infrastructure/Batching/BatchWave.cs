using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// Runs one statement for a wave of independent items. On a permanent failure it halves the wave until the failing item is isolated. On an
/// outage of PostgreSQL it retries; items past their deadline are answered as busy.
/// </summary>
/// <param name="statement">Runs all items in one transaction; returns one outcome per item, in their order.</param>
/// <param name="finish">Answers an item with its outcome.</param>
/// <param name="giveUp">Undoes the reservations of an item without an outcome.</param>
internal sealed class BatchWave<TItem, TOutcome>(
    Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<TOutcome[]>> statement,
    Action<TItem, TOutcome> finish,
    Action<TItem> giveUp,
    ILogger logger)
    where TItem : class, IBatchItem
{
    public async Task RunAsync(List<TItem> wave, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await RunWithRetryAsync(wave, cancellationToken);
            Invariant.Holds(outcomes.Length == wave.Count);
            for (var i = 0; i < outcomes.Length; i++)
            {
                finish(wave[i], outcomes[i]);
            }
        }
        catch (Exception failure) when (wave.Count > 1 && !cancellationToken.IsCancellationRequested)
        {
            BatchLogs.Halving(logger, failure, wave.Count, typeof(TItem).Name);
            var middle = wave.Count / 2;
            await RunAsync(wave[..middle], cancellationToken);
            await RunAsync(wave[middle..], cancellationToken);
        }
        catch (Exception failure) when (wave.Count == 1 && !cancellationToken.IsCancellationRequested)
        {
            giveUp(wave[0]);
            wave[0].Fail(failure);
        }
    }

    private async Task<TOutcome[]> RunWithRetryAsync(List<TItem> wave, CancellationToken cancellationToken)
    {
        while (wave.Count > 0)
        {
            try
            {
                return await statement(wave, cancellationToken);
            }
            catch (Exception failure) when (DatabaseRetry.IsTransient(failure) && !cancellationToken.IsCancellationRequested)
            {
                BatchLogs.Unavailable(logger, failure.Message, wave.Count, typeof(TItem).Name);
                if (failure is not PostgresException)
                {
                    // The connection broke: whether the transaction was committed is unknown.
                    wave.ForEach(item => item.MayBeCommitted = true);
                }

                AnswerExpired(wave);
                await DatabaseRetry.PauseAsync(cancellationToken);
            }
        }

        return [];
    }

    private void AnswerExpired(List<TItem> wave)
    {
        var now = Environment.TickCount64;
        foreach (var expired in wave.Where(item => item.Deadline <= now))
        {
            giveUp(expired);
            expired.AnswerBusy();
        }

        wave.RemoveAll(item => item.Deadline <= now);
    }
}

internal static partial class BatchLogs
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} {Kind} failed")]
    public static partial void Failed(ILogger logger, Exception failure, int count, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "A wave of {Count} {Kind} failed, halving it")]
    public static partial void Halving(ILogger logger, Exception failure, int count, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is unavailable ({Reason}); retrying {Count} {Kind}")]
    public static partial void Unavailable(ILogger logger, string reason, int count, string kind);
}
