using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>One date of an event, with its own inventory and its own on-sale times.</summary>
public sealed class Performance
{
    public required PerformanceId Id { get; init; }

    public required EventId EventId { get; init; }

    public required VenueId VenueId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The compiled plan that the performance is sold by. A newer one keeps the numbers of all its seats.</summary>
    public required string CompiledPlanId { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset DoorsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public required DateTimeOffset OnSaleAt { get; set; }

    public required DateTimeOffset OffSaleAt { get; set; }

    public required PerformanceStatus Status { get; set; }

    /// <summary>The currency of all its prices, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Number of places in the compiled plan; seat indexes are 0 to SeatCount - 1.</summary>
    public required int SeatCount { get; set; }

    public int SeatsPerOrderMax { get; set; } = 10;

    /// <summary>Limit over all orders of an account or e-mail address.</summary>
    public int SeatsPerBuyerMax { get; set; } = 20;

    public int HoldSeconds { get; set; } = 600;

    /// <summary>Whether a selection that leaves a single free seat is refused.</summary>
    public bool NoSingleSeats { get; set; }

    /// <summary>Whether each ticket needs an attendee's name.</summary>
    public bool AttendeeNames { get; set; }

    /// <summary>
    /// Rises with every change of date, state, title or venue; never written here: the database's triggers count. Calendars replace an
    /// entry by one with a higher number.
    /// </summary>
    public int Revision { get; init; }

    /// <summary>The time of the latest <see cref="Revision"/>.</summary>
    public DateTimeOffset RevisedAt { get; init; }

    /// <summary>The sale state at <paramref name="now"/>, regardless of free seats.</summary>
    public SaleState SaleStateAt(DateTimeOffset now) => SaleStateAt(Status, OnSaleAt, OffSaleAt, now);

    /// <inheritdoc cref="SaleStateAt(DateTimeOffset)"/>
    public static SaleState SaleStateAt(
        PerformanceStatus status, DateTimeOffset onSaleAt, DateTimeOffset offSaleAt, DateTimeOffset now) => status switch
        {
            PerformanceStatus.Cancelled => SaleState.Cancelled,
            PerformanceStatus.Postponed => SaleState.Postponed,
            PerformanceStatus.Completed => SaleState.Ended,
            PerformanceStatus.Paused => SaleState.Paused,
            PerformanceStatus.Scheduled when now < onSaleAt => SaleState.NotYetOnSale,
            PerformanceStatus.Scheduled when now >= offSaleAt => SaleState.Ended,
            PerformanceStatus.Scheduled => SaleState.OnSale,
        };
}

/// <summary>The status that staff set; <see cref="SaleState"/> adds the on-sale and off-sale times.</summary>
public enum PerformanceStatus
{
    Scheduled,
    Paused,
    Cancelled,
    Postponed,
    Completed,
}

/// <summary>Whether a performance sells. Only <see cref="OnSale"/> does. "Sold out" is an <see cref="Availability"/>.</summary>
public enum SaleState
{
    NotYetOnSale,
    OnSale,
    Paused,
    Ended,
    Cancelled,
    Postponed,
}
