using System.Diagnostics;
using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>Somebody who wants one certain seat, asks for it once, and orders it if it is theirs.</summary>
internal sealed class RaceBuyer(BookingRequests requests, int seat, BookingTally tally) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;
    private const int Conflict = 409;

    private bool isOrdering;
    private long begunAt;
    private long orderedAt;

    /// <summary>Waits for the gun.</summary>
    public override void Begin(EventLoop loop)
    {
    }

    public void Go(EventLoop loop)
    {
        begunAt = Stopwatch.GetTimestamp();
        loop.Send(this, requests.Hold(0, seat));
    }

    public override void Answered(EventLoop loop)
    {
        if (isOrdering)
        {
            Ordered(loop);
        }
        else if (Answer.Status == Created && requests.Order(Answer.Body) is { IsEmpty: false } order)
        {
            tally.Holds.Record(loop.Now - begunAt);
            (isOrdering, orderedAt) = (true, loop.Now);
            loop.Send(this, order);
        }
        else if (Answer.Status == Conflict && Answer.Body.IndexOf("seats-taken"u8) >= 0)
        {
            tally.Refusals.Record(loop.Now - begunAt);
        }
        else
        {
            tally.Wrong(Answer.Status, Answer.Body);
        }
    }

    public override void Broken(EventLoop loop, string reason) => tally.Wrong("a connection broke: " + reason);

    private void Ordered(EventLoop loop)
    {
        if (Answer.Status == Created && Answer.Body.IndexOf("\"status\":\"paid\""u8) >= 0)
        {
            tally.Orders.Record(loop.Now - orderedAt);
            tally.Bookings.Record(loop.Now - begunAt);
            tally.Confirmed(0, seat, 1);
        }
        else
        {
            tally.Wrong(Answer.Status, Answer.Body);
        }
    }
}
