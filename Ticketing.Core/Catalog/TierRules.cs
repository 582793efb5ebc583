namespace Ticketing.Core.Catalog;

/// <summary>When a price tier is sold, within the sale of its performance, and how many of its seats an order can have.</summary>
/// <param name="OpensAt">Null: with the sale.</param>
/// <param name="ClosesAt">Exclusive; null: with the sale.</param>
/// <param name="PerOrderMin">The least seats of the tier in an order that has any; null: one.</param>
/// <param name="PerOrderMax">The most seats of the tier in an order; null: what the performance allows.</param>
public sealed record TierRules(DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? PerOrderMin, int? PerOrderMax)
{
    public static TierRules None { get; } = new(null, null, null, null);

    /// <summary>
    /// Whether buyers need an access code also in the general sale: of an open presale that sells the tier's category. Without one they do not
    /// see the tier.
    /// </summary>
    public bool ByCode { get; init; }

    public bool IsOpenAt(DateTimeOffset now) => !(now < OpensAt) && !(now >= ClosesAt);
}
