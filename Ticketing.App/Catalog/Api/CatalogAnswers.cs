using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Stories;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Catalog.Api;

/// <summary>An amount in the currency's minor units.</summary>
public sealed record MoneyAnswer(long Amount, string Currency)
{
    public static MoneyAnswer Of(Money money) => new(money.Amount, money.Currency);
}

public sealed record ArtworkAnswer(string Poster, string Wide)
{
    public static ArtworkAnswer Of(string seed) => new(AppUrls.Artwork(seed), AppUrls.ArtworkWide(seed));
}

/// <param name="TimeZone">The venue's IANA time zone.</param>
public sealed record VenueAnswer(string Name, string Street, string PostalCode, string City, string Country, double Latitude, double Longitude, string TimeZone)
{
    public static VenueAnswer Of(CatalogVenue venue) => new(
        venue.Name, venue.Street, venue.PostalCode, venue.City, venue.Country, venue.Position.Latitude, venue.Position.Longitude, venue.TimeZone);
}

/// <param name="Value">The value of the query parameter that selects these events.</param>
public sealed record FacetAnswer(string Value, int Count);

public sealed record FacetsAnswer(IReadOnlyList<FacetAnswer> Category, IReadOnlyList<FacetAnswer> City, IReadOnlyList<FacetAnswer> Month)
{
    public static FacetsAnswer Of(CatalogFacets facets) => new(Values(facets.Categories), Values(facets.Cities), Values(facets.Months));

    private static List<FacetAnswer> Values(IReadOnlyList<FacetCount> counts) => [.. counts.Select(count => new FacetAnswer(count.Value, count.Count))];
}

/// <summary>An event in a list.</summary>
/// <param name="NextStartsAt">Start of the first matching performance, in the venue's local time.</param>
/// <param name="PerformanceCount">Number of matching performances.</param>
/// <param name="PriceFrom">Lowest price of a free seat, fee and tax included; null: none is free.</param>
/// <param name="Picture">The uploaded picture, which is shown instead of the artwork; null: there is none.</param>
public sealed record EventItem(
    Guid Id, string Slug, string Title, string Category, string Summary, string Url, ArtworkAnswer Artwork, string Organizer, VenueAnswer Venue,
    DateTimeOffset NextStartsAt, int PerformanceCount, MoneyAnswer? PriceFrom, Availability Availability, double? DistanceKm, PictureAnswer? Picture)
{
    public static EventItem Of(CatalogHit hit) => new(
        hit.Event.Id.Value, hit.Event.Slug, hit.Event.Title, hit.Event.Category, hit.Event.Summary, AppUrls.Event(hit.Event.Slug), ArtworkAnswer.Of(hit.Event.Artwork),
        hit.Event.Organizer, VenueAnswer.Of(hit.Next.Venue), hit.Next.StartsAtLocal, hit.Fitting, hit.PriceFrom is { } from ? MoneyAnswer.Of(from) : null, hit.Availability,
        hit.DistanceKm is { } km ? Math.Round(km, 1) : null, PictureAnswer.OfEvent(hit.Event.Picture));
}

/// <param name="Next">The <c>cursor</c> of the next page; null on the last one.</param>
/// <param name="Total">The number of matching events, counted up to 1,000.</param>
/// <param name="TotalExceeded">Whether there are more.</param>
/// <param name="Corrected">The text that was searched instead of a mistyped <c>q</c>; null: as typed.</param>
public sealed record EventList(IReadOnlyList<EventItem> Items, string? Next, int Total, bool TotalExceeded, string? Corrected, FacetsAnswer Facets);

public sealed record SuggestionItem(SuggestionKind Kind, string Text, string Detail, string Url)
{
    public static SuggestionItem Of(Suggestion suggestion) => new(
        suggestion.Kind,
        suggestion.Kind == SuggestionKind.City ? CityNames.In(suggestion.Text, CultureInfo.CurrentUICulture) : suggestion.Text,
        CityNames.In(suggestion.Detail, CultureInfo.CurrentUICulture),
        suggestion.Kind switch
        {
            SuggestionKind.Event => AppUrls.Event(suggestion.Slug!),
            SuggestionKind.City => AppUrls.EventsInCity(suggestion.Text),
            SuggestionKind.Venue => AppUrls.EventsWhere(("q", suggestion.Text)),
        });
}

