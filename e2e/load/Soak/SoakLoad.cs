using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Reading;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Soak;

/// <summary>
/// The buyers and readers of a soak, each kind at a fixed rate that does not depend on the server (open loop). Runs from the
/// constructor until <see cref="StopAsync"/>.
/// </summary>
internal sealed class SoakLoad : IAsyncDisposable
{
    public const int BookingsPerSecond = 150;
    public const int PaidPerSecond = 10;

    private const int ReadsPerSecond = 200;
    private const int PollsPerSecond = 100;
    private const int ReadConnections = 16;
    private const string Any = "*/*";

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(60);

    private readonly StopSignal _stopSignal = new();
    private readonly EventLoop _bookings;
    private readonly EventLoop _reads;
    private readonly HttpClient _http;
    private readonly List<Task> _running;

    /// <param name="free">Performances of free orders, and of reads.</param>
    /// <param name="paid">Performances of paid orders.</param>
    /// <param name="clients">Connections for free bookings.</param>
    /// <param name="seconds">The longest time until it is stopped, for which seats must suffice.</param>
    public SoakLoad(LoadStack stack, Season free, Season paid, int clients, int seconds, CancellationToken stop)
    {
        var server = stack.App.Address;
        var requests = new BookingRequests(free.Hall, free.Performances, server, SeatSource.SeatsPerBooking, withKeys: true);
        var source = new DistinctSeats(free.Performances.Count, free.Hall.Seats, free.Performances.Count);
        var pace = new BookingPace(BookingsPerSecond);
        Bookings = new BookingTally(free.Performances.Count, free.Hall.Seats);
        _bookings = new EventLoop(server);
        for (var i = 0; i < clients; i++)
        {
            _bookings.Add(new PacedBookingClient(pace, requests, source, Bookings, _stopSignal));
        }

        var reads = RequestsOf(free).Select(read => ReadRequests.Get(read.Path, server, read.Accept)).ToList();
        Reads.Set(reads, ReadsPerSecond + PollsPerSecond, seconds);
        _reads = new EventLoop(server);
        for (var i = 0; i < ReadConnections; i++)
        {
            _reads.Add(new PacedReader(Reads));
        }

        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri($"http://{server}"),
            Timeout = ResponseTimeout,
        };
        Buyers = new PaidBuyers(_http, paid);
        _running =
        [
            _bookings.RunOnOwnThread(UntilStopped(pace.Step), stop),
            _reads.RunOnOwnThread(UntilStopped(Reads.Step), stop),
            Buyers.RunAsync(PaidPerSecond, _stopSignal, stop),
        ];
    }

    /// <summary>Results of the free bookings.</summary>
    public BookingTally Bookings { get; }

    public PaidBuyers Buyers { get; }

    /// <summary>Reads and polls.</summary>
    public Pace Reads { get; } = new();

    /// <summary>Confirmed orders, free and paid.</summary>
    public long Confirmed => Bookings.Bookings.Count + Buyers.Paid;

    public long Busy => Bookings.Busy + Buyers.Busy;

    /// <summary>Wrong responses of all kinds; after <see cref="StopAsync"/> also requests without a response.</summary>
    public long Errors => Bookings.Errors + Buyers.Errors + Reads.Errors + Unanswered;

    /// <summary>Examples of <see cref="Errors"/>. To be read after <see cref="StopAsync"/>.</summary>
    public IEnumerable<string> Examples => Bookings.Examples.Concat(Buyers.Examples).Concat(new[] { Reads.Example }.OfType<string>());

    private int Unanswered { get; set; }

    /// <summary>Waits; throws what a kind of load has failed with.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time > TimeSpan.Zero)
        {
            await await Task.WhenAny(_running.Append(Task.Delay(time, cancellationToken)));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Starts nothing more and waits for the last responses.</summary>
    public async Task StopAsync()
    {
        _stopSignal.Set();
        await Task.WhenAll(_running);
        Unanswered = _bookings.Waiting + _reads.Waiting;
    }

    public async ValueTask DisposeAsync()
    {
        _stopSignal.Set();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _bookings.Dispose();
        _reads.Dispose();
        _http.Dispose();
    }

    private Func<EventLoop, int> UntilStopped(Func<EventLoop, int> step)
    {
        var ending = EventLoop.Until(_stopSignal);
        return loop => _stopSignal.IsSet ? ending(loop) : step(loop);
    }

    // In turn, in the ratio of the rates: a read of each of four kinds, and two polls of seats.
    private static IEnumerable<(string Path, string Accept)> RequestsOf(Season season)
    {
        for (var i = 0; i < season.Performances.Count; i++)
        {
            yield return ("/api/v1/events", Any);
            yield return ("/events/" + season.Slugs[i % season.Slugs.Count], Any);
            yield return (PathOf(season, i), Any);
            yield return (PathOf(season, i) + "/seats", ReadRequests.Packed);
            yield return (PathOf(season, i + 1) + "/seats", ReadRequests.Packed);
            yield return (PathOf(season, i + 2) + "/seats", ReadRequests.Packed);
        }
    }

    private static string PathOf(Season season, int number) =>
        $"/api/v1/performances/{season.Performances[number % season.Performances.Count]}";
}
