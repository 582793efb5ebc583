using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Idempotency;

/// <summary>Deletes idempotency keys after a day.</summary>
internal sealed partial class IdempotencySweeper(
    IdempotencyStore store, TimeProvider time, ILogger<IdempotencySweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.ForgetAsync(Age, stoppingToken);
            }
            catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
            {
                LogFailed(cause);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Deleting idempotency keys failed; the next pass retries")]
    private partial void LogFailed(Exception cause);
}
