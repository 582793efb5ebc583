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

/// <summary>One of the connections on which a seller holds and orders.</summary>
internal sealed class SellerConnection(Seller seller) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;

    private int seat;
    private bool isOrdering;

    public override void Begin(EventLoop loop) => seller.Free(this);

    public void Sell(EventLoop loop, int firstSeat)
    {
        (seat, isOrdering) = (firstSeat, false);
        seller.News.Holding(seat, Seller.SeatsPerBooking, loop.Now);
        loop.Send(this, seller.Requests.Hold(0, seat));
    }

    public override void Answered(EventLoop loop)
    {
        if (!isOrdering && Answer.Status == Created && seller.Requests.Order(Answer.Body) is { IsEmpty: false } order)
        {
            isOrdering = true;
            seller.News.Ordering(seat, Seller.SeatsPerBooking, loop.Now);
            loop.Send(this, order);
            return;
        }

        if (isOrdering && Answer.Status == Created && Answer.Body.IndexOf("\"status\":\"paid\""u8) >= 0)
        {
            seller.Confirmed();
        }
        else
        {
            seller.Wrong($"{Answer.Status} {System.Text.Encoding.UTF8.GetString(Answer.Body)}");
        }

        seller.Free(this);
    }

    public override void Broken(EventLoop loop, string reason)
    {
        seller.Wrong("a connection broke: " + reason);
        seller.Free(this);
    }
}