public sealed record SuggestionList(IReadOnlyList<SuggestionItem> Items);

/// <param name="AllIn">Total for one seat: price, fee, and tax where it is added.</param>
/// <param name="Reductions">Reduced prices that an order can name for a seat.</param>
/// <param name="Group">The price of each seat in an order with many of them; applied by itself, never with a reduction. Null: none.</param>
/// <param name="OpensAt">When the tier's own sale opens; null: with the performance's.</param>
/// <param name="ClosesAt">When the tier's own sale closes; null: with the performance's.</param>
/// <param name="PerOrderMin">The least seats of the tier in an order that has any; null: one.</param>
/// <param name="PerOrderMax">The most seats of the tier in an order; null: as many as an order can have.</param>
/// <param name="ByCode">Sold with an access code only, within the window of its presale; shown to requests with its proof.</param>
public sealed record TierAnswer(
    int Ordinal, string Name, string Category, string Color, MoneyAnswer Price, MoneyAnswer Fee, MoneyAnswer AllIn, int TaxBasisPoints,
    IReadOnlyList<ReductionAnswer> Reductions, GroupPriceAnswer? Group, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? PerOrderMin, int? PerOrderMax,
    bool ByCode)
{
    public static TierAnswer Of(CatalogTier tier) => new(
        tier.Ordinal, tier.Name, tier.Category, tier.Color, MoneyAnswer.Of(tier.Price), MoneyAnswer.Of(tier.Fee), MoneyAnswer.Of(tier.AllIn), tier.TaxBasisPoints,
        [.. tier.Reductions.Select(ReductionAnswer.Of)], tier.Group is { } group ? GroupPriceAnswer.Of(group) : null,
        tier.Rules.OpensAt, tier.Rules.ClosesAt, tier.Rules.PerOrderMin, tier.Rules.PerOrderMax, tier.Rules.ByCode);
}

/// <param name="PerOrderMax">How many seats of an order can have it; null: any number.</param>
/// <param name="Companion">Only for companion seats, one for each wheelchair place of the order.</param>
public sealed record ReductionAnswer(
    string Name, string? Note, int? PerOrderMax, bool Companion, MoneyAnswer Price, MoneyAnswer Fee, MoneyAnswer AllIn)
{
    public static ReductionAnswer Of(CatalogReduction reduction) => new(
        reduction.Name, reduction.Note, reduction.PerOrderMax, reduction.IsCompanion, MoneyAnswer.Of(reduction.Price), MoneyAnswer.Of(reduction.Fee),
        MoneyAnswer.Of(reduction.AllIn));
}

/// <param name="From">The number of the tier's seats in an order from which it applies.</param>
public sealed record GroupPriceAnswer(int From, MoneyAnswer Price, MoneyAnswer Fee, MoneyAnswer AllIn)
{
    public static GroupPriceAnswer Of(CatalogGroupPrice group) =>
        new(group.From, MoneyAnswer.Of(group.Price), MoneyAnswer.Of(group.Fee), MoneyAnswer.Of(group.AllIn));
}

