using System.Collections.Immutable;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>Read model of a public event with its performances.</summary>
public sealed record CatalogEvent(
    EventId Id, string Slug, string Title, string Category, string Summary, string Description, int ArtworkSeed, bool IsCancelled,
    CatalogOrganizer Organizer, DateTimeOffset CreatedAt, ImmutableArray<CatalogPerformance> Performances)
{
    /// <summary>The seed of its artwork.</summary>
    public string Artwork { get; } = ArtworkPainter.SeedOf(Category, ArtworkSeed);

    /// <inheritdoc cref="Event.Picture"/>
    public Guid? Picture { get; init; }
}

/// <summary>The organization that sells an event, with its refund policy.</summary>
public sealed record CatalogOrganizer(
    OrganizationId Id, string Name, string Email, bool PricesIncludeTax, int? RefundHoursBefore, bool RefundKeepsFee)
{
    /// <summary>The name in the address of its public page.</summary>
    public string Slug { get; init; } = "";
}

public sealed record CatalogVenue(
    VenueId Id, string Name, string Slug, string Street, string PostalCode, string City, string Country, GeoPoint Position,
    string TimeZone);

/// <summary>A price tier.</summary>
/// <param name="AllIn">The final price of a seat: price, fee, and tax where it is added.</param>
public sealed record CatalogTier(
    short Ordinal, string Name, string Category, string Color, Money Price, Money Fee, int TaxBasisPoints, Money AllIn)
{
    /// <summary>Reduced prices that can be chosen, in display order.</summary>
    public ImmutableArray<CatalogReduction> Reductions { get; init; } = [];

    /// <summary>The price for groups; null: none.</summary>
    public CatalogGroupPrice? Group { get; init; }

    public TierRules Rules { get; init; } = TierRules.None;
}

/// <summary>A reduced price of a tier.</summary>
/// <param name="Note">For buyers; null: none.</param>
/// <param name="PerOrderMax">How many seats of an order can have it; null: any number.</param>
/// <param name="IsCompanion">See <see cref="ReducedPrice.IsCompanion"/>.</param>
/// <param name="AllIn">The final price of a seat.</param>
public sealed record CatalogReduction(string Name, string? Note, int? PerOrderMax, bool IsCompanion, Money Price, Money Fee, Money AllIn);

/// <summary>The price of each seat of a tier from a number of them in an order.</summary>
/// <param name="AllIn">The final price of a seat.</param>
public sealed record CatalogGroupPrice(int From, Money Price, Money Fee, Money AllIn);

/// <summary>A date of a public event.</summary>
/// <param name="Tiers">The tiers that everybody sees, by ordinal.</param>
public sealed record CatalogPerformance(
    PerformanceId Id, CatalogVenue Venue, DateTimeOffset StartsAt, DateTimeOffset DoorsAt, DateTimeOffset EndsAt, DateTimeOffset OnSaleAt,
    DateTimeOffset OffSaleAt, PerformanceStatus Status, string Currency, int SeatCount, string CompiledPlanId, int SeatsPerOrderMax,
    int SeatsPerBuyerMax, bool NoSingleSeats, bool AttendeeNames, ImmutableArray<CatalogTier> Tiers)
{
    /// <summary>The tiers that only holders of an access code see, by ordinal; usually empty.</summary>
    public ImmutableArray<CatalogTier> ByCode { get; init; } = [];

    /// <inheritdoc cref="Performance.Revision"/>
    public int Revision { get; init; }

    /// <inheritdoc cref="Performance.RevisedAt"/>
    public DateTimeOffset RevisedAt { get; init; }

    /// <summary>The lowest <see cref="CatalogTier.AllIn"/> of <see cref="Tiers"/>, sold out or not; see <see cref="CatalogSeats.PriceFrom(CatalogPerformance)"/>.</summary>
    public Money PriceFrom => Tiers.IsEmpty ? Money.Zero(Currency) : Tiers.MinBy(tier => tier.AllIn.Amount)!.AllIn;

    /// <summary>The highest, likewise; zero where everybody sees no tier.</summary>
    public Money PriceTo => Tiers.IsEmpty ? Money.Zero(Currency) : Tiers.MaxBy(tier => tier.AllIn.Amount)!.AllIn;

    /// <summary>The start in the venue's local time.</summary>
    public DateTimeOffset StartsAtLocal { get; } = VenueTime.At(StartsAt, Venue.TimeZone);

    public SaleState SaleStateAt(DateTimeOffset now) => Performance.SaleStateAt(Status, OnSaleAt, OffSaleAt, now);

    /// <summary>As the holder of access codes sees it.</summary>
    /// <param name="shown">The rules of the tiers by code that the codes show, by ordinal.</param>
    public CatalogPerformance With(IReadOnlyDictionary<short, TierRules> shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var seen = ByCode.Where(tier => shown.ContainsKey(tier.Ordinal)).Select(tier => tier with { Rules = shown[tier.Ordinal] });
        return this with
        {
            Tiers = [.. Tiers.Concat(seen).OrderBy(tier => tier.Ordinal)],
            ByCode = [.. ByCode.Where(tier => !shown.ContainsKey(tier.Ordinal))],
        };
    }
}
