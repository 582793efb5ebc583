using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>Runs <see cref="OutboxDispatcher"/> until nothing waits, and again a moment later; while buyers come in crowds, it makes way for them.</summary>
internal sealed partial class OutboxWorker(OutboxDispatcher dispatcher, Rush rush, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int InRushMax = 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                // In a rush one at each tick, so that what happens is told all the same; else as fast as it goes.
                while (await dispatcher.DispatchOnceAsync(rush.IsOn ? InRushMax : OutboxDispatcher.BatchMax, stoppingToken) > 0 && !rush.IsOn)
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