/// <summary>A performance within its event. Times are local to the venue.</summary>
/// <param name="Available">Free seats that need no access code.</param>
/// <param name="PriceFrom">Lowest price of a free seat, fee and tax included; null: none is free.</param>
/// <param name="PriceTo">Highest price; null: every price needs an access code.</param>
public sealed record PerformanceItem(
    Guid Id, VenueAnswer Venue, DateTimeOffset StartsAt, DateTimeOffset DoorsAt, DateTimeOffset EndsAt, DateTimeOffset OnSaleAt, DateTimeOffset OffSaleAt,
    PerformanceStatus Status, Availability Availability, int SeatCount, int Available, MoneyAnswer? PriceFrom, MoneyAnswer? PriceTo, IReadOnlyList<TierAnswer> Tiers, string Url)
{
    public static PerformanceItem Of(CatalogSeats seats, CatalogPerformance performance, DateTimeOffset now) => new(
        performance.Id.Value, VenueAnswer.Of(performance.Venue), performance.StartsAtLocal, Local(performance, performance.DoorsAt), Local(performance, performance.EndsAt),
        Local(performance, performance.OnSaleAt), Local(performance, performance.OffSaleAt), performance.Status, seats.AvailabilityOf(performance, now),
        performance.SeatCount, seats.Of(performance).Free, seats.PriceFrom(performance) is { } from ? MoneyAnswer.Of(from) : null,
        performance.Tiers.IsEmpty ? null : MoneyAnswer.Of(performance.PriceTo), [.. performance.Tiers.Select(TierAnswer.Of)], AppUrls.Performance(performance.Id.Value));

    internal static DateTimeOffset Local(CatalogPerformance performance, DateTimeOffset instant) => VenueTime.At(instant, performance.Venue.TimeZone);
}

/// <summary>An event with its performances.</summary>
/// <param name="Description">The story as plain text; empty lines separate paragraphs.</param>
/// <param name="Story">The same as HTML of paragraphs, headings from h3 on, emphasis, lists and links; safe to show as it is.</param>
/// <param name="Picture">The uploaded picture, which is shown instead of the artwork; null: there is none.</param>
public sealed record EventAnswer(
    Guid Id, string Slug, string Title, string Category, string Summary, string Description, bool Cancelled, string Url, ArtworkAnswer Artwork, string Organizer,
    IReadOnlyList<PerformanceItem> Performances, string Story, PictureAnswer? Picture)
{
    public static EventAnswer Of(CatalogDetails details, DateTimeOffset now) => Of(details.Event, details.Seats, now);

    private static EventAnswer Of(CatalogEvent catalogEvent, CatalogSeats seats, DateTimeOffset now) => new(
        catalogEvent.Id.Value, catalogEvent.Slug, catalogEvent.Title, catalogEvent.Category, catalogEvent.Summary,
        StoryText.ToPlain(catalogEvent.Description), catalogEvent.IsCancelled,
        AppUrls.Event(catalogEvent.Slug), ArtworkAnswer.Of(catalogEvent.Artwork), catalogEvent.Organizer.Name,
        [.. catalogEvent.Performances.Select(performance => PerformanceItem.Of(seats, performance, now))],
        StoryText.ToHtml(catalogEvent.Description), PictureAnswer.OfEvent(catalogEvent.Picture));
}

/// <param name="Kind">Null for a section with seats; <c>standing</c> or <c>free</c> for an area with unnumbered places.</param>
public sealed record SectionAnswer(string Name, string? Kind, string? Entrance, int Seats, int Available)
{
    public static SectionAnswer Of(SectionAvailability section) => new(section.Name, section.Kind, section.Entrance, section.Seats, section.Free);
}

/// <summary>A presale: its access code opens seats within the window.</summary>
/// <param name="Categories">Keys of the seat categories that it sells; empty: all.</param>
public sealed record PresaleItem(string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<string> Categories)
{
    public static PresaleItem Of(PresaleWindow presale) => new(presale.Name, presale.OpensAt, presale.ClosesAt, presale.Categories);
}

/// <param name="Presales">Presales that have not closed, by opening; empty once the general sale has begun.</param>
/// <param name="WaitingRoom">Whether a waiting room is active: holds need an admission pass then.</param>
/// <param name="TiersByCode">Whether there are price tiers that the request does not see: exchange an access code at <c>/access-code</c>, and send
/// its proof in the header <c>Access-Code</c>.</param>
public sealed record PerformanceAnswer(
    PerformanceItem Performance, string EventSlug, string EventTitle, SaleState Sale, int SeatsPerOrderMax, int SeatsPerBuyerMax, bool NoSingleSeats, bool AttendeeNames,
    IReadOnlyList<SectionAnswer> Sections, bool WaitingRoom, IReadOnlyList<PresaleItem> Presales, bool TiersByCode);
