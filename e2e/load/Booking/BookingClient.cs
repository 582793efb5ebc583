using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>A client that repeatedly holds two seats and orders them, each time as another buyer.</summary>
/// <param name="servers">Servers of the loop, used in turn: a buyer's hold and order go to different ones.</param>
internal class BookingClient(BookingRequests requests, SeatSource source, BookingTally tally, StopSignal stop, int servers = 1)
    : Client(bodyBytesKept: 512)
{
    private const int Created = 201;
    private const int Conflict = 409;
    private const int Unavailable = 503;

    private int _performance;
    private int _seat;
    private bool _isOrdering;
    private long _begunAt;
    private long _orderedAt;

    public override void Begin(EventLoop loop)
    {
        Server = Number % servers;
        Next(loop);
    }

    public override void Answered(EventLoop loop)
    {
        if (_isOrdering)
        {
            Ordered(loop);
        }
        else
        {
            Held(loop);
        }
    }

    public override void Broken(EventLoop loop, string reason)
    {
        tally.Wrong("a connection broke: " + reason);
        Next(loop);
    }

    /// <summary>Starts a booking of the source's next seats.</summary>
    /// <param name="begunAt">Its latency counts from this time, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    public void Book(EventLoop loop, long begunAt)
    {
        (_performance, _seat) = source.Next();
        (_isOrdering, _begunAt) = (false, begunAt);
        Send(loop, requests.Hold(_performance, _seat));
    }

    /// <summary>Called when the client is free: books without a pause until the stop signal.</summary>
    protected virtual void Next(EventLoop loop)
    {
        if (!stop.IsSet)
        {
            Book(loop, loop.Now);
        }
    }

    private void Send(EventLoop loop, ReadOnlySpan<byte> request)
    {
        Server = (Server + 1) % servers;
        loop.Send(this, request);
    }

    private void Held(EventLoop loop)
    {
        switch (Answer.Status)
        {
            case Created when requests.Order(Answer.Body) is { IsEmpty: false } order:
                tally.Holds.Record(loop.Now - _begunAt);
                source.Taken(_performance, _seat);
                (_isOrdering, _orderedAt) = (true, loop.Now);
                Send(loop, order);
                return;
            case Conflict when Answer.Body.IndexOf("seats-taken"u8) >= 0:
                tally.Refusals.Record(loop.Now - _begunAt);
                break;
            case Unavailable:
                tally.Busy++;
                break;
            default:
                tally.Wrong(Answer.Status, Answer.Body);
                break;
        }

        Next(loop);
    }

    private void Ordered(EventLoop loop)
    {
        if (Answer.Status == Created && Answer.Body.IndexOf("\"status\":\"paid\""u8) >= 0)
        {
            tally.Orders.Record(loop.Now - _orderedAt);
            tally.Bookings.Record(loop.Now - _begunAt);
            tally.Confirmed(_performance, _seat, SeatSource.SeatsPerBooking);
        }
        else if (Answer.Status == Unavailable)
        {
            tally.Busy++;
        }
        else
        {
            tally.Wrong(Answer.Status, Answer.Body);
        }

        Next(loop);
    }
}
