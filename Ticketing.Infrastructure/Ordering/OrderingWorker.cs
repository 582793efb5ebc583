using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Expires orders in time. A pass that fails is logged, and the next one tries again: what is due stays due.</summary>
public sealed partial class OrderingWorker(EndUnpaidOrder endUnpaid, TimeProvider time, ILogger<OrderingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await endUnpaid.ExpireDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever fails must not end the expiring of orders.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPassFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "Expiring orders failed; it goes on at the next pass")]
    private partial void LogPassFailed(Exception exception);
}
