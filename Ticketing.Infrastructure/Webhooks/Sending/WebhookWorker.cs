using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>
/// Sends webhooks as they become due: woken by the consumer of this instance and by the end of deliveries, else it polls. A slow receiver
/// keeps its own deliveries waiting only. Hourly it deletes old deliveries.
/// </summary>
internal sealed partial class WebhookWorker(
    WebhookDispatcher dispatcher, FactSignals signals, LoadMonitor load, TimeProvider time, ILogger<WebhookWorker> logger)
    : BackgroundService
{
    private const int RunningMax = 32;
    private const int RunningMaxAtPeak = 4;

    // For retries, and for facts that another instance's consumer enlisted.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeletingInterval = TimeSpan.FromHours(1);

    private readonly List<Task> _running = [];
    private DateTimeOffset _deletedAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var signal = signals.AppliedBy(WebhooksConsumer.Name);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var next = signal.Next;
                if (!await PassAsync(stoppingToken))
                {
                    await WakeSignal.WaitAsync(next, Idle, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(_running.Count);
        }

        await Task.WhenAll(_running);
    }

    /// <returns>Whether there may be more to claim.</returns>
    private async Task<bool> PassAsync(CancellationToken stoppingToken)
    {
        _running.RemoveAll(task => task.IsCompleted);
        try
        {
            var free = (load.IsPeak ? RunningMaxAtPeak : RunningMax) - _running.Count;
            var claimed = free > 0 ? await dispatcher.ClaimAsync(free, stoppingToken) : [];
            _running.AddRange(claimed.Select(delivery => dispatcher.DeliverAsync(delivery, stoppingToken)));
            return claimed.Count > 0 || await DeletesAsync(stoppingToken);
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            LogUnavailable(outage);
            return false;
        }
    }

    private async Task<bool> DeletesAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (now - _deletedAt < DeletingInterval)
        {
            return false;
        }

        if (await dispatcher.DeleteOldAsync(stoppingToken))
        {
            return true;
        }

        _deletedAt = now;
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "Webhooks cannot be read; the next pass retries")]
    private partial void LogUnavailable(Exception outage);

    [LoggerMessage(LogLevel.Information, "Stopping with {Running} running webhooks")]
    private partial void LogStopping(int running);
}
