using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Where a request for seats comes from: seats are counted for each of it, see docs/decisions/0012-seat-budgets.md.</summary>
public sealed record HoldOrigin(ClientNetwork Network, UserId? Account)
{
    /// <summary>The place of the admission pass while the performance has a waiting room: one pass is good for one owner's hold.</summary>
    public long? Pass { get; init; }

    /// <summary>The owner's key is of this request alone, so that its device has no seats yet: it is not counted.</summary>
    public bool DeviceIsNew { get; init; }

    /// <summary>The answer to <see cref="RefusedHold.Proof"/>.</summary>
    public string? Proof { get; init; }
}
