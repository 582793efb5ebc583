using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>Refreshes the in-memory catalogue. During an outage of PostgreSQL the last snapshot stays in use.</summary>
internal sealed partial class CatalogWorker(CatalogReader reader, ILogger<CatalogWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CatalogReader.BusyPeriod);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await reader.RefreshDueAsync(stoppingToken);
            }
            catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
            {
                LogFailed(cause);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The catalogue could not be refreshed")]
    private partial void LogFailed(Exception cause);
}
