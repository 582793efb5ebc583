using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Campaigns;

/// <summary>
/// Promo codes with common terms: what they take off, when, and how often. Every code of the campaign has a copy of its terms, so that an
/// order reads the code alone.
/// </summary>
public sealed class PromoCampaign
{
    /// <summary>The maximum number of codes of a campaign.</summary>
    public const int CodesMax = 50_000;

    /// <summary>The maximum number of campaigns of an organization.</summary>
    public const int PerOrganizationMax = 1_000;

    /// <summary>The random characters of a code made in bulk.</summary>
    public const int RandomLength = 8;

    public required PromoCampaignId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>Null: every event of the organization.</summary>
    public EventId? EventId { get; set; }

    /// <summary>Visible to members only.</summary>
    public required string Name { get; set; }

    public required PromoKind Kind { get; set; }

    /// <inheritdoc cref="PromoCode.Value"/>
    public required long Value { get; set; }

    /// <inheritdoc cref="PromoCode.PerItem"/>
    public bool PerItem { get; set; }

    /// <inheritdoc cref="PromoCode.Currency"/>
    public string? Currency { get; set; }

    /// <inheritdoc cref="PromoCode.Take"/>
    public int? Take { get; set; }

    /// <inheritdoc cref="PromoCode.Free"/>
    public int? Free { get; set; }

    /// <inheritdoc cref="PromoCode.Categories"/>
    public required string[] Categories { get; set; }

    public DateTimeOffset? ValidFrom { get; set; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <inheritdoc cref="PromoCode.MinimumAmount"/>
    public long MinimumAmount { get; set; }

    /// <summary>Maximum uses of each code; null: unlimited.</summary>
    public int? UsesMax { get; set; }

    /// <summary>Maximum uses of each code per e-mail address; null: unlimited.</summary>
    public int? UsesPerBuyerMax { get; set; }

    /// <summary>False: its codes are refused.</summary>
    public bool IsActive { get; set; } = true;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The member who created it; null for one whose account is erased.</summary>
    public UserId? CreatedBy { get; init; }

    /// <summary>What the campaign takes off and from which seats: fixed as soon as an order has used a code.</summary>
    public CampaignDiscount Discount => new(EventId, Kind, Value, PerItem, Currency, Take, Free, Categories);

    /// <summary>The values that members change, for the audit log.</summary>
    public string ToAuditJson() => JsonSerializer.Serialize(
        new
        {
            name = Name,
            kind = Kind.ToWord(),
            value = Value,
            perItem = PerItem,
            currency = Currency,
            take = Take,
            free = Free,
            eventId = EventId?.Value,
            categories = Categories,
            validFrom = ValidFrom,
            validUntil = ValidUntil,
            minimumAmount = MinimumAmount,
            usesMax = UsesMax,
            usesPerBuyerMax = UsesPerBuyerMax,
            active = IsActive,
        },
        JsonSerializerOptions.Web);

    /// <summary>Takes over valid terms.</summary>
    public void Set(CampaignTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var discount = terms.Discount();
        (EventId, Kind, Value, PerItem) = (discount.Event, discount.Kind, discount.Value, discount.PerItem);
        (Currency, Take, Free, Categories) = (discount.Currency, discount.Take, discount.Free, [.. discount.Categories]);
        (Name, ValidFrom, ValidUntil) = (TypedText.Line(terms.Name), terms.ValidFrom?.ToUniversalTime(), terms.ValidUntil?.ToUniversalTime());
        (MinimumAmount, UsesMax, UsesPerBuyerMax, IsActive) = (terms.MinimumAmount, terms.UsesMax, terms.UsesPerBuyerMax, terms.IsActive);
    }
}

/// <summary>What a campaign takes off, and from which seats.</summary>
public sealed record CampaignDiscount(
    EventId? Event, PromoKind Kind, long Value, bool PerItem, string? Currency, int? Take, int? Free, IReadOnlyList<string> Categories)
{
    public bool Equals(CampaignDiscount? other) => other is not null
        && (Event, Kind, Value, PerItem, Currency, Take, Free) == (other.Event, other.Kind, other.Value, other.PerItem, other.Currency, other.Take, other.Free)
        && Categories.Order(StringComparer.Ordinal).SequenceEqual(other.Categories.Order(StringComparer.Ordinal));

    public override int GetHashCode() => HashCode.Combine(Event, Kind, Value, PerItem, Currency, Take, Free, Categories.Count);
}
