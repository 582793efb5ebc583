using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Catalog.Search;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Refreshes the search projection while there are requests, and rebuilds it if its format is another version's.</summary>
/// <remarks>
/// Copying seat counts rests nine times as long as it took, so that it takes at most a tenth of the time from the sale.
/// </remarks>
internal sealed partial class CatalogWorker(
    CatalogRefresher refresher, SearchProjection projection, SearchSeats seats, SearchOverview overview, ILogger<CatalogWorker> logger)
    : BackgroundService
{
    private const int RestFactor = 9;
    private static readonly TimeSpan ChangesPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SeatsPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InTurnPeriod = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CleanPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(20);

    private long _inTurnAt = Environment.TickCount64;
    private long _cleanedAt = Environment.TickCount64;
    private bool _isChecked;

    // Neither ends but by a failure or at the end of the application.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await await Task.WhenAny(
        LoopAsync(ChangesPeriod, 0, ChangesAsync, stoppingToken), LoopAsync(SeatsPeriod, RestFactor, SeatsAsync, stoppingToken));

    private async Task LoopAsync(TimeSpan period, int restFactor, Func<CancellationToken, Task> passAsync, CancellationToken stoppingToken)
    {
        var rest = period;
        while (true)
        {
            await Task.Delay(rest, stoppingToken);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await passAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever is wrong with the projection, such as seats beyond their plan, the application goes on without it.
            catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(cause);
            }

            rest = TimeSpan.FromTicks(Math.Clamp(
                restFactor * Stopwatch.GetElapsedTime(begun).Ticks, period.Ticks, Math.Max(period.Ticks, RestMax.Ticks)));
        }
    }

    private async Task ChangesAsync(CancellationToken cancellationToken)
    {
        if (!_isChecked)
        {
            if (await projection.IsOutdatedAsync(cancellationToken))
            {
                await projection.RebuildAsync(cancellationToken);
            }

            // Another instance may be rebuilding: looked at again.
            _isChecked = !await projection.IsOutdatedAsync(cancellationToken);
        }

        if (!refresher.IsActive)
        {
            return;
        }

        await projection.PassAsync(isWaiting: false, cancellationToken);
        await overview.RefreshAsync(cancellationToken);
        if (CatalogRefresher.Age(_cleanedAt) >= CleanPeriod)
        {
            await projection.CleanAsync(cancellationToken);
            _cleanedAt = Environment.TickCount64;
        }
    }

    private async Task SeatsAsync(CancellationToken cancellationToken)
    {
        if (!refresher.IsActive)
        {
            return;
        }

        await seats.RefreshRecentAsync(cancellationToken);
        if (CatalogRefresher.Age(_inTurnAt) >= InTurnPeriod)
        {
            await seats.RefreshInTurnAsync(cancellationToken);
            _inTurnAt = Environment.TickCount64;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The search projection could not be refreshed")]
    private partial void LogFailed(Exception cause);
}
