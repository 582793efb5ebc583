using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Releases all seats of an active hold. Idempotent.</summary>
public sealed record ReleaseHold(HoldId Hold, HoldOwner Owner);

public enum ReleaseRefusal
{
    /// <summary>The owner has no such active hold: it has ended, is ordered, or has another owner.</summary>
    HoldNotActive,
}
