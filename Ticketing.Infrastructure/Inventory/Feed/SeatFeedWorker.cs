using Microsoft.Extensions.Hosting;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>Sends deltas at most ten times a second and unloads performances without viewers.</summary>
internal sealed class SeatFeedWorker(SeatFeed feed) : BackgroundService
{
    private const int FlushesPerUnload = 20;

    // The real clock, not TimeProvider: tests with a stopped clock still need deltas.
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    // After a pass with deferred deltas.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushEvery);
        for (var pass = 1; await timer.WaitForNextTickAsync(stoppingToken); pass++)
        {
            await feed.ReadMissedAsync(stoppingToken);
            timer.Period = await feed.FlushAsync() ? FlushEvery : RetryAfter;
            if (pass % FlushesPerUnload == 0)
            {
                await feed.UnloadAsync();
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        feed.CloseAll();
        await base.StopAsync(cancellationToken);
    }
}
