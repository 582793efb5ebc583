using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>A seat of a performance. It is written by SQL statements only, never through the change tracker.</summary>
public sealed class Seat
{
    public PerformanceId PerformanceId { get; private init; }

    public SeatIndex SeatIndex { get; private init; }

    public SeatStatus Status { get; private init; }

    public HoldId? HoldId { get; private init; }

    /// <summary>Until when <see cref="HoldId"/> owns the seat; past it the seat is free, swept or not.</summary>
    public DateTimeOffset? HeldUntil { get; private init; }

    public OrderId? OrderId { get; private init; }

    /// <summary>Grows with every change of owner.</summary>
    public long Fence { get; private init; }
}
