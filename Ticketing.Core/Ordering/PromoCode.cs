using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>A discount campaign's code.</summary>
public sealed class PromoCode
{
    public required PromoCodeId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>Null: every event of the organization.</summary>
    public EventId? EventId { get; init; }

    /// <summary>As <see cref="Normalize"/> gives it.</summary>
    public required string Code { get; init; }

    public required PromoKind Kind { get; init; }

    /// <summary>Basis points for <see cref="PromoKind.Percent"/>; minor units of <see cref="Currency"/> for a fixed amount.</summary>
    public required long Value { get; init; }

    /// <summary>A fixed amount: off each item, or off the order once.</summary>
    public bool PerItem { get; init; }

    /// <summary>For fixed amounts: the code works in this currency only.</summary>
    public string? Currency { get; init; }

    /// <summary>Categories of seats it is for (a tier's <see cref="PriceTier.Category"/>); empty: all.</summary>
    public string[] Categories { get; init; } = [];

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The order's prices must add up to this at least; minor units.</summary>
    public long MinimumAmount { get; init; }

    /// <summary>Uses in all; null: unlimited. The last use is raced for in the database.</summary>
    public int? UsesMax { get; init; }

    public int Uses { get; private set; }

    /// <summary>Uses by one e-mail address; null: unlimited.</summary>
    public int? UsesPerBuyerMax { get; init; }

    public const int CodeLengthMax = 40;

    /// <summary>Whether a typed text can be a code at all.</summary>
    public static bool CanBe(string code) => Normalize(code) is { Length: > 0 and <= CodeLengthMax } normal && !normal.Any(char.IsControl);

    /// <summary>How a code is compared: no surrounding space, upper case.</summary>
    public static string Normalize(string code) => code.Trim().ToUpperInvariant();
}

public enum PromoKind
{
    Percent,
    Fixed,
}

/// <summary>An order's use of a promo code; deleted when the order dies, which gives the use back.</summary>
public sealed class PromoUse
{
    public required OrderId OrderId { get; init; }

    public required PromoCodeId PromoCodeId { get; init; }

    public required string EmailNormalized { get; init; }
}
