using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Publishing.Publish;

/// <summary>Runs <see cref="ScheduledPublications"/> every few seconds.</summary>
internal sealed partial class ScheduleWorker(ScheduledPublications publications, TimeProvider time, ILogger<ScheduleWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                await publications.PassAsync(stoppingToken);
            }
            catch (Exception failure) when (DatabaseRetry.IsTransient(failure))
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Publishing scheduled events failed; the next pass repeats it")]
    private partial void LogFailed(Exception failure);
}
