using System.Diagnostics;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Circuits;

/// <summary>Viewers of one performance and a seller, on their own event loop.</summary>
internal sealed class CircuitRun : IAsyncDisposable
{
    private const int PollMs = 100;
    private const int StepMs = 2;

    // Without a new frame for this time, all have arrived. Frames later than the timeout count as missed.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpeningTimeout = TimeSpan.FromMinutes(10);

    private readonly StopSignal _stopSignal = new();
    private readonly EventLoop _loop;
    private readonly Task _running;
    private readonly CancellationToken _stop;

    public CircuitRun(LoadStack stack, Season season, int firstSeat, CancellationToken stop)
    {
        _stop = stop;
        var performance = season.Performances[0];
        Updates = new SeatUpdates(season.Hall.Seats);
        Viewers = new CircuitLoad(stack.App.Address, performance, Updates);
        Seller = new Seller(
            new BookingRequests(season.Hall, [performance], stack.App.Address, Seller.SeatsPerBooking, withKeys: true), Updates, firstSeat);
        _loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < CircuitLoad.AtOnce; i++)
        {
            _loop.Add(new PageReader(Viewers));
        }

        for (var i = 0; i < Seller.Connections; i++)
        {
            _loop.Add(new SellerConnection(Seller));
        }

        _running = _loop.RunOnOwnThread(Step, stop);
    }

    public SeatUpdates Updates { get; }

    public CircuitLoad Viewers { get; }

    public Seller Seller { get; }

    /// <summary>Opens circuits until all are open or have failed; returns the seconds taken.</summary>
    public async Task<double> OpenAsync(int count)
    {
        var clock = Stopwatch.StartNew();
        Viewers.Wanted = count;
        await UntilAsync(() => Viewers.Open + Viewers.Failures >= count, OpeningTimeout);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Sells for a number of seconds. Bookings may be pending afterwards.</summary>
    public async Task SellAsync(int seconds, Action<int> everySecond)
    {
        Seller.IsSelling = true;
        var clock = Stopwatch.StartNew();
        for (var second = 1; second <= seconds; second++)
        {
            await UntilAsync(() => clock.Elapsed >= TimeSpan.FromSeconds(second), WaitTimeout);
            everySecond(second);
        }

        Seller.IsSelling = false;
    }

    /// <summary>Waits until all frames have arrived.</summary>
    public async Task WaitForFramesAsync()
    {
        var (last, since) = (Updates.Newest, Stopwatch.StartNew());
        await UntilAsync(
            () =>
            {
                if (Updates.Newest != last)
                {
                    (last, since) = (Updates.Newest, Stopwatch.StartNew());
                }

                return since.Elapsed > Quiet && Viewers.Circuits.All(circuit => circuit.IsBroken || circuit.View.Version >= last);
            },
            WaitTimeout);
    }

    /// <summary>Disconnects all circuits, like browsers that close the page.</summary>
    public async Task DisconnectAsync()
    {
        using var http = new HttpClient();
        foreach (var circuit in Viewers.Circuits.Where(circuit => circuit.Secret.Length > 0))
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", circuit.Secret)]);
            using var answer = await http.PostAsync(new Uri(Viewers.BaseAddress + "_blazor/disconnect"), form, _stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopSignal.Set();
        await _running;
        _loop.Dispose();
    }

    private int Step(EventLoop ours)
    {
        Viewers.Step(ours);
        Seller.Step(ours);
        return _stopSignal.IsSet ? EventLoop.Stop : StepMs;
    }

    private async Task UntilAsync(Func<bool> condition, TimeSpan timeout)
    {
        for (var clock = Stopwatch.StartNew(); !condition() && clock.Elapsed < timeout;)
        {
            if (await Task.WhenAny(_running, Task.Delay(PollMs, _stop)) == _running)
            {
                // The loop ended before the stop signal: it has failed; rethrow.
                await _running;
            }

            _stop.ThrowIfCancellationRequested();
        }
    }
}
