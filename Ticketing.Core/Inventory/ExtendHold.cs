using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Gives a hold its time once more, once, and never beyond its hard limit.</summary>
public sealed record ExtendHold(HoldId Hold, HoldOwner Owner);

public enum ExtendRefusal
{
    /// <summary>No such active hold of this owner.</summary>
    HoldGone,

    /// <summary>Its one extension is used up.</summary>
    AlreadyExtended,
}
