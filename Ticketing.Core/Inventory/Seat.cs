using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory;

/// <summary>A seat of a performance. Written by SQL statements only, never by the change tracker.</summary>
public sealed class Seat
{
    public PerformanceId PerformanceId { get; private init; }

    public SeatIndex SeatIndex { get; private init; }

    public SeatStatus Status { get; private init; }

    public HoldId? HoldId { get; private init; }

    /// <summary>
    /// When the claim of <see cref="HoldId"/> expires; from then on the seat is free, or its allotment's again, swept or not.
    /// </summary>
    public DateTimeOffset? HeldUntil { get; private init; }

    public OrderId? OrderId { get; private init; }

    /// <summary>The allotment that it is set aside for, also while it is held or sold; then it is never available to the public.</summary>
    public AllotmentId? AllotmentId { get; private init; }

    /// <summary>Fencing token: increases with every change of owner.</summary>
    public long Fence { get; private init; }
}
