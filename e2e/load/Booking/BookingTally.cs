using System.Collections.Concurrent;
using System.Text;
using Ticketing.Load.Report;

namespace Ticketing.Load.Booking;

/// <summary>Results of all clients of a run. Written by the event loop's thread, read by others concurrently.</summary>
internal sealed class BookingTally(int performances, int seatsEach)
{
    private const int ExamplesMax = 5;

    private readonly byte[][] _confirmations = [.. Enumerable.Range(0, performances).Select(_ => new byte[seatsEach])];

    /// <summary>From sending the hold request to the order's response.</summary>
    public Histogram Bookings { get; private init; } = new();

    public Histogram Holds { get; private init; } = new();

    public Histogram Orders { get; private init; } = new();

    /// <summary>Holds refused because a seat is taken.</summary>
    public Histogram Refusals { get; private init; } = new();

    /// <summary>Responses with status 503.</summary>
    public long Busy { get; set; }

    /// <summary>Unexpected responses and broken connections.</summary>
    public long Errors { get; private set; }

    /// <summary>Seats with more than one confirmed order.</summary>
    public long SoldTwice { get; private set; }

    /// <summary>Examples of errors.</summary>
    public ConcurrentQueue<string> Examples { get; } = new();

    public void Confirmed(int performance, int firstSeat, int count)
    {
        for (var seat = firstSeat; seat < firstSeat + count; seat++)
        {
            if (_confirmations[performance][seat]++ > 0)
            {
                SoldTwice++;
            }
        }
    }

    public void Wrong(int status, ReadOnlySpan<byte> body)
    {
        Errors++;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue($"{status} {Encoding.UTF8.GetString(body)}");
        }
    }

    public void Wrong(string reason)
    {
        Errors++;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue(reason);
        }
    }

    /// <summary>A copy of the current values.</summary>
    public BookingTally Copy() => Since(new BookingTally(0, 0));

    public BookingTally Since(BookingTally earlier) => new(0, 0)
    {
        Bookings = Bookings.Since(earlier.Bookings),
        Holds = Holds.Since(earlier.Holds),
        Orders = Orders.Since(earlier.Orders),
        Refusals = Refusals.Since(earlier.Refusals),
        Busy = Busy - earlier.Busy,
        Errors = Errors - earlier.Errors,
        SoldTwice = SoldTwice - earlier.SoldTwice,
    };
}
