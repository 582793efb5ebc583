using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>A buyer who holds two seats and orders them, and then comes back as another one; until the run ends.</summary>
internal sealed class BookingClient(BookingRequests requests, SeatSource source, BookingTally tally, StopSign stop) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;
    private const int Conflict = 409;
    private const int Unavailable = 503;

    private int performance;
    private int seat;
    private bool isOrdering;
    private long begunAt;
    private long orderedAt;

    public override void Begin(EventLoop loop) => HoldNext(loop);

    public override void Answered(EventLoop loop)
    {
        if (isOrdering)
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
        isOrdering = false;
        if (stop.IsUp)
        {
            return;
        }

        (performance, seat) = source.Next();
        begunAt = loop.Now;
        loop.Send(this, requests.Hold(performance, seat));
    }

    private void Held(EventLoop loop)
    {
        switch (Answer.Status)
        {
            case Created when requests.Order(Answer.Body) is { IsEmpty: false } order:
                tally.Holds.Record(loop.Now - begunAt);
                source.Taken(performance, seat);
                (isOrdering, orderedAt) = (true, loop.Now);
                loop.Send(this, order);
                return;
            case Conflict when Answer.Body.IndexOf("seats-taken"u8) >= 0:
                tally.Refusals.Record(loop.Now - begunAt);
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
            tally.Orders.Record(loop.Now - orderedAt);
            tally.Bookings.Record(loop.Now - begunAt);
            tally.Confirmed(performance, seat, SeatSource.SeatsPerBooking);
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
