using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Extends a hold by the hold time, once, at most to its hard limit.</summary>
public sealed record ExtendHold(HoldId Hold, HoldOwner Owner);

public enum ExtendRefusal
{
    /// <summary>The owner has no such active hold.</summary>
    HoldNotActive,

    /// <summary>The hold was extended before.</summary>
    AlreadyExtended,
}
