using System.Diagnostics;

namespace Ticketing.Load.Door;

/// <summary>
/// All devices at once: scans come at a set rate whether or not the server answers. As the app does, each device sends what it has shortly after
/// a scan, one request at a time, and asks for news every two seconds.
/// </summary>
internal sealed class DoorRush(IReadOnlyList<DoorDevice> devices, DoorTruth truth, double scansPerSecond)
{
    private static readonly TimeSpan News = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    // The app draws the verdict first.
    private static readonly TimeSpan AfterScan = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private volatile bool _isOver;

    /// <summary>Scans until <paramref name="during"/> has ended, then sends what is left.</summary>
    public async Task RunAsync(Func<Task> during, CancellationToken stop)
    {
        var running = devices.Select((device, number) => Task.Run(() => ServeAsync(device, (double)number / devices.Count, stop), stop)).ToList();
        try
        {
            await during();
        }
        finally
        {
            _isOver = true;
            await Task.WhenAll(running);
        }
    }

    /// <param name="offset">Part of the time between two scans by which it starts later than the first device.</param>
    private async Task ServeAsync(DoorDevice device, double offset, CancellationToken stop)
    {
        var (clock, made, perSecond, asked) = (Stopwatch.StartNew(), 0, scansPerSecond / devices.Count, TimeSpan.Zero);
        while (!_isOver || device.Unsent > 0)
        {
            for (; !_isOver && made + offset < clock.Elapsed.TotalSeconds * perSecond; made++)
            {
                var at = TimeProvider.System.GetUtcNow();
                var (ticket, isExit) = truth.Next(at);
                device.Scan(ticket, isExit, at);
            }

            if (device.Unsent > 0 || clock.Elapsed - asked > News)
            {
                await Task.Delay(_isOver ? TimeSpan.Zero : AfterScan, stop);
                asked = clock.Elapsed;
                if (!await device.SyncAsync(stop))
                {
                    await Task.Delay(Pause, stop);
                }
            }
            else
            {
                await Task.Delay(Step, stop);
            }
        }
    }
}
