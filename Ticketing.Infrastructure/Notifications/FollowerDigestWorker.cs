using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Runs <see cref="FollowerDigests"/> every half hour: each account's mail comes about a day after the one before.</summary>
internal sealed partial class FollowerDigestWorker(FollowerDigests digests, TimeProvider time, ILogger<FollowerDigestWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                await digests.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (DatabaseRetry.IsTransient(failure))
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Making the mails to followers failed; the next pass repeats it")]
    private partial void LogFailed(Exception failure);
}
