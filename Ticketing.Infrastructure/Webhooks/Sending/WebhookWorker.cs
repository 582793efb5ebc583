using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>
/// Sends webhooks as they become due: woken by the consumer of this instance and by the end of deliveries, else it polls. A slow receiver
/// keeps its own deliveries waiting only. Hourly it deletes old deliveries.
/// </summary>
internal sealed partial class WebhookWorker(
    WebhookDispatcher dispatcher, WebhookSignal signal, LoadMonitor load, TimeProvider time, ILogger<WebhookWorker> logger)
    : BackgroundService
{
    private const int RunningMax = 32;
    private const int RunningMaxAtPeak = 4;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan DeletingInterval = TimeSpan.FromHours(1);

    private readonly List<Task> _running = [];
    private DateTimeOffset _deletedAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looks = 0;
        try
        {
            while (true)
            {
                if (!await PassAsync(stoppingToken))
                {
                    looks = Math.Max(0, looks - 1);
                    looks = Math.Max(looks, await signal.WaitAsync(PauseFor(looks), stoppingToken));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running);
        }
    }

    // While more looks are due, soon and then at growing intervals; else the polling interval, for retries and other instances' facts.
    private static TimeSpan PauseFor(int looks) => looks == 0 ? Idle : FirstLook * (1 << (WebhookSignal.LooksBeforeCommit - 1 - looks));

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
}
