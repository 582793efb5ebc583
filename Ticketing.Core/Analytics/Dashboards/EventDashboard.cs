using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>Reads what an event sells, or one of its performances. For those who may see its figures.</summary>
/// <param name="Performance">Null, or none of the event: all of them; an event with one performance has that one chosen.</param>
/// <param name="Comparison">Null, or none of the event: the last one before the chosen performance that sold anything.</param>
public sealed record ReadEventDashboard(
    EventId Event, PerformanceId? Performance, PerformanceId? Comparison, DashboardRange Range, Caller Caller);

/// <param name="Performances">All, by their start.</param>
/// <param name="Chosen">Null: the figures are those of all performances.</param>
/// <param name="Capacity">Places of the chosen performance, or of all that are not cancelled.</param>
/// <param name="Totals">Until now; one for each currency.</param>
/// <param name="Tiers">In their order; those of the same name, price category and currency are one.</param>
/// <param name="Comparison">Null: there is none.</param>
/// <param name="Seats">Of the chosen performance; null: none is chosen, or it has no seats.</param>
public sealed record EventDashboard(
    EventId Event, OrganizationId Organization, string Title, IReadOnlyList<PerformanceFigures> Performances, PerformanceFigures? Chosen,
    int Capacity, IReadOnlyList<SalesTotal> Totals, IReadOnlyList<TierFigures> Tiers, IReadOnlyList<ChannelFigures> Channels,
    SalesSeries Series, SalesPace Pace, PerformanceFigures? Comparison, SalesPace ComparisonPace, PerformanceSeats? Seats,
    DateTimeOffset ReadAt)
{
    /// <summary>Seats sold and not returned.</summary>
    public long Sold => Totals.Sum(total => total.Sums.Seats - total.Sums.SeatsReturned);

    /// <summary>Of all performances, also if one is chosen. Read less often than the rest: a minute old at most.</summary>
    public BuyerGroups Buyers { get; init; } = BuyerGroups.Of([]);
}

/// <param name="StartsAt">In the venue's local time.</param>
/// <param name="State">Cancelled also if the event is.</param>
/// <param name="IsPublic">Whether it is shown and sold to the public: no draft, and of an organization that may sell.</param>
/// <param name="Capacity">Places of its plan.</param>
/// <param name="Totals">Until now; one for each currency.</param>
public sealed record PerformanceFigures(
    PerformanceId Id, DateTimeOffset StartsAt, string TimeZone, string Venue, string City, SaleState State, bool IsPublic, int Capacity,
    string PlanId, IReadOnlyList<SalesTotal> Totals)
{
    /// <summary>Seats sold and not returned.</summary>
    public long Sold => Totals.Sum(total => total.Sums.Seats - total.Sums.SeatsReturned);
}

/// <param name="Color">As on the seat map: <c>#rrggbb</c>.</param>
public sealed record TierFigures(string Name, string Color, string Currency, SalesSums Sums)
{
    /// <summary>Whether it is an extra beside the seats: it has money and no seats.</summary>
    public bool IsExtra { get; init; }
}

/// <param name="Channel">See <see cref="SalesChannels"/>.</param>
public sealed record ChannelFigures(string Channel, string Currency, SalesSums Sums);

/// <summary>A performance's plan with the current status of each seat, by its index.</summary>
public sealed record PerformanceSeats(CompiledPlan Plan, IReadOnlyList<SeatStatus> Statuses);
