using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Immutable data of a performance for holds and orders; from <see cref="SellingFactsCache"/>.</summary>
public sealed class SellingFacts
{
    private readonly SellingTier?[] _tierOfCategory;

    internal SellingFacts(SellingTerms terms, CompiledPlan plan, ImmutableArray<SellingTier> tiers)
    {
        (Terms, Plan, Tiers) = (terms, plan, tiers);
        _tierOfCategory = [.. plan.Categories.Select(category => tiers.FirstOrDefault(tier => tier.Category == category.Key))];
        CategoryRanks = RanksOf(_tierOfCategory);
        HasAllPrices = Array.TrueForAll(_tierOfCategory, tier => tier is not null);
    }

    public SellingTerms Terms { get; }

    public CompiledPlan Plan { get; }

    /// <summary>By ordinal.</summary>
    public ImmutableArray<SellingTier> Tiers { get; }

    /// <summary>Whether every seat has a tier.</summary>
    public bool HasAllPrices { get; }

    /// <summary>The rank of each category's price: 0 for the most expensive. Categories without a price come last.</summary>
    public ImmutableArray<int> CategoryRanks { get; }

    /// <summary>The tier of a seat; null: its category has no price and is not for sale.</summary>
    public SellingTier? TierOf(SeatIndex seat) => _tierOfCategory[Plan.CategoryNumberOf(seat)];

    /// <summary>The tier with this name, case-insensitive.</summary>
    public SellingTier? FindTier(string name) =>
        Tiers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.OrdinalIgnoreCase));

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
    PriceTierId Id, short Ordinal, string Name, string Category, string Color, long Price, long Fee, int TaxBasisPoints);
