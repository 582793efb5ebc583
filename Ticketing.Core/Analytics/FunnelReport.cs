using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Analytics;

/// <summary>Reads an event's way from holds to paid orders by day. For those who may see its figures (<see cref="Caller.SeesFiguresOf(OrganizationId, EventId)"/>).</summary>
/// <param name="From">The first day, at the venue; null: 29 days before <paramref name="To"/>.</param>
/// <param name="To">The last day; null: today.</param>
public sealed record ReadFunnel(EventId Event, DateOnly? From, DateOnly? To, Caller Caller);

/// <param name="Zone">The time zone in which "today" was determined: of the venue of the event's first performance.</param>
/// <param name="Days">Those on which something happened, oldest first.</param>
public sealed record FunnelReport(
    EventId Event, string Title, TimeZoneInfo Zone, DateOnly From, DateOnly To, IReadOnlyList<FunnelDay> Days, FunnelSums Totals);

/// <summary>A day's counts: each on the day on which it happened, so a hold of one day can be an order of the next.</summary>
/// <param name="Day">By the clocks of the performance's venue.</param>
public sealed record FunnelDay(DateOnly Day, FunnelSums Sums);

/// <param name="Holds">New holds.</param>
/// <param name="SeatsHeld">Seats that became held, by new holds or added to one.</param>
/// <param name="HoldsExpired">Holds that ended without an order, by time.</param>
/// <param name="HoldsReleased">Holds that their owners gave back.</param>
/// <param name="Orders">New orders, free ones included.</param>
/// <param name="Paid">Orders that were paid, free ones included.</param>
/// <param name="Refunded">Orders that were refunded in whole.</param>
public readonly record struct FunnelSums(
    long Holds, long SeatsHeld, long HoldsExpired, long HoldsReleased, long Orders, long Paid, long Refunded)
{
    public static FunnelSums operator +(FunnelSums left, FunnelSums right) => left.Add(right);

    public FunnelSums Add(FunnelSums other) => new(
        Holds + other.Holds, SeatsHeld + other.SeatsHeld, HoldsExpired + other.HoldsExpired, HoldsReleased + other.HoldsReleased,
        Orders + other.Orders, Paid + other.Paid, Refunded + other.Refunded);
}
