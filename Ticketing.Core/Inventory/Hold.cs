using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory;

/// <summary>Seats kept for one buyer until a time. It is written by SQL statements only, never through the change tracker.</summary>
public sealed class Hold
{
    public HoldId Id { get; private init; }

    public PerformanceId PerformanceId { get; private init; }

    /// <summary>SHA-256 of the buyer's key or of the secret that a guest of the API was given: who may use the hold.</summary>
    public byte[] OwnerHash { get; private init; } = [];

    public UserId? UserId { get; private init; }

    public HoldStatus Status { get; private init; }

    /// <summary>Seat indexes, ascending.</summary>
    public int[] Seats { get; private init; } = [];

    /// <summary>For each seat the ordinal of its price tier.</summary>
    public short[] Tiers { get; private init; } = [];

    /// <summary>For each seat its price when it was held, in minor units: later price changes do not touch a hold.</summary>
    public long[] Prices { get; private init; } = [];

    /// <summary>For each seat its fee when it was held, in minor units.</summary>
    public long[] Fees { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>What no extension goes beyond.</summary>
    public DateTimeOffset ExpiresHardAt { get; private init; }

    public bool Extended { get; private init; }

    public OrderId? OrderId { get; private init; }

    /// <summary>The repeatable request that made it in a batch; see <see cref="RepeatableRequest"/>.</summary>
    public Guid? RequestId { get; private init; }

    public byte[]? RequestHash { get; private init; }
}

public enum HoldStatus
{
    /// <summary>In the buyer's basket.</summary>
    Active,

    /// <summary>Given back by the buyer.</summary>
    Released,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>An order has been placed for it; the order decides its end.</summary>
    Ordered,
}
