using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>A discount campaign's code.</summary>
public sealed class PromoCode
{
    public required PromoCodeId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The campaign that it was made in, whose terms it copies; null: a code from before campaigns.</summary>
    public PromoCampaignId? CampaignId { get; init; }

    /// <summary>False: it is refused like a code outside of its window.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Null: every event of the organization.</summary>
    public EventId? EventId { get; init; }

    /// <summary>In the form of <see cref="Normalize"/>.</summary>
    public required string Code { get; init; }

    public required PromoKind Kind { get; init; }

    /// <summary>
    /// Basis points for <see cref="PromoKind.Percent"/>; minor units of <see cref="Currency"/> for a fixed amount; 0 for
    /// <see cref="PromoKind.Group"/>.
    /// </summary>
    public required long Value { get; init; }

    /// <summary>For <see cref="PromoKind.Group"/>: how many items of each group are paid.</summary>
    public int? Take { get; init; }

    /// <summary>For <see cref="PromoKind.Group"/>: how many items of each group are free.</summary>
    public int? Free { get; init; }

    /// <summary>For fixed amounts: true deducts it from each item, false once from the order.</summary>
    public bool PerItem { get; init; }

    /// <summary>For fixed amounts: the only currency that the code applies to.</summary>
    public string? Currency { get; init; }

    /// <summary>Eligible seat categories (<see cref="PriceTier.Category"/>); empty: all.</summary>
    public string[] Categories { get; init; } = [];

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Minimum sum of the order's prices; minor units.</summary>
    public long MinimumAmount { get; init; }

    /// <summary>Maximum uses in total, enforced by the database; null: unlimited.</summary>
    public int? UsesMax { get; init; }

    public int Uses { get; private set; }

    /// <summary>Maximum uses per e-mail address; null: unlimited.</summary>
    public int? UsesPerBuyerMax { get; init; }

    public const int CodeLengthMax = 40;

    /// <summary>Whether an entered text has the form of a code.</summary>
    public static bool CanBe(string code) =>
        Normalize(code) is { Length: > 0 and <= CodeLengthMax } normal && TypedText.IsText(normal);

    /// <summary>The form for comparison: see <see cref="TypedText.Code"/>.</summary>
    public static string Normalize(string code) => TypedText.Code(code);
}

public enum PromoKind
{
    Percent,
    Fixed,

    /// <summary>Of each group of <see cref="PromoCode.Take"/> + <see cref="PromoCode.Free"/> items, the cheapest ones are free.</summary>
    Group,
}

/// <summary>An order's use of a promo code. Deleted when the order expires or is cancelled, which makes the use available again.</summary>
public sealed class PromoUse
{
    public required OrderId OrderId { get; init; }

    public required PromoCodeId PromoCodeId { get; init; }

    public required string EmailNormalized { get; init; }
}
