using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messages.Sending;

/// <summary>Runs <see cref="MessageDispatcher"/> once a second. During a load peak messages wait: mails about orders come first.</summary>
internal sealed partial class MessageWorker(
    MessageDispatcher dispatcher, LoadMonitor load, TimeProvider time, ILogger<MessageWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(MessageDispatcher.BatchInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (load.IsPeak)
            {
                continue;
            }

            try
            {
                await dispatcher.PassAsync(stoppingToken);
            }
            catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
            {
                LogUnavailable(outage);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Messages cannot be read; the next pass retries")]
    private partial void LogUnavailable(Exception outage);
}
