using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

public enum CatalogSort
{
    /// <summary>By text score; without a text by date.</summary>
    Relevance,
    Date,
    Price,
    Distance,

    /// <summary>By the events' trending score, equal ones by date.</summary>
    Trending,
}

/// <summary>One end of a period: a day in the venue's time zone, or an instant.</summary>
public readonly record struct TimeBound(DateOnly? Day, DateTimeOffset? Instant)
{
    public static TimeBound On(DateOnly day) => new(day, null);

    public static TimeBound At(DateTimeOffset instant) => new(null, instant);
}

/// <summary>
/// The end of a page: sort key and id of its last event. Events that are added or removed between two requests neither repeat nor skip
/// others.
/// </summary>
/// <param name="At">The time at which the keys were calculated: the text score depends on it.</param>
public readonly record struct CatalogPosition(double Rank, Guid Id, DateTimeOffset At);

/// <summary>Filters, order and page of a catalog search. Prices are all-in cents of <see cref="ReferenceRates.Currency"/>.</summary>
public sealed record CatalogQuery
{
    public const int TextLengthMax = 200;

    /// <summary>The largest number of matching events that is counted; a text finds no more.</summary>
    public const int CountMax = 1000;

    public string? Text { get; init; }

    /// <summary>Searches the text as it was typed, without correction.</summary>
    public bool IsVerbatim { get; init; }

    /// <summary>A look-up of the site itself: not counted as a visitor's question.</summary>
    public bool IsLookUp { get; init; }

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

    /// <summary>Only performances in this state.</summary>
    public Availability? State { get; init; }

    public CatalogSort Sort { get; init; } = CatalogSort.Relevance;

    /// <summary>The maximum number of hits; 0: only the count.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Hits before the first one; of a numbered page.</summary>
    public int Skip { get; init; }

    /// <summary>Continues behind an earlier page; instead of <see cref="Skip"/>.</summary>
    public CatalogPosition? After { get; init; }

    /// <summary>Whether the answer has facets, which cost more than the hits.</summary>
    public bool WithFacets { get; init; } = true;
}

/// <summary>An event as lists show it.</summary>
public sealed record CatalogEntry(
    EventId Id, string Slug, string Title, string Category, string Summary, int ArtworkSeed, string Organizer)
{
    /// <summary>The seed of its artwork.</summary>
    public string Artwork { get; } = ArtworkPainter.SeedOf(Category, ArtworkSeed);

    /// <inheritdoc cref="Event.Picture"/>
    public Guid? Picture { get; init; }
}

/// <summary>A performance as lists show it.</summary>
public sealed record CatalogDate(PerformanceId Id, CatalogVenue Venue, DateTimeOffset StartsAt)
{
    /// <summary>The start in the venue's local time.</summary>
    public DateTimeOffset StartsAtLocal { get; } = VenueTime.At(StartsAt, Venue.TimeZone);
}

/// <summary>An event with at least one matching performance.</summary>
/// <param name="Next">The earliest matching performance.</param>
/// <param name="Fitting">The number of matching performances.</param>
/// <param name="PriceFrom">The lowest all-in price of a free seat of the matching performances; null: none is free.</param>
/// <param name="Availability">The best availability of the matching performances.</param>
/// <param name="DistanceKm">From the point of the query to the nearest matching performance.</param>
/// <param name="Rank">The sort key, ascending.</param>
public sealed record CatalogHit(
    CatalogEntry Event, CatalogDate Next, int Fitting, Money? PriceFrom, Availability Availability, int Free, double? DistanceKm,
    double Rank);

/// <summary>The values of each filter with the number of events that choosing one would give.</summary>
public sealed record CatalogFacets(
    IReadOnlyList<FacetCount> Categories, IReadOnlyList<FacetCount> Cities, IReadOnlyList<FacetCount> Months)
{
    public static CatalogFacets None { get; } = new([], [], []);
}

public sealed record FacetCount(string Value, int Count);

/// <summary>A page of hits.</summary>
public sealed record CatalogAnswer(IReadOnlyList<CatalogHit> Hits, CatalogFacets Facets)
{
    public static CatalogAnswer Empty { get; } = new([], CatalogFacets.None);

    /// <summary>The number of matching events, at most <see cref="CatalogQuery.CountMax"/>.</summary>
    public int Total { get; init; }

    /// <summary>Whether there are more than <see cref="Total"/>.</summary>
    public bool IsTotalExceeded { get; init; }

    /// <summary>The end of this page; null: there is no further one.</summary>
    public CatalogPosition? Next { get; init; }

    /// <summary>The text that was searched instead of a mistyped one; null: as typed.</summary>
    public string? Corrected { get; init; }
}
