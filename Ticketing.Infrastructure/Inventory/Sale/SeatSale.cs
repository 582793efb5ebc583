using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Read model of the seat page; from <see cref="SeatSaleReader"/>.</summary>
public sealed record SeatSale
{
    public required PerformanceId Id { get; init; }

    public required string Title { get; init; }

    public required string EventSlug { get; init; }

    public required string VenueName { get; init; }

    public required string City { get; init; }

    /// <summary>The venue's IANA time zone, in which times are shown.</summary>
    public required string TimeZone { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset DoorsAt { get; init; }

    public required DateTimeOffset OnSaleAt { get; init; }

    /// <summary>At the time of reading.</summary>
    public required SaleState State { get; init; }

    public required CompiledPlan Plan { get; init; }

    public required bool PricesIncludeTax { get; init; }

    public required int SeatsPerOrderMax { get; init; }

    /// <summary>Presales, by opening; usually empty.</summary>
    public ImmutableArray<PresaleWindow> Presales { get; init; } = [];

    /// <summary>The tiers that the buyer sees, by ordinal.</summary>
    public required ImmutableArray<SeatSaleTier> Tiers { get; init; }

    /// <summary>
    /// The tiers by code that the buyer has shown no usable code for; usually empty. They are not shown, but the buyer's hold can have seats of
    /// them from before.
    /// </summary>
    public ImmutableArray<SeatSaleTier> Hidden { get; init; } = [];

    /// <summary>The tier of a seat; null: the buyer sees none, so that it is not for sale.</summary>
    public SeatSaleTier? TierOf(SeatIndex seat)
    {
        var category = Plan.CategoryOf(seat).Key;
        return Tiers.FirstOrDefault(tier => tier.Category == category);
    }

    /// <summary>The final price of a seat of a tier (price, fee, and tax where it is added), calculated like an order.</summary>
    public Money AllInOf(SeatSaleTier tier)
    {
        var item = new PricedItem(tier.Category, tier.Price.Amount, tier.Fee.Amount, tier.TaxBasisPoints);
        return new Money(OrderPricing.Calculate([item], promo: null, PricesIncludeTax, tier.Price.Currency)[0].Total, tier.Price.Currency);
    }
}

/// <summary>A price tier on the seat page.</summary>
/// <param name="Category">The key of the plan's seat category.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
public sealed record SeatSaleTier(short Ordinal, string Name, string Category, string Color, Money Price, Money Fee, int TaxBasisPoints)
{
    /// <summary>What it offers below its full price.</summary>
    public TierOffers Offers { get; init; } = TierOffers.None;

    public TierRules Rules { get; init; } = TierRules.None;
}
