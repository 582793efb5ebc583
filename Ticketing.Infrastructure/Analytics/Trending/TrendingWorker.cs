using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Trending;

/// <summary>Runs <see cref="TrendingUpdate"/> soon after the start and then at the set interval.</summary>
internal sealed partial class TrendingWorker(
    TrendingUpdate update, IOptions<AnalyticsOptions> options, TimeProvider time, ILogger<TrendingWorker> logger) : BackgroundService
{
    // After the search has its rows, and views of a new installation's first visitors.
    private static readonly TimeSpan FirstPauseMax = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromSeconds(options.Value.TrendingSeconds);
        await Task.Delay(pause < TimeSpan.FromHours(1) && pause > FirstPauseMax ? FirstPauseMax : pause, time, stoppingToken);
        while (true)
        {
            try
            {
                await update.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (DatabaseRetry.IsTransient(failure))
            {
                LogFailed(failure);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Calculating the trending scores failed; the next pass repeats it")]
    private partial void LogFailed(Exception failure);
}
