using Microsoft.Extensions.Hosting;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>Sends seat changes on ten times a second where it can keep up, and forgets performances that nobody looks at.</summary>
internal sealed class SeatFeedWorker(SeatFeed feed) : BackgroundService
{
    private const int FlushesPerUnload = 20;

    // The wall's time, not the application's: a test that stops the clock still wants to see the map move.
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    // Where a crowd was still being told.
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushEvery);
        for (var pass = 1; await timer.WaitForNextTickAsync(stoppingToken); pass++)
        {
            await feed.ReadMissedAsync(stoppingToken);
            timer.Period = await feed.FlushAsync() ? FlushEvery : AgainAfter;
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
