using Microsoft.Extensions.Hosting;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Sends seat changes on ten times a second, and forgets performances that nobody looks at.</summary>
internal sealed class SeatFeedWorker(SeatFeed feed) : BackgroundService
{
    private const int FlushesPerUnload = 20;

    // The wall's time, not the application's: a test that stops the clock still wants to see the map move.
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushEvery);
        for (var pass = 1; await timer.WaitForNextTickAsync(stoppingToken); pass++)
        {
            await feed.ReadMissedAsync(stoppingToken);
            feed.Flush();
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
