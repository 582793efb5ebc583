using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

public enum CatalogSort
{
    /// <summary>By text score; without a text by date.</summary>
    Relevance,
    Date,
    Price,
    Distance,

    /// <summary>By the share of sold and held seats.</summary>
    Trending,
}

/// <summary>One end of a period: a day in the venue's time zone, or an instant.</summary>
public readonly record struct TimeBound(DateOnly? Day, DateTimeOffset? Instant)
{
    public static TimeBound On(DateOnly day) => new(day, null);

    public static TimeBound At(DateTimeOffset instant) => new(null, instant);

    /// <summary>Whether the performance starts on this day or at this instant, or later.</summary>
    public bool IsReachedBy(CatalogPerformance performance) =>
        Day is { } day ? DateOnly.FromDateTime(performance.StartsAtLocal.DateTime) >= day : performance.StartsAt >= Instant;

    /// <summary>Whether the performance starts on this day or at this instant, or earlier.</summary>
    public bool IsNotPassedBy(CatalogPerformance performance) =>
        Day is { } day ? DateOnly.FromDateTime(performance.StartsAtLocal.DateTime) <= day : performance.StartsAt <= Instant;
}

/// <summary>Filters and order of a catalog search. Prices are all-in cents of <see cref="ReferenceRates.Currency"/>.</summary>
public sealed record CatalogQuery
{
    public const int TextLengthMax = 200;

    public string? Text { get; init; }

    public string? Category { get; init; }

    public string? City { get; init; }

    public GeoPoint? Near { get; init; }

    /// <summary>Radius around <see cref="Near"/>; kilometres.</summary>
    public double? RadiusKm { get; init; }

    public TimeBound? From { get; init; }

    public TimeBound? To { get; init; }

    public long? MinPrice { get; init; }

    public long? MaxPrice { get; init; }

    /// <summary>Only performances that can be bought now.</summary>
    public bool AvailableOnly { get; init; }

    public CatalogSort Sort { get; init; } = CatalogSort.Relevance;
}

/// <summary>An event with at least one matching performance.</summary>
/// <param name="Next">The earliest matching performance.</param>
/// <param name="Fitting">The number of matching performances.</param>
/// <param name="PriceFrom">The lowest all-in price of a free seat of the matching performances; null: none is free.</param>
/// <param name="Availability">The best availability of the matching performances.</param>
/// <param name="Rank">The sort key, ascending.</param>
public sealed record CatalogHit(
    CatalogEvent Event, CatalogPerformance Next, int Fitting, Money? PriceFrom, Availability Availability, int Free, double? DistanceKm,
    double Rank);

/// <summary>The values of each filter with the number of events that choosing one would give.</summary>
public sealed record CatalogFacets(
    IReadOnlyList<FacetCount> Categories, IReadOnlyList<FacetCount> Cities, IReadOnlyList<FacetCount> Months);

public sealed record FacetCount(string Value, int Count);

public sealed record CatalogAnswer(IReadOnlyList<CatalogHit> Hits, CatalogFacets Facets);
