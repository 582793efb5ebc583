using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Counts the performances that are due, at the instance that applies the facts; that only spares work, correctness stands on
/// <see cref="AvailabilityCounter"/>. Reconciles the counts every few minutes. While facts wait, whatever the reason (an outage of Redis or
/// Kafka, a relay that stands still, a long transaction), performances with recent holds are counted in turn instead.
/// </summary>
internal sealed partial class AvailabilityWorker(
    AvailabilityPass pass, AvailabilityCounter counter, AvailabilityReconciler reconciler, FactDelay delay, FactSignals signals,
    FactMetrics metrics, LoadMonitor load, IOptions<InventoryOptions> options, ILogger<AvailabilityWorker> logger) : BackgroundService
{
    /// <summary>Facts that wait so long do not come soon. Above the interval in which positions without effects are saved.</summary>
    internal static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(10);

    // The real clock, as of facts: also tests with a stopped clock wait for counts.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DuePause = TimeSpan.FromMilliseconds(200);

    // Counting rests nine times as long as it took.
    private const int RestFactor = 9;

    private readonly Queue<PerformanceId> _busy = new();
    private long? _lookedAt;
    private bool _isLate;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(CountAsync(stoppingToken), ReconcileAsync(stoppingToken));

    private bool IsOwner => metrics.Of(AvailabilityConsumer.Name).IsOwned;

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signals.AppliedBy(AvailabilityConsumer.Name).Next;
            var (left, begun) = (DuePerformances.None, TimeProvider.System.GetTimestamp());
            if (IsOwner)
            {
                await TryAsync(async () => left = await PassAsync(stoppingToken), stoppingToken);
            }

            // Rests nine times as long as the pass took: beside a sale, counting uses at most a tenth of a core. Many due performances are an
            // import; outside of a load peak they are counted in half of the time.
            var rest = RestFactor * TimeProvider.System.GetElapsedTime(begun);
            await (left switch
            {
                DuePerformances.None when rest < DuePause => WakeSignal.WaitAsync(next, Tick, stoppingToken),
                DuePerformances.Many when !load.IsPeak => RestAsync(TimeProvider.System.GetElapsedTime(begun), stoppingToken),
                _ => RestAsync(rest > DuePause ? rest : DuePause, stoppingToken),
            });
        }
    }

    private static async Task RestAsync(TimeSpan time, CancellationToken stoppingToken) =>
        await Task.Delay(time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<DuePerformances> PassAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        if (!_isLate)
        {
            return await pass.RunAsync(cancellationToken);
        }

        // One chunk, so that a pass is as short as any other and rests in proportion.
        List<PerformanceId> chunk = [];
        while (chunk.Count < AvailabilityCounter.ChunkMax && _busy.TryDequeue(out var performance))
        {
            chunk.Add(performance);
        }

        await counter.TryCountAsync(chunk, cancellationToken);
        var left = await pass.RunAsync(cancellationToken);
        return _busy.Count > 0 || left == DuePerformances.Many ? DuePerformances.Some : left;
    }

    /// <summary>Looks whether facts wait; if so, for the performances to be counted nevertheless.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_busy.Count > 0 || (_lookedAt is { } at && TimeProvider.System.GetElapsedTime(at) < Tick))
        {
            return;
        }

        _isLate = await delay.OfAsync(AvailabilityConsumer.Name, cancellationToken) > DelayMax;
        _lookedAt = TimeProvider.System.GetTimestamp();
        if (_isLate)
        {
            foreach (var performance in await reconciler.BusyAsync(cancellationToken))
            {
                _busy.Enqueue(performance);
            }
        }
    }

    private async Task ReconcileAsync(CancellationToken stoppingToken)
    {
        var rest = TimeSpan.FromSeconds(options.Value.ReconcileSeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            await RestAsync(rest, stoppingToken);
            if (IsOwner && !stoppingToken.IsCancellationRequested)
            {
                var begun = TimeProvider.System.GetTimestamp();
                await TryAsync(() => reconciler.RunAsync(AvailabilityReconciler.Settling, stoppingToken), stoppingToken);
                var taken = RestFactor * (TimeProvider.System.GetElapsedTime(begun) - AvailabilityReconciler.Settling);
                rest = TimeSpan.FromSeconds(Math.Max(options.Value.ReconcileSeconds, taken.TotalSeconds));
            }
        }
    }

    private async Task TryAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // A bug here must not stop sales: lists show former counts, and the log tells.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (stoppingToken.IsCancellationRequested)
            {
                LogStopped();
                return;
            }

            LogFailed(failure, DatabaseRetry.IsTransient(failure));
            await RestAsync(Tick, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Seats could not be counted; the next pass repeats it (an outage: {IsOutage})")]
    private partial void LogFailed(Exception failure, bool isOutage);

    [LoggerMessage(LogLevel.Debug, "Counting seats has been stopped")]
    private partial void LogStopped();
}
