using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Seats reserved for one buyer until an expiry time. Written by SQL statements only, never by the change tracker.</summary>
public sealed class Hold
{
    public HoldId Id { get; private init; }

    public PerformanceId PerformanceId { get; private init; }

    /// <summary>SHA-256 of the owner's key; see <see cref="HoldOwner"/>.</summary>
    public byte[] OwnerHash { get; private init; } = [];

    public UserId? UserId { get; private init; }

    public HoldStatus Status { get; private init; }

    /// <summary>Seat indexes, ascending.</summary>
    public int[] Seats { get; private init; } = [];

    /// <summary>Per seat: the ordinal of its price tier.</summary>
    public short[] Tiers { get; private init; } = [];

    /// <summary>Per seat: its price at the time of the hold, in minor units. Later price changes do not apply.</summary>
    public long[] Prices { get; private init; } = [];

    /// <summary>Per seat: its fee at the time of the hold, in minor units.</summary>
    public long[] Fees { get; private init; } = [];

    /// <summary>JSON of the reductions that its buyer has chosen, which the order reads; null: none.</summary>
    public string? Reductions { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>The latest expiry that an extension may set.</summary>
    public DateTimeOffset ExpiresHardAt { get; private init; }

    public bool Extended { get; private init; }

    public OrderId? OrderId { get; private init; }

    /// <summary>The <see cref="RepeatableRequest"/> that created it in a batch.</summary>
    public Guid? RequestId { get; private init; }

    public byte[]? RequestHash { get; private init; }
}

public enum HoldStatus
{
    /// <summary>In the buyer's basket.</summary>
    Active,

    /// <summary>Released by the buyer.</summary>
    Released,

    /// <summary>Past its expiry time.</summary>
    Expired,

    /// <summary>An order was placed for it; the seats now depend on the order.</summary>
    Ordered,
}
