using System.Buffers.Binary;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// Tells a buyer's other tabs that their hold has changed. Both numbers are shortened hashes: a signal for somebody else costs a query,
/// nothing more.
/// </summary>
/// <param name="Owner">The hold's owner.</param>
/// <param name="State">The hold as it is now; a viewer that shows the same needs no query. <see cref="Ended"/> without a hold.</param>
public readonly record struct HoldSignal(int Owner, int State)
{
    /// <summary>The state without a hold: released, ordered or expired.</summary>
    public const int Ended = 0;

    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    internal static HoldSignal Of(HoldOwner owner, HoldRow row) =>
        new(OwnerTag(owner), row.Seats.Length == 0 ? Ended : StateOf(row.Seats, row.ExpiresAt));

    internal static HoldSignal OfEnd(HoldOwner owner) => new(OwnerTag(owner), Ended);

    /// <summary>The owner's number in signals.</summary>
    public static int OwnerTag(HoldOwner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return BinaryPrimitives.ReadInt32LittleEndian(owner.Hash.Span);
    }

    /// <summary>The state of a hold as a viewer has it; null: it has none.</summary>
    public static int StateOf(HeldSeats? held) => held is null ? Ended : StateOf(held.Seats.Select(seat => seat.Index.Value), held.ExpiresAt);

    // FNV-1a. PostgreSQL keeps microseconds.
    private static int StateOf(IEnumerable<int> seats, DateTimeOffset expiresAt)
    {
        var hash = (FnvOffset ^ (uint)(expiresAt.UtcTicks / TimeSpan.TicksPerMicrosecond)) * FnvPrime;
        foreach (var seat in seats)
        {
            hash = (hash ^ (uint)seat) * FnvPrime;
        }

        return hash == Ended ? 1 : (int)hash;
    }
}
