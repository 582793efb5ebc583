using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>Sums of a campaign's paid orders, in minor units of the currency.</summary>
public sealed record CampaignSumsAnswer(string Currency, long Orders, long Revenue, long Discount, long Refunded);

/// <summary>A campaign of promo codes.</summary>
/// <param name="Value">Hundredths of a percent, or minor units of <paramref name="Currency"/>; 0 for groups.</param>
/// <param name="Take">Paid items of each group.</param>
/// <param name="Free">Free items of each group.</param>
/// <param name="EventId">Null: every event.</param>
/// <param name="Categories">Keys of seat categories; empty: all.</param>
/// <param name="Uses">Uses that orders have of its codes now.</param>
public sealed record CampaignAnswer(
    Guid Id, string Name, PromoKind Kind, long Value, bool PerItem, string? Currency, int? Take, int? Free, Guid? EventId, IReadOnlyList<string> Categories,
    DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, long MinimumAmount, int? UsesMax, int? UsesPerBuyerMax, bool Active, DateTimeOffset CreatedAt,
    int Codes, long Uses, IReadOnlyList<CampaignSumsAnswer> Sums)
{
    public static CampaignAnswer Of(CampaignRow row)
    {
        var it = row.Campaign;
        return new CampaignAnswer(
            it.Id.Value, it.Name, it.Kind, it.Value, it.PerItem, it.Currency, it.Take, it.Free, it.EventId?.Value, it.Categories, it.ValidFrom, it.ValidUntil,
            it.MinimumAmount, it.UsesMax, it.UsesPerBuyerMax, it.IsActive, it.CreatedAt, row.Codes, row.Uses,
            [.. row.Sums.Select(sum => new CampaignSumsAnswer(sum.Currency, sum.Orders, sum.Revenue, sum.Discount, sum.Refunded))]);
    }
}

/// <param name="Next">For <c>before</c> of the next request; null on the last page.</param>
public sealed record CampaignsAnswer(IReadOnlyList<CampaignAnswer> Items, string? Next);

/// <summary>Body of a new campaign.</summary>
/// <param name="Value">Hundredths of a percent, or minor units of <paramref name="Currency"/>.</param>
/// <param name="PerItem">For a fixed amount: from each item instead of once per order.</param>
/// <param name="Take">For groups: paid items of each.</param>
/// <param name="Free">For groups: free items of each, the cheapest ones.</param>
/// <param name="Codes">Its first codes; left out: none yet.</param>
public sealed record CampaignRequest(
    string Name, PromoKind Kind, long Value = 0, bool PerItem = false, string? Currency = null, int? Take = null, int? Free = null, Guid? EventId = null,
    IReadOnlyList<string>? Categories = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidUntil = null, long MinimumAmount = 0,
    int? UsesMax = null, int? UsesPerBuyerMax = null, bool Active = true, CodesRequest? Codes = null)
{
    public CampaignTerms ToTerms() => new(
        Name, Kind, Value, PerItem, Currency, Take, Free, EventId is { } id ? new Core.Common.EventId(id) : null, Categories ?? [], ValidFrom, ValidUntil,
        MinimumAmount, UsesMax, UsesPerBuyerMax, Active);
}

/// <summary>Body of a change: what is left out or null stays. The discount itself can be changed until an order uses it.</summary>
/// <param name="Clear">Names of values to remove: <c>validFrom</c>, <c>validUntil</c>, <c>usesMax</c>, <c>usesPerBuyerMax</c>, <c>eventId</c>.</param>
public sealed record CampaignChangeRequest(
    string? Name = null, PromoKind? Kind = null, long? Value = null, bool? PerItem = null, string? Currency = null, int? Take = null, int? Free = null,
    Guid? EventId = null, IReadOnlyList<string>? Categories = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidUntil = null,
    long? MinimumAmount = null, int? UsesMax = null, int? UsesPerBuyerMax = null, bool? Active = null, IReadOnlyList<string>? Clear = null)
{
    /// <summary>The stored terms with the changes.</summary>
    public CampaignTerms On(CampaignTerms it)
    {
        ArgumentNullException.ThrowIfNull(it);
        return new CampaignTerms(
            Name ?? it.Name, Kind ?? it.Kind, Value ?? it.Value, PerItem ?? it.PerItem, Currency ?? it.Currency, Take ?? it.Take, Free ?? it.Free,
            EventId is { } id ? new Core.Common.EventId(id) : Kept("eventId", it.Event),
            Categories ?? it.Categories,
            ValidFrom ?? Kept("validFrom", it.ValidFrom), ValidUntil ?? Kept("validUntil", it.ValidUntil), MinimumAmount ?? it.MinimumAmount,
            UsesMax ?? Kept("usesMax", it.UsesMax), UsesPerBuyerMax ?? Kept("usesPerBuyerMax", it.UsesPerBuyerMax), Active ?? it.IsActive);
    }

    private T? Kept<T>(string name, T? stored) where T : struct => Clear?.Contains(name) == true ? null : stored;
}

/// <summary>Codes to make: one with a given text, or <c>count</c> random ones.</summary>
/// <param name="Prefix">In front of each random code.</param>
public sealed record CodesRequest(string? Code = null, int Count = 1, string? Prefix = null)
{
    public CodeWish ToWish() => new(Code, Count, Prefix);
}

/// <param name="Made">The number of codes made.</param>
public sealed record PromoCodesMadeAnswer(int Made);

public sealed record PromoCodeItem(Guid Id, string Code, int Uses, int? UsesMax)
{
    public static PromoCodeItem Of(PromoCode code) => new(code.Id.Value, code.Code, code.Uses, code.UsesMax);
}

/// <param name="Next">For <c>after</c> of the next request; null on the last page.</param>
public sealed record PromoCodesAnswer(IReadOnlyList<PromoCodeItem> Items, string? Next);
