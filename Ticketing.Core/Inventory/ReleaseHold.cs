using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Gives all seats of an active hold back. Done twice, it frees once.</summary>
public sealed record ReleaseHold(HoldId Hold, HoldOwner Owner);

public enum ReleaseRefusal
{
    /// <summary>No such active hold of this owner: it is over, ordered, or somebody else's.</summary>
    HoldGone,
}
