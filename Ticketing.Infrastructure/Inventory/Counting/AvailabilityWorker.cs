using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Counts the performances that are due, at the instance that applies the facts; that only spares work, correctness stands on
/// <see cref="AvailabilityCounter"/>. Reconciles the counts every few minutes. During a Redis outage no facts arrive: performances with
/// recent holds are counted every few seconds instead.
/// </summary>
internal sealed partial class AvailabilityWorker(
    AvailabilityPass pass, AvailabilityCounter counter, AvailabilityReconciler reconciler, RedisGate gate, FactSignals signals, FactMetrics metrics,
    LoadMonitor load, IOptions<InventoryOptions> options, ILogger<AvailabilityWorker> logger) : BackgroundService
{
    // The real clock, as of facts: also tests with a stopped clock wait for counts.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DuePause = TimeSpan.FromMilliseconds(200);

    // Counting rests nine times as long as it took.
    private const int RestFactor = 9;

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
        if (!gate.IsOpen)
        {
            await counter.RecountAsync(await reconciler.BusyAsync(cancellationToken), cancellationToken);
        }

        return await pass.RunAsync(cancellationToken);
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
