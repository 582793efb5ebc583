using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Refreshes the in-memory catalogue. During an outage of PostgreSQL the last snapshot stays in use.</summary>
/// <remarks>
/// A refresh counts the seats of all performances on sale, up to millions of rows. It rests nine times as long as it took, so that it takes
/// at most a tenth of the time from the sale.
/// </remarks>
internal sealed partial class CatalogWorker(CatalogReader reader, ILogger<CatalogWorker> logger) : BackgroundService
{
    private const int RestFactor = 9;
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = CatalogReader.BusyPeriod;
        while (true)
        {
            await Task.Delay(rest, stoppingToken);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await reader.RefreshDueAsync(stoppingToken);
            }
            catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
            {
                LogFailed(cause);
            }

            rest = TimeSpan.FromTicks(Math.Clamp(
                RestFactor * Stopwatch.GetElapsedTime(begun).Ticks, CatalogReader.BusyPeriod.Ticks, RestMax.Ticks));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The catalogue could not be refreshed")]
    private partial void LogFailed(Exception cause);
}
