using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>What selling a performance needs to know about it, in one immutable piece; from <see cref="SellingFactsCache"/>.</summary>
public sealed class SellingFacts
{
    private readonly SellingTier?[] _tierOfCategory;

    internal SellingFacts(SellingTerms terms, CompiledPlan plan, ImmutableArray<SellingTier> tiers)
    {
        (Terms, Plan, Tiers) = (terms, plan, tiers);
        _tierOfCategory = [.. plan.Categories.Select(category => tiers.FirstOrDefault(tier => tier.Category == category.Key))];
        HasAllPrices = Array.TrueForAll(_tierOfCategory, tier => tier is not null);
    }

    public SellingTerms Terms { get; }

    public CompiledPlan Plan { get; }

    /// <summary>By ordinal.</summary>
    public ImmutableArray<SellingTier> Tiers { get; }

    /// <summary>Whether every seat has a tier.</summary>
    public bool HasAllPrices { get; }

    /// <summary>The tier of a seat; null: no price was set for its category, so it cannot be bought.</summary>
    public SellingTier? TierOf(SeatIndex seat) => _tierOfCategory[Plan.CategoryNumberOf(seat)];

    /// <summary>The tier with this name, in any case.</summary>
    public SellingTier? FindTier(string name) => Tiers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.OrdinalIgnoreCase));

    public SellingTier TierAt(short ordinal) => Tiers.First(tier => tier.Ordinal == ordinal);

    /// <summary>What an order at <paramref name="now"/> is judged by.</summary>
    internal SaleToOrder SaleToOrderAt(DateTimeOffset now) => new(SaleStateAt(now), Terms.AttendeeNames, Terms.SeatsPerBuyerMax);

    /// <summary>What a buyer may do at <paramref name="now"/>.</summary>
    public SaleState SaleStateAt(DateTimeOffset now) => Terms.EventStatus == EventStatus.Cancelled
        ? SaleState.Cancelled
        : Performance.SaleStateAt(Terms.Status, Terms.OnSaleAt, Terms.OffSaleAt, now);
}

/// <summary>The terms on which a performance sells.</summary>
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

/// <summary>Who sells, and what it promises its buyers.</summary>
/// <param name="RefundHoursBefore">Until how long before the start a buyer may cancel; null: not at all.</param>
public sealed record SellingOrganization(OrganizationId Id, bool PricesIncludeTax, int? RefundHoursBefore, bool RefundKeepsFee);

/// <summary>A price tier as it is now; a hold keeps the amounts of its own moment.</summary>
/// <param name="Price">Minor units of the performance's currency; so is <paramref name="Fee"/>.</param>
public sealed record SellingTier(PriceTierId Id, short Ordinal, string Name, string Category, string Color, long Price, long Fee, int TaxBasisPoints);
