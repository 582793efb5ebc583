using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Immutable data of a performance for holds and orders; from <see cref="SellingFactsCache"/>.</summary>
public sealed class SellingFacts
{
    private readonly SellingTier?[] _tierOfCategory;

    internal SellingFacts(
        SellingTerms terms, CompiledPlan plan, ImmutableArray<SellingTier> tiers, ImmutableArray<PresaleWindow> presales, PresaleWindow? presale = null,
        DateTimeOffset? openAt = null)
    {
        (Terms, Plan, Tiers, Presales, Presale) = (terms, plan, tiers, presales, presale);
        Closed = openAt is { } at ? [.. tiers.Where(tier => !tier.Rules.IsOpenAt(at))] : [];
        _tierOfCategory =
        [
            .. plan.Categories.Select(category => Sells(category.Key) ? tiers.FirstOrDefault(tier => tier.Category == category.Key) : null),
        ];
        CategoryRanks = RanksOf(_tierOfCategory);
        HasAllPrices = Array.TrueForAll(_tierOfCategory, tier => tier is not null);
        LimitsTiers = tiers.Any(tier => tier.Rules.PerOrderMax is not null);
    }

    public SellingTerms Terms { get; }

    public CompiledPlan Plan { get; }

    /// <summary>By ordinal.</summary>
    public ImmutableArray<SellingTier> Tiers { get; }

    /// <summary>Presales before the general sale, by opening; usually empty.</summary>
    public ImmutableArray<PresaleWindow> Presales { get; }

    /// <summary>What tiers offer below their full price, in force or lately; usually empty.</summary>
    public ImmutableArray<OffersPeriod> Offers { get; init; } = [];

    /// <summary>The presale that these facts are limited to by <see cref="For"/>, or several as one; null: everything that the performance sells.</summary>
    public PresaleWindow? Presale { get; }

    /// <summary>The tiers that these facts leave out by <see cref="OpenAt"/>: their own sale is not open.</summary>
    public ImmutableArray<SellingTier> Closed { get; }

    /// <summary>Whether every seat has a tier.</summary>
    public bool HasAllPrices { get; }

    /// <summary>Whether any tier has a maximum of seats in an order.</summary>
    public bool LimitsTiers { get; }

    /// <summary>The rank of each category's price: 0 for the most expensive. Categories without a price come last.</summary>
    public ImmutableArray<int> CategoryRanks { get; }

    /// <summary>The tier of a seat; null: its category has no price and is not for sale.</summary>
    public SellingTier? TierOf(SeatIndex seat) => _tierOfCategory[Plan.CategoryNumberOf(seat)];

    /// <summary>The tier with this name, case-insensitive.</summary>
    public SellingTier? FindTier(string name) =>
        Tiers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What a presale sells: its categories, and at most as many seats as it allows a buyer. Seats of other categories have no tier here;
    /// <see cref="TierAt"/> knows every tier, since a hold may have seats from before.
    /// </summary>
    public SellingFacts For(PresaleWindow presale)
    {
        ArgumentNullException.ThrowIfNull(presale);
        var terms = presale.SeatsPerBuyerMax < Terms.SeatsPerOrderMax ? Terms with { SeatsPerOrderMax = presale.SeatsPerBuyerMax.Value } : Terms;
        return new SellingFacts(terms, Plan, Tiers, Presales, presale) { Offers = Offers };
    }

    /// <summary>What can be held at <paramref name="now"/> by the tiers' own times: seats of the others have no tier here. Usually these facts.</summary>
    public SellingFacts OpenAt(DateTimeOffset now)
    {
        foreach (var tier in Tiers)
        {
            if (!tier.Rules.IsOpenAt(now))
            {
                return new SellingFacts(Terms, Plan, Tiers, Presales, Presale, now) { Offers = Offers };
            }
        }

        return this;
    }

