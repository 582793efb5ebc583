using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>
/// Sells a hall's seats one beside the other at a steady rate: a hold, an order, the next four. Used by the event loop's thread;
/// others say when to sell, and read the counts.
/// </summary>
internal sealed class Seller(BookingRequests requests, SeatNews news, int firstSeat)
{
    public const int SeatsPerBooking = 4;
    public const int SeatsPerSecond = 200;
    public const int Connections = 16;

    private const int ExamplesMax = 5;
    private const double TicksBetween = SeatsPerBooking / (double)SeatsPerSecond;

    private readonly Stack<SellerConnection> free = new();
    private volatile bool isSelling;
    private volatile int sold;
    private volatile int errors;
    private int next = firstSeat;
    private long dueAt;

    public BookingRequests Requests => requests;

    public SeatNews News => news;

    public bool IsSelling
    {
        get => isSelling;
        set => isSelling = value;
    }

    /// <summary>Orders that were confirmed.</summary>
    public int Sold => sold;

    public int Errors => errors;

    /// <summary>The first seat that was not tried yet. Not while it sells.</summary>
    public int NextSeat => next;

    public ConcurrentQueue<string> Examples { get; } = new();

    public void Free(SellerConnection connection) => free.Push(connection);

    public void Confirmed() => sold++;

    public void Wrong(string answer)
    {
        errors++;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue(answer);
        }
    }

    /// <summary>A part of the loop's step: begins the bookings that are due. It is late rather than quicker afterwards where all connections wait.</summary>
    public void Step(EventLoop loop)
    {
        if (!isSelling)
        {
            dueAt = 0;
            return;
        }

        dueAt = dueAt == 0 ? loop.Now : dueAt;
        while (dueAt <= loop.Now && next + SeatsPerBooking <= news.Seats && free.TryPop(out var connection))
        {
            connection.Sell(loop, next);
            next += SeatsPerBooking;
            dueAt += (long)(TicksBetween * Stopwatch.Frequency);
        }
    }
}
