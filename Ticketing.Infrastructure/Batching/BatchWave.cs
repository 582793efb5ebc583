using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// Runs the statement of works that have nothing in common. One that fails for good must not fail its neighbours: the wave is
/// halved until it stands alone. A PostgreSQL that is away is waited for; works whose time runs out meanwhile are answered.
/// </summary>
/// <param name="statement">One transaction for all; an outcome for each, in their order.</param>
/// <param name="finish">Answers a work.</param>
/// <param name="giveUp">Undoes what was reserved for a work that gets no outcome.</param>
internal sealed class BatchWave<TWork, TOutcome>(
    Func<IReadOnlyList<TWork>, CancellationToken, ValueTask<TOutcome[]>> statement,
    Action<TWork, TOutcome> finish,
    Action<TWork> giveUp,
    ILogger logger)
    where TWork : class, IBatched
{
    public async Task RunAsync(List<TWork> wave, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await RunPatientlyAsync(wave, cancellationToken);
            Invariant.Holds(outcomes.Length == wave.Count);
            for (var i = 0; i < outcomes.Length; i++)
            {
                finish(wave[i], outcomes[i]);
            }
        }
        catch (Exception failure) when (wave.Count > 1 && !cancellationToken.IsCancellationRequested)
        {
            BatchLogs.Halving(logger, failure, wave.Count, typeof(TWork).Name);
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

    private async Task<TOutcome[]> RunPatientlyAsync(List<TWork> wave, CancellationToken cancellationToken)
    {
        while (wave.Count > 0)
        {
            try
            {
                return await statement(wave, cancellationToken);
            }
            catch (Exception failure) when (DatabaseRetry.IsPassing(failure) && !cancellationToken.IsCancellationRequested)
            {
                BatchLogs.Away(logger, failure.Message, wave.Count, typeof(TWork).Name);
                if (failure is not PostgresException)
                {
                    // The connection broke on the way: nobody knows whether it was committed.
                    wave.ForEach(work => work.MayBeDone = true);
                }

                AnswerLate(wave);
                await DatabaseRetry.PauseAsync(cancellationToken);
            }
        }

        return [];
    }

    private void AnswerLate(List<TWork> wave)
    {
        var now = Environment.TickCount64;
        foreach (var late in wave.Where(work => work.Deadline <= now))
        {
            giveUp(late);
            late.AnswerBusy();
        }

        wave.RemoveAll(work => work.Deadline <= now);
    }
}

internal static partial class BatchLogs
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} {Kind} failed")]
    public static partial void Failed(ILogger logger, Exception failure, int count, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "A wave of {Count} {Kind} failed, halving it")]
    public static partial void Halving(ILogger logger, Exception failure, int count, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is away ({Reason}); {Count} {Kind} wait for it")]
    public static partial void Away(ILogger logger, string reason, int count, string kind);
}
