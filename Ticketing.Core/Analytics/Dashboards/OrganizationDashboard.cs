using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>Reads what an organization sells. For those who may see its figures (<see cref="Caller.SeesFiguresOf(OrganizationId)"/>).</summary>
public sealed record ReadOrganizationDashboard(OrganizationId Organization, Caller Caller);

/// <param name="HasEvents">Whether there is an event, also a draft.</param>
/// <param name="Today">Since midnight by the clocks of each venue; one for each currency.</param>
/// <param name="Week">Today and the six days before.</param>
/// <param name="Upcoming">All sales of performances that have not ended.</param>
/// <param name="Performances">The next ones, by their start.</param>
/// <param name="HasMore">Whether there are more performances than these.</param>
/// <param name="Orders">The newest paid ones.</param>
public sealed record OrganizationDashboard(
    OrganizationId Organization, bool HasEvents, IReadOnlyList<SalesTotal> Today, IReadOnlyList<SalesTotal> Week,
    IReadOnlyList<SalesTotal> Upcoming, IReadOnlyList<UpcomingPerformance> Performances, bool HasMore, IReadOnlyList<NewestOrder> Orders,
    DateTimeOffset ReadAt);

/// <summary>A performance that has not ended, of a published event.</summary>
/// <param name="StartsAt">In the venue's local time.</param>
/// <param name="IsPublic">Whether it is shown and sold to the public: not while its organization may not sell.</param>
/// <param name="Capacity">Places of its plan.</param>
/// <param name="Sold">Seats sold and not returned.</param>
/// <param name="SoldInWeek">Of today and the six days before.</param>
/// <param name="Days">Seats sold and not returned by day, the last <see cref="DaysShown"/> days, oldest first.</param>
public sealed record UpcomingPerformance(
    PerformanceId Id, EventId Event, string Title, DateTimeOffset StartsAt, string TimeZone, string Venue, string City, SaleState State,
    bool IsPublic, int Capacity, long Sold, long SoldInWeek, Money Net, IReadOnlyList<long> Days)
{
    public const int DaysShown = 14;
}
