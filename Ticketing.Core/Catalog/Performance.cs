using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>One date of an event, with its own inventory and its own on-sale times.</summary>
public sealed class Performance
{
    public required PerformanceId Id { get; init; }

    public required EventId EventId { get; init; }

    public required VenueId VenueId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The plan as it was compiled when the performance was published; it does not change while seats are sold.</summary>
    public required string CompiledPlanId { get; init; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset DoorsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public required DateTimeOffset OnSaleAt { get; set; }

    public required DateTimeOffset OffSaleAt { get; set; }

    public required PerformanceStatus Status { get; set; }

    /// <summary>ISO 4217; every price of the performance is in it.</summary>
    public required string Currency { get; init; }

    /// <summary>Places of the compiled plan: seat indexes run from 0 to one less.</summary>
    public required int SeatCount { get; init; }

    public int SeatsPerOrderMax { get; set; } = 10;

    /// <summary>Over all orders of an account or e-mail address.</summary>
    public int SeatsPerBuyerMax { get; set; } = 20;

    public int HoldSeconds { get; set; } = 600;

    /// <summary>Whether a selection that leaves one seat alone is refused.</summary>
    public bool NoSingleSeats { get; set; }

    /// <summary>Whether each ticket needs the name of the person who comes.</summary>
    public bool AttendeeNames { get; set; }

    /// <summary>What a buyer may do at <paramref name="now"/>, seats left aside.</summary>
    public SaleState SaleStateAt(DateTimeOffset now) => SaleStateAt(Status, OnSaleAt, OffSaleAt, now);

    /// <inheritdoc cref="SaleStateAt(DateTimeOffset)"/>
    public static SaleState SaleStateAt(PerformanceStatus status, DateTimeOffset onSaleAt, DateTimeOffset offSaleAt, DateTimeOffset now) => status switch
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

/// <summary>What staff have decided about a performance; time decides the rest.</summary>
public enum PerformanceStatus
{
    Scheduled,
    Paused,
    Cancelled,
    Postponed,
    Completed,
}

/// <summary>What a buyer sees and may do. Only <see cref="OnSale"/> sells; sold out is a matter of seats, not of this.</summary>
public enum SaleState
{
    NotYetOnSale,
    OnSale,
    Paused,
    Ended,
    Cancelled,
    Postponed,
}
