using Ticketing.Load.Http;

namespace Ticketing.Load.Booking;

/// <summary>A client that books when a <see cref="BookingPace"/> starts it.</summary>
internal sealed class PacedBookingClient(
    BookingPace pace, BookingRequests requests, SeatSource source, BookingTally tally, StopSignal stop)
    : BookingClient(requests, source, tally, stop)
{
    protected override void Next(EventLoop loop) => pace.Free(this);
}
