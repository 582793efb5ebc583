using System.Diagnostics;
using Ticketing.Load.Http;
using Ticketing.Load.Proof;

namespace Ticketing.Load.Booking;

/// <summary>A buyer who requests one seat once, and orders it if held.</summary>
internal sealed class RaceBuyer(BookingRequests requests, int seat, BookingTally tally, Recorder recorder) : Client(bodyBytesKept: 512)
{
    private const int Created = 201;
    private const int Conflict = 409;

    private bool _isOrdering;
    private long _begunAt;
    private long _orderedAt;
    private int _attempt;

    /// <summary>Does nothing before <see cref="Go"/>.</summary>
    public override void Begin(EventLoop loop)
    {
    }

    public void Go(EventLoop loop)
    {
        _begunAt = Stopwatch.GetTimestamp();
        _attempt = recorder.Ask(SeatAction.Hold, Number, seat, 1, _begunAt);
        loop.Send(this, requests.Hold(0, seat));
    }

    public override void Answered(EventLoop loop)
    {
        if (_isOrdering)
        {
            Ordered(loop);
        }
        else if (Answer.Status == Created && requests.Order(Answer.Body) is { IsEmpty: false } order)
        {
            tally.Holds.Record(loop.Now - _begunAt);
            recorder.Done(_attempt, BookingAnswers.Id(Answer.Body), BookingAnswers.ExpiresAt(Answer.Body), loop.Now);
            (_isOrdering, _orderedAt) = (true, loop.Now);
            _attempt = recorder.Ask(SeatAction.Order, Number, seat, 1, loop.Now);
            loop.Send(this, order);
        }
        else if (Answer.Status == Conflict && Answer.Body.IndexOf("seats-taken"u8) >= 0)
        {
            tally.Refusals.Record(loop.Now - _begunAt);
            recorder.Refused(_attempt, 1, loop.Now);
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
            tally.Orders.Record(loop.Now - _orderedAt);
            recorder.Done(_attempt, BookingAnswers.Id(Answer.Body), default, loop.Now);
            tally.Bookings.Record(loop.Now - _begunAt);
            tally.Confirmed(0, seat, 1);
        }
        else
        {
            tally.Wrong(Answer.Status, Answer.Body);
        }
    }
}
