using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>Runs the <see cref="PictureSweep"/> once a night, at each instance.</summary>
internal sealed partial class PictureSweepWorker(PictureSweep sweep, TimeProvider time, ILogger<PictureSweepWorker> logger) : BackgroundService
{
    // UTC: night where most organizers are, and not the hour of on-sales.
    private const int Hour = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (time.GetUtcNow().Hour != Hour)
            {
                continue;
            }

            try
            {
                await sweep.SweepOnceAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is ObjectStoreException || DatabaseRetry.IsTransient(cause))
            {
                LogFailed(cause);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Removing unused pictures failed; the next night's pass retries")]
    private partial void LogFailed(Exception cause);
}
