using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ticketing.Infrastructure.Platform.Outbox;

/// <summary>Runs <see cref="OutboxDispatcher"/> until nothing waits, and again a moment later.</summary>
internal sealed partial class OutboxWorker(OutboxDispatcher dispatcher, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                while (await dispatcher.DispatchOnceAsync(stoppingToken) > 0)
                {
                }
            }
            catch (NpgsqlException error)
            {
                // The database is away for a moment; what was claimed comes back when its lease ends.
                LogDatabaseAway(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox could not be read.")]
    private partial void LogDatabaseAway(Exception error);
}
