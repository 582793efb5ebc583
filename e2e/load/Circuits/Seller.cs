using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>
/// Books adjacent seats of a hall at a constant rate. Used by the event loop's thread;
/// others start and stop it and read the counts.
/// </summary>
internal sealed class Seller(BookingRequests requests, SeatUpdates updates, int firstSeat)
{
    public const int SeatsPerBooking = 4;
    public const int SeatsPerSecond = 200;
    public const int Connections = 16;

    private const int ExamplesMax = 5;
    private const double TicksBetween = SeatsPerBooking / (double)SeatsPerSecond;

    private readonly Stack<SellerConnection> _free = new();
    private volatile bool _isSelling;
    private volatile int _sold;
    private volatile int _errors;
    private int _next = firstSeat;
    private long _dueAt;

    public BookingRequests Requests => requests;

    public SeatUpdates Updates => updates;

    public bool IsSelling
    {
        get => _isSelling;
        set => _isSelling = value;
    }

    /// <summary>Confirmed orders.</summary>
    public int Sold => _sold;

    public int Errors => _errors;

    /// <summary>The first untried seat. Not to be read while selling.</summary>
    public int NextSeat => _next;

    public ConcurrentQueue<string> Examples { get; } = new();

    public void Free(SellerConnection connection) => _free.Push(connection);

    public void Confirmed() => _sold++;

    public void Wrong(string answer)
    {
        _errors++;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue(answer);
        }
    }

    /// <summary>Part of the loop's step: starts due bookings. Without a free connection they are delayed, not made up for.</summary>
    public void Step(EventLoop loop)
    {
        if (!_isSelling)
        {
            _dueAt = 0;
            return;
        }

        _dueAt = _dueAt == 0 ? loop.Now : _dueAt;
        while (_dueAt <= loop.Now && _next + SeatsPerBooking <= updates.Seats && _free.TryPop(out var connection))
        {
            connection.Sell(loop, _next);
            _next += SeatsPerBooking;
            _dueAt += (long)(TicksBetween * Stopwatch.Frequency);
        }
    }
}
