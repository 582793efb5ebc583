using System.Diagnostics;
using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>
/// Starts bookings at a fixed rate, independent of the server (open loop). A booking without a free client waits; its latency
/// counts from its due time. Clients are used in turn, so that no connection is idle for long.
/// </summary>
internal sealed class BookingPace(double perSecond)
{
    private const int StepMs = 1;

    private readonly Queue<PacedBookingClient> _free = new();
    private readonly double _ticksBetween = Stopwatch.Frequency / perSecond;
    private long _startedAt;
    private long _begun;

    public void Free(PacedBookingClient client) => _free.Enqueue(client);

    /// <summary>The loop's step: starts due bookings.</summary>
    public int Step(EventLoop loop)
    {
        _startedAt = _startedAt == 0 ? loop.Now : _startedAt;
        while (DueAt(_begun) <= loop.Now && _free.TryDequeue(out var client))
        {
            client.Book(loop, DueAt(_begun));
            _begun++;
        }

        return StepMs;
    }

    private long DueAt(long number) => _startedAt + (long)(number * _ticksBetween);
}
