using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>A client that repeatedly holds two seats and orders them, each time as another buyer.</summary>
internal sealed class BookingClient(BookingRequests requests, SeatSource source, BookingTally tally, StopSignal stop) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;
    private const int Conflict = 409;
    private const int Unavailable = 503;

    private int _performance;
    private int _seat;
    private bool _isOrdering;
    private long _begunAt;
    private long _orderedAt;

    public override void Begin(EventLoop loop) => HoldNext(loop);

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
        HoldNext(loop);
    }

    private void HoldNext(EventLoop loop)
    {
        _isOrdering = false;
        if (stop.IsSet)
        {
            return;
        }

        (_performance, _seat) = source.Next();
        _begunAt = loop.Now;
        loop.Send(this, requests.Hold(_performance, _seat));
    }

    private void Held(EventLoop loop)
    {
        switch (Answer.Status)
        {
            case Created when requests.Order(Answer.Body) is { IsEmpty: false } order:
                tally.Holds.Record(loop.Now - _begunAt);
                source.Taken(_performance, _seat);
                (_isOrdering, _orderedAt) = (true, loop.Now);
                loop.Send(this, order);
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

        HoldNext(loop);
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

        HoldNext(loop);
    }
}
