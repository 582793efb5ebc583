using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Extras;

/// <summary>
/// One unit of an extra in an order. Name and amounts are those of the time of the order; amounts are minor units of its currency. A unit
/// has a row of its own, so that one of several can be refunded and has its own voucher.
/// </summary>
public sealed class OrderExtra
{
    public required OrderExtraId Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required ExtraId ExtraId { get; init; }

    public required string Name { get; init; }

    public required bool HasVoucher { get; init; }

    /// <summary>Promo codes do not lower it.</summary>
    public required long Price { get; init; }

    public required int TaxBasisPoints { get; init; }

    /// <summary>Contained in <see cref="Total"/>.</summary>
    public required long Tax { get; init; }

    /// <summary>The price, plus tax where it is added.</summary>
    public required long Total { get; init; }

    /// <summary>True while it counts in the extra's stock: until the order ends or the unit is refunded.</summary>
    public bool Live { get; internal set; } = true;

    /// <summary>When it was given back after it had been paid; null: not.</summary>
    public DateTimeOffset? ReturnedAt { get; internal set; }

    /// <summary>The voucher's signed code, as of tickets: of the unit's id, by the key of the performance. Null: not shown yet, or none.</summary>
    public string? Code { get; private set; }

    /// <summary>The key that <see cref="Code"/> is signed with.</summary>
    public Guid? KeyId { get; private set; }

    /// <summary>Sets the code that is stored.</summary>
    public void Sign(string code, Guid keyId)
    {
        Invariant.Holds(HasVoucher);
        (Code, KeyId) = (code, keyId);
    }
}
