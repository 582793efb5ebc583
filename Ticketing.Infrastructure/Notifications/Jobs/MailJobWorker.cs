using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>
/// Runs <see cref="MailJobDispatcher"/> when jobs were added at this instance, and once a second, until there are none. Throttled during a
/// load peak.
/// </summary>
internal sealed partial class MailJobWorker(
    MailJobDispatcher dispatcher, FactSignals signals, LoadMonitor load, ILogger<MailJobWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PeakPause = TimeSpan.FromMilliseconds(500);
    private const int PeakBatchMax = 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var added = signals.AppliedBy(MailsConsumer.Name);
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = added.Next;
            try
            {
                // During a load peak one job per pause; else until there are none.
                while (await dispatcher.DispatchOnceAsync(load.IsPeak ? PeakBatchMax : MailJobDispatcher.BatchMax, stoppingToken) > 0
                    && !load.IsPeak)
                {
                }
            }
            catch (Exception error) when (DatabaseRetry.IsTransient(error))
            {
                // Claimed jobs are retried after their lease.
                LogDatabaseUnavailable(error);
            }

            if (load.IsPeak)
            {
                await Task.Delay(PeakPause, stoppingToken);
            }
            else
            {
                await WakeSignal.WaitAsync(next, Pause, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading mail jobs failed")]
    private partial void LogDatabaseUnavailable(Exception error);
}
