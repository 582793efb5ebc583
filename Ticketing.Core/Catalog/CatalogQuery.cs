using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

public enum CatalogSort
{
    /// <summary>The best answers to the text first; without a text, what is soonest.</summary>
    Relevance,
    Date,
    Price,
    Distance,

    /// <summary>What sells fastest.</summary>
    Trending,
}

/// <summary>One end of a period: a day by the venue's calendar, or an instant.</summary>
public readonly record struct TimeBound(DateOnly? Day, DateTimeOffset? Instant)
{
    public static TimeBound On(DateOnly day) => new(day, null);

    public static TimeBound At(DateTimeOffset instant) => new(null, instant);

    /// <summary>The performance begins on this day or later, or at this instant or later.</summary>
    public bool IsReachedBy(CatalogPerformance performance) =>
        Day is { } day ? DateOnly.FromDateTime(performance.StartsAtLocal.DateTime) >= day : performance.StartsAt >= Instant;

    /// <summary>The performance begins on this day or earlier, or at this instant or earlier.</summary>
    public bool IsNotPassedBy(CatalogPerformance performance) =>
        Day is { } day ? DateOnly.FromDateTime(performance.StartsAtLocal.DateTime) <= day : performance.StartsAt <= Instant;
}

/// <summary>What a visitor asks for. Prices are cents of <see cref="ReferenceRates.Currency"/>, all in.</summary>
public sealed record CatalogQuery
{
    public const int TextLengthMax = 200;

    public string? Text { get; init; }

    public string? Category { get; init; }

    public string? City { get; init; }

    public GeoPoint? Near { get; init; }

    /// <summary>Around <see cref="Near"/>; kilometres.</summary>
    public double? RadiusKm { get; init; }

    public TimeBound? From { get; init; }

    public TimeBound? To { get; init; }

    public long? MinPrice { get; init; }

    public long? MaxPrice { get; init; }

    /// <summary>Only what can be bought now.</summary>
    public bool AvailableOnly { get; init; }

    public CatalogSort Sort { get; init; } = CatalogSort.Relevance;
}

/// <summary>An event that was found.</summary>
/// <param name="Next">The first of its performances that fit.</param>
/// <param name="Fitting">How many fit.</param>
/// <param name="PriceFrom">The cheapest seat of those that fit.</param>
/// <param name="Availability">The best of those that fit.</param>
/// <param name="Rank">Its place in the order that was asked for, smallest first.</param>
public sealed record CatalogHit(
    CatalogEvent Event, CatalogPerformance Next, int Fitting, Money PriceFrom, Availability Availability, int Free, double? DistanceKm, double Rank);

/// <summary>What could be chosen instead, and how much there would be.</summary>
public sealed record CatalogFacets(
    IReadOnlyList<FacetCount> Categories, IReadOnlyList<FacetCount> Cities, IReadOnlyList<FacetCount> Months);

public sealed record FacetCount(string Value, int Count);

public sealed record CatalogAnswer(IReadOnlyList<CatalogHit> Hits, CatalogFacets Facets);
