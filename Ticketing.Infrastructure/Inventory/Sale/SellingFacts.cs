using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering;
using Ticketing.Core.Questions;
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
        DateTimeOffset? openAt = null, LockedTiers? locked = null)
    {
        (Terms, Plan, Tiers, Presales, Presale, Locked) = (terms, plan, tiers, presales, presale, locked ?? LockedTiers.None);
        Closed = openAt is { } at ? [.. tiers.Where(tier => !tier.Rules.IsOpenAt(at))] : [];
        _tierOfCategory =
        [
            .. plan.Categories.Select(category => Sells(category.Key) ? tiers.FirstOrDefault(tier => tier.Category == category.Key) : null),
        ];
        CategoryRanks = RanksOf(_tierOfCategory);
        HasAllPrices = Array.TrueForAll(_tierOfCategory, tier => tier is not null);
        LimitsTiers = tiers.Any(tier => tier.Rules.PerOrderMax is not null);
        SellsByCode = tiers.Any(tier => tier.Rules.ByCode);
    }

    public SellingTerms Terms { get; }

    public CompiledPlan Plan { get; }

    /// <summary>By ordinal.</summary>
    public ImmutableArray<SellingTier> Tiers { get; }

    /// <summary>Presales, by opening; usually empty.</summary>
    public ImmutableArray<PresaleWindow> Presales { get; }

    /// <summary>What the organizer asks, by position; usually empty.</summary>
    public ImmutableArray<EventQuestion> Questions { get; init; } = [];

    /// <summary>What tiers offer below their full price, in force or lately; usually empty.</summary>
    public ImmutableArray<OffersPeriod> Offers { get; init; } = [];

    /// <summary>The presale that these facts are limited to by <see cref="For"/>, or several as one; null: everything that the performance sells.</summary>
    public PresaleWindow? Presale { get; }

    /// <summary>The tiers that these facts leave out by <see cref="OpenAt"/>: their own sale is not open.</summary>
    public ImmutableArray<SellingTier> Closed { get; }

    /// <summary>The tiers that these facts leave out by <see cref="Unlock"/>: no usable code for them was shown.</summary>
    public LockedTiers Locked { get; }

    /// <summary>Whether every seat has a tier.</summary>
    public bool HasAllPrices { get; }

    /// <summary>Whether any tier has a maximum of seats in an order.</summary>
    public bool LimitsTiers { get; }

    /// <summary>Whether any tier is sold by access code only.</summary>
    public bool SellsByCode { get; }

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
        return new SellingFacts(terms, Plan, Tiers, Presales, presale) { Offers = Offers, Questions = Questions };
    }

    /// <summary>What can be held at <paramref name="now"/> by the tiers' own times: seats of the others have no tier here. Usually these facts.</summary>
    public SellingFacts OpenAt(DateTimeOffset now)
    {
        foreach (var tier in Tiers)
        {
            if (!tier.Rules.IsOpenAt(now))
            {
                return new SellingFacts(Terms, Plan, Tiers, Presales, Presale, now, Locked) { Offers = Offers, Questions = Questions };
            }
        }

        return this;
    }

    /// <summary>
    /// What the general sale sells to the holder of some codes: everything but the tiers by code that none of the codes' presales sells. Of the
    /// others an order has at most as many seats as the presale allows a buyer. Usually these facts.
    /// </summary>
    /// <param name="open">The open presales of the codes.</param>
    /// <param name="otherwise">Why seats of the left out tiers are refused.</param>
    public SellingFacts Unlock(IReadOnlyCollection<PresaleWindow> open, HoldRefusal otherwise)
    {
        if (!SellsByCode)
        {
            return this;
        }

        var locked = new List<SellingTier>();
        var tiers = Tiers.Select(tier =>
        {
            var selling = tier.Rules.ByCode ? open.Where(presale => presale.Sells(tier.Category)).ToList() : [];
            if (tier.Rules.ByCode && selling.Count == 0)
            {
                locked.Add(tier);
            }

            return selling.Count > 0 && PresaleWindow.Unite(selling).SeatsPerBuyerMax is { } most && !(tier.Rules.PerOrderMax <= most)
                ? tier with { Rules = tier.Rules with { PerOrderMax = most } }
                : tier;
        }).ToImmutableArray();
        return new SellingFacts(Terms, Plan, tiers, Presales, locked: new LockedTiers([.. locked], otherwise)) { Offers = Offers, Questions = Questions };
    }

    /// <summary>
    /// Whether a seat of a tier needs a code at <paramref name="now"/>: of every tier before the general sale where there are presales, else of
    /// those that are sold by code only.
    /// </summary>
    /// <param name="ordinal">The tier's number.</param>
    public bool NeedsCode(short ordinal, DateTimeOffset now) => IsBeforeSaleWithPresales(now) || (SellsByCode && TierAt(ordinal).Rules.ByCode);

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

    /// <summary>Whether a category is sold: by a presale those that it names, and none whose tier is closed or locked.</summary>
    private bool Sells(string category) =>
        Presale?.Sells(category) != false && !Closed.Any(tier => tier.Category == category) && !Locked.Tiers.Any(tier => tier.Category == category);

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

/// <summary>Tiers that a buyer cannot have without a code.</summary>
/// <param name="Reason">Why their seats are refused.</param>
public sealed record LockedTiers(ImmutableArray<SellingTier> Tiers, HoldRefusal Reason)
{
    public static LockedTiers None { get; } = new([], HoldRefusal.AccessCodeNeeded);
}

/// <summary>What a tier offers in a period.</summary>
/// <param name="FromAt">Inclusive.</param>
/// <param name="UntilAt">Exclusive; null: in force.</param>
public sealed record OffersPeriod(PriceTierId Tier, TierOffers Terms, DateTimeOffset FromAt, DateTimeOffset? UntilAt);
