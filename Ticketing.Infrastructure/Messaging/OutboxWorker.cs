using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>Runs <see cref="OutboxDispatcher"/> twice a second until the outbox is empty. Throttled during a load peak.</summary>
internal sealed partial class OutboxWorker(
    OutboxDispatcher dispatcher, LoadMonitor load, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int PeakBatchMax = 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                // During a load peak one event per tick; else until the outbox is empty.
                while (await dispatcher.DispatchOnceAsync(load.IsPeak ? PeakBatchMax : OutboxDispatcher.BatchMax, stoppingToken) > 0
                    && !load.IsPeak)
                {
                }
            }
            catch (Exception error) when (DatabaseRetry.IsTransient(error))
            {
                // Claimed events are retried after their lease.
                LogDatabaseUnavailable(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading the outbox failed")]
    private partial void LogDatabaseUnavailable(Exception error);
}