    /// <summary>What a tier offers to a hold that was made at <paramref name="heldAt"/>.</summary>
    public TierOffers OffersAt(short ordinal, DateTimeOffset heldAt)
    {
        if (Offers.IsEmpty)
        {
            return TierOffers.None;
        }

        var tier = TierAt(ordinal).Id;
        return Offers.FirstOrDefault(period => period.Tier == tier && period.FromAt <= heldAt && !(period.UntilAt <= heldAt))?.Terms ?? TierOffers.None;
    }

    /// <summary>What the box office sells: every tier, at most <see cref="BoxOfficeSale.SeatsMax"/> seats, single seats too.</summary>
    public SellingFacts ForBoxOffice() =>
        new(Terms with { SeatsPerOrderMax = BoxOfficeSale.SeatsMax, NoSingleSeats = false }, Plan, Tiers, Presales) { Offers = Offers };

    /// <summary>Whether presales decide at <paramref name="now"/>: the general sale has not begun, and there is a presale, open or not.</summary>
    public bool IsBeforeSaleWithPresales(DateTimeOffset now) => !Presales.IsEmpty && SaleStateAt(now) == SaleState.NotYetOnSale;

    /// <summary>Whether a category is sold: by every sale without a presale, by a presale those that it names.</summary>
    private bool Sells(string category) =>
        (Presale is not { Categories.Count: > 0 } presale || presale.Categories.Contains(category)) && !Closed.Any(tier => tier.Category == category);

    public SellingTier TierAt(short ordinal) => Tiers.First(tier => tier.Ordinal == ordinal);

    private static ImmutableArray<int> RanksOf(SellingTier?[] tiers)
    {
        var amounts = tiers.Select(tier => tier is null ? -1 : tier.Price + tier.Fee).ToArray();
        var ranked = amounts.Distinct().OrderDescending().ToList();
        return [.. amounts.Select(amount => ranked.IndexOf(amount))];
    }

    /// <summary>The terms for <see cref="OrderJudge"/> at <paramref name="now"/>.</summary>
    internal SaleToOrder SaleToOrderAt(DateTimeOffset now) => new(SaleStateAt(now), Terms.AttendeeNames, Terms.SeatsPerBuyerMax);

    /// <summary>The sale state at <paramref name="now"/>.</summary>
    public SaleState SaleStateAt(DateTimeOffset now) => Terms.EventStatus == EventStatus.Cancelled
        ? SaleState.Cancelled
        : Performance.SaleStateAt(Terms.Status, Terms.OnSaleAt, Terms.OffSaleAt, now);
}

/// <summary>A performance's terms of sale.</summary>
public sealed record SellingTerms(
    PerformanceId Performance,
    EventId Event,
    SellingOrganization Organization,
    EventStatus EventStatus,
    PerformanceStatus Status,
    DateTimeOffset OnSaleAt,
    DateTimeOffset OffSaleAt,
    DateTimeOffset StartsAt,
    string Currency,
    int SeatsPerOrderMax,
    int SeatsPerBuyerMax,
    int HoldSeconds,
    bool NoSingleSeats,
    bool AttendeeNames);

/// <summary>The selling organization with its refund policy.</summary>
/// <param name="RefundHoursBefore">Hours before the start until which a buyer may cancel; null: never.</param>
public sealed record SellingOrganization(OrganizationId Id, bool PricesIncludeTax, int? RefundHoursBefore, bool RefundKeepsFee);

/// <summary>A price tier with its current amounts; holds keep the amounts at their time.</summary>
/// <param name="Price">Minor units of the performance's currency.</param>
/// <param name="Fee">Minor units of the performance's currency.</param>
public sealed record SellingTier(
    PriceTierId Id, short Ordinal, string Name, string Category, string Color, long Price, long Fee, int TaxBasisPoints)
{
    public TierRules Rules { get; init; } = TierRules.None;
}

/// <summary>What a tier offers in a period.</summary>
/// <param name="FromAt">Inclusive.</param>
/// <param name="UntilAt">Exclusive; null: in force.</param>
public sealed record OffersPeriod(PriceTierId Tier, TierOffers Terms, DateTimeOffset FromAt, DateTimeOffset? UntilAt);
