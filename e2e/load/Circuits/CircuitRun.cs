using System.Diagnostics;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Circuits;

/// <summary>A crowd before one performance's seats and a seller who sells them, on an event loop of their own.</summary>
internal sealed class CircuitRun : IAsyncDisposable
{
    private const int LookAgainMs = 100;
    private const int StepMs = 2;

    // What nobody is told any more has arrived; what is late comes within the patience or counts as missed.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromMinutes(10);

    private readonly StopSign _sign = new();
    private readonly EventLoop _loop;
    private readonly Task _running;
    private readonly CancellationToken _stop;

    public CircuitRun(LoadStack stack, Season season, int firstSeat, CancellationToken stop)
    {
        _stop = stop;
        var performance = season.Performances[0];
        News = new SeatNews(season.Hall.Seats);
        Crowd = new CircuitCrowd(stack.App.Address, performance, News);
        Seller = new Seller(
            new BookingRequests(season.Hall, [performance], stack.App.Address, Seller.SeatsPerBooking, withKeys: true), News, firstSeat);
        _loop = new EventLoop(stack.App.Address);
        for (var i = 0; i < CircuitCrowd.AtOnce; i++)
        {
            _loop.Add(new PageReader(Crowd));
        }

        for (var i = 0; i < Seller.Connections; i++)
        {
            _loop.Add(new SellerConnection(Seller));
        }

        _running = _loop.RunOnOwnThread(Step, stop);
    }

    public SeatNews News { get; }

    public CircuitCrowd Crowd { get; }

    public Seller Seller { get; }

    /// <summary>Opens so many circuits and returns when all show seats or have failed. How many seconds it took.</summary>
    public async Task<double> OpenAsync(int count)
    {
        var clock = Stopwatch.StartNew();
        Crowd.Wanted = count;
        await UntilAsync(() => Crowd.Open + Crowd.Failures >= count, OpeningPatience);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Sells for so long. What was begun may still be on its way.</summary>
    public async Task SellAsync(int seconds, Action<int> everySecond)
    {
        Seller.IsSelling = true;
        var clock = Stopwatch.StartNew();
        for (var second = 1; second <= seconds; second++)
        {
            await UntilAsync(() => clock.Elapsed >= TimeSpan.FromSeconds(second), Patience);
            everySecond(second);
        }

        Seller.IsSelling = false;
    }

    /// <summary>Waits until no frame is read any more.</summary>
    public async Task SettleAsync()
    {
        var (last, since) = (News.Newest, Stopwatch.StartNew());
        await UntilAsync(
            () =>
            {
                if (News.Newest != last)
                {
                    (last, since) = (News.Newest, Stopwatch.StartNew());
                }

                return since.Elapsed > Quiet && Crowd.Circuits.All(circuit => circuit.IsBroken || circuit.View.Version >= last);
            },
            Patience);
    }

    /// <summary>Everybody closes the page, as a browser tells the server.</summary>
    public async Task LeaveAsync()
    {
        using var http = new HttpClient();
        foreach (var circuit in Crowd.Circuits.Where(circuit => circuit.Secret.Length > 0))
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", circuit.Secret)]);
            using var answer = await http.PostAsync(new Uri(Crowd.BaseAddress + "_blazor/disconnect"), form, _stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _sign.Raise();
        await _running;
        _loop.Dispose();
    }

    private int Step(EventLoop ours)
    {
        Crowd.Step(ours);
        Seller.Step(ours);
        return _sign.IsUp ? EventLoop.Over : StepMs;
    }

    private async Task UntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); !isSo() && clock.Elapsed < patience;)
        {
            if (await Task.WhenAny(_running, Task.Delay(LookAgainMs, _stop)) == _running)
            {
                // Nobody has raised the sign yet: it has failed, and says why.
                await _running;
            }

            _stop.ThrowIfCancellationRequested();
        }
    }
}
