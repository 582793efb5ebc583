using System.Collections.Concurrent;
using System.Text;
using Ticketing.Load.Report;

namespace Ticketing.Load.Booking;

/// <summary>What all clients of a run have seen. Written by the event loop's thread, read by others as it grows.</summary>
internal sealed class BookingTally(int performances, int seatsEach)
{
    private const int ExamplesMax = 5;

    private readonly byte[][] _confirmations = [.. Enumerable.Range(0, performances).Select(_ => new byte[seatsEach])];

    /// <summary>From the first byte of the hold's request to the answer to the order.</summary>
    public Histogram Bookings { get; private init; } = new();

    public Histogram Holds { get; private init; } = new();

    public Histogram Orders { get; private init; } = new();

    /// <summary>Holds that were refused because somebody else has a seat.</summary>
    public Histogram Refusals { get; private init; } = new();

    /// <summary>Requests that were turned away for the moment: 503.</summary>
    public long Busy { get; set; }

    /// <summary>Answers that nobody should get, and connections that broke.</summary>
    public long Errors { get; private set; }

    /// <summary>Seats for which a second order was confirmed, as the buyers see it.</summary>
    public long SoldTwice { get; private set; }

    /// <summary>A few of the wrong answers, to be read by a person.</summary>
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

    /// <summary>What there is now, to be compared with what there will be.</summary>
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
