using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Stories;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Pages;

/// <summary>
/// An event as JSON-LD for search engines (https://schema.org/Event). Browsers do not execute it, so the content security policy
/// does not apply.
/// </summary>
internal static class EventStructuredData
{
    /// <summary>The script element for the page's head. The serializer escapes &lt;, &gt; and &amp;, so no text can close it.</summary>
    public static MarkupString Script(CatalogDetails details, DateTimeOffset now, SiteOptions site) =>
        new($"<script type=\"application/ld+json\">{Write(details, now, site)}</script>");

    public static string Write(CatalogDetails details, DateTimeOffset now, SiteOptions site)
    {
        var performances = details.Event.Performances.Select(performance => (JsonNode)Performance(details, performance, now, site)).ToArray();
        return JsonSerializer.Serialize<JsonNode>(performances.Length == 1 ? performances[0] : new JsonArray(performances));
    }

    private static JsonObject Performance(CatalogDetails details, CatalogPerformance performance, DateTimeOffset now, SiteOptions site)
    {
        var (catalogEvent, seats) = details;
        var venue = performance.Venue;
        var data = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = TypeOf(catalogEvent.Category),
            ["name"] = catalogEvent.Title,
            ["description"] = StoryText.Teaser(catalogEvent.Summary, catalogEvent.Description),
            ["image"] = new JsonArray([.. ImagesOf(catalogEvent).Select(image => (JsonNode)site.Absolute(image).AbsoluteUri)]),
            ["url"] = site.Absolute(AppUrls.Event(catalogEvent.Slug)).AbsoluteUri,
            ["startDate"] = Local(performance, performance.StartsAt),
            ["endDate"] = Local(performance, performance.EndsAt),
            ["doorTime"] = Local(performance, performance.DoorsAt),
            ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode",
            ["eventStatus"] = "https://schema.org/" + StatusOf(catalogEvent, performance),
            ["organizer"] = new JsonObject
            {
                ["@type"] = "Organization",
                ["name"] = catalogEvent.Organizer.Name,
                ["url"] = site.Absolute(AppUrls.PublicOrganizer(catalogEvent.Organizer.Slug)).AbsoluteUri,
            },
            ["location"] = new JsonObject
            {
                ["@type"] = "Place",
                ["name"] = venue.Name,
                ["address"] = new JsonObject
                {
                    ["@type"] = "PostalAddress",
                    ["streetAddress"] = venue.Street,
                    ["postalCode"] = venue.PostalCode,
                    ["addressLocality"] = venue.City,
                    ["addressCountry"] = venue.Country,
                },
                ["geo"] = new JsonObject { ["@type"] = "GeoCoordinates", ["latitude"] = venue.Position.Latitude, ["longitude"] = venue.Position.Longitude },
            },
        };

        // What is sold with an access code only is not offered to everybody.
        if (!performance.Tiers.IsEmpty)
        {
            data["offers"] = Offers(seats, performance, now, site);
        }

        return data;
    }

    private static JsonObject Offers(CatalogSeats seats, CatalogPerformance performance, DateTimeOffset now, SiteOptions site) => new()
    {
        ["@type"] = "AggregateOffer",
        ["url"] = site.Absolute(AppUrls.Performance(performance.Id.Value)).AbsoluteUri,
        ["lowPrice"] = Decimal(seats.PriceFrom(performance) ?? performance.PriceFrom),
        ["highPrice"] = Decimal(performance.PriceTo),
        ["priceCurrency"] = performance.Currency,
        ["offerCount"] = seats.Of(performance).Free,
        ["validFrom"] = Local(performance, performance.OnSaleAt),
        ["availability"] = "https://schema.org/" + OfferOf(seats.AvailabilityOf(performance, now)),
    };

    private static string[] ImagesOf(CatalogEvent catalogEvent) => catalogEvent.Picture is { } picture
        ? [AppUrls.PicturePreview(picture), AppUrls.Picture(picture, PictureSizes.Large)]
        : [AppUrls.ArtworkWide(catalogEvent.Artwork), AppUrls.Artwork(catalogEvent.Artwork)];

    private static string Local(CatalogPerformance performance, DateTimeOffset instant) =>
        VenueTime.At(instant, performance.Venue.TimeZone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    // "45.00 EUR" without the currency.
    private static string Decimal(Money money) => money.ToString().Split(' ')[0];

    private static string TypeOf(string category) => category switch
    {
        Categories.Concert or Categories.Classical => "MusicEvent",
        Categories.Theatre => "TheaterEvent",
        Categories.Comedy => "ComedyEvent",
        Categories.Sport => "SportsEvent",
        Categories.Festival => "Festival",
        Categories.Family => "ChildrensEvent",
        Categories.Dance => "DanceEvent",
        Categories.Talk => "LiteraryEvent",
        _ => "Event",
    };

    private static string StatusOf(CatalogEvent catalogEvent, CatalogPerformance performance) =>
        catalogEvent.IsCancelled || performance.Status == PerformanceStatus.Cancelled ? "EventCancelled"
        : performance.Status == PerformanceStatus.Postponed ? "EventPostponed"
        : "EventScheduled";

    private static string OfferOf(Availability availability) => availability switch
    {
        Availability.Available => "InStock",
        Availability.Few => "LimitedAvailability",
        Availability.NotYetOnSale => "PreOrder",
        Availability.SoldOut => "SoldOut",
        Availability.Paused or Availability.Postponed or Availability.Ended or Availability.Cancelled => "OutOfStock",
    };
}
