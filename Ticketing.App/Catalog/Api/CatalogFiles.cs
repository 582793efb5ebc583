using System.Xml.Linq;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Stories;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Api;

/// <summary>Pictures, calendar entries, the sitemap.</summary>
internal static class CatalogFiles
{
    private const string WideEnding = "-wide";

    // The protocol's limit of a file.
    private const int SitemapMax = 50_000;
    private const int SitemapOrganizersMax = 5_000;

    private const int CalendarMax = 500;

    // A seed always renders the same picture.
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void MapArtwork(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/artwork/{seed}.svg", Results<ContentHttpResult, NotFound> (string seed, HttpContext context) =>
        {
            var isWide = seed.EndsWith(WideEnding, StringComparison.Ordinal);
            seed = isWide ? seed[..^WideEnding.Length] : seed;
            if (!ArtworkPainter.IsSeed(seed))
            {
                return TypedResults.NotFound();
            }

            context.Response.Headers.CacheControl = Immutable;
            return TypedResults.Content(ArtworkPainter.Paint(seed, isWide ? ArtworkFormat.Wide : ArtworkFormat.Poster), "image/svg+xml");
        }).ExcludeFromDescription();

        endpoints.MapGet("/artwork/{seed}-wide.png", async Task<Results<FileContentHttpResult, NotFound>> (
            string seed, HttpContext context, ArtworkPictures pictures, CancellationToken cancellationToken) =>
        {
            if (await pictures.WideAsync(seed, cancellationToken) is not { } png)
            {
                return TypedResults.NotFound();
            }

            context.Response.Headers.CacheControl = Immutable;
            return TypedResults.File(png, "image/png");
        }).ExcludeFromDescription();
    }

    public static void MapPerformanceCalendar(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/performances/{id:guid}/calendar.ics",
        async Task<Results<FileContentHttpResult, NotFound>> (
            Guid id, EventReader reader, IOptions<SiteOptions> site, TimeProvider time, CancellationToken cancellationToken) =>
        {
            if (await reader.FindAsync(new PerformanceId(id), cancellationToken) is not var (details, performance))
            {
                return TypedResults.NotFound();
            }

            var entry = EntryOf(details.Event, performance, site.Value);
            return TypedResults.File(CalendarFile.Write(entry, time.GetUtcNow()), CalendarFile.ContentType, $"{details.Event.Slug}.ics");
        }).ExcludeFromDescription();

    /// <summary>The coming dates of an organizer, for calendars that subscribe to the address.</summary>
    public static void MapOrganizerCalendar(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        AppUrls.PublicOrganizers + "/{slug}/calendar.ics",
        async Task<Results<FileContentHttpResult, NotFound>> (
            string slug, OrganizerProgrammes programmes, IOptions<SiteOptions> site, TimeProvider time, CancellationToken cancellationToken) =>
        {
            if (await programmes.FindEventsAsync(slug, cancellationToken) is not { } events)
            {
                return TypedResults.NotFound();
            }

            var now = time.GetUtcNow();
            var entries = events.SelectMany(entry => entry.Performances, (entry, performance) => (Event: entry, Performance: performance))
                .Where(date => date.Performance.EndsAt > now).OrderBy(date => date.Performance.StartsAt).Take(CalendarMax)
                .Select(date => EntryOf(date.Event, date.Performance, site.Value)).ToList();
            return TypedResults.File(CalendarFile.Write(entries, now), CalendarFile.ContentType, $"{slug}.ics");
        }).ExcludeFromDescription();

    /// <summary>
    /// The sitemap for search engines (https://www.sitemaps.org/protocol.html): organizers, and the newest events that fit into one file.
    /// </summary>
    public static void MapSitemap(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/sitemap.xml", async (
            CatalogLoader loader, OrganizerProgrammes programmes, IOptions<SiteOptions> site, CancellationToken cancellationToken) =>
        {
            XNamespace schema = "http://www.sitemaps.org/schemas/sitemap/0.9";
            var organizers = await programmes.SlugsAsync(SitemapOrganizersMax, cancellationToken);
            var addresses = (await loader.SlugsAsync(SitemapMax - 2 - organizers.Count, cancellationToken)).Select(AppUrls.Event)
                .Concat(organizers.Select(AppUrls.PublicOrganizer))
                .Prepend(AppUrls.Events).Prepend(AppUrls.Home);
            var map = new XElement(schema + "urlset", addresses.Select(address => new XElement(schema + "url", new XElement(schema + "loc", site.Value.Absolute(address).AbsoluteUri))));
            return TypedResults.Content("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + map.ToString(SaveOptions.DisableFormatting), "application/xml; charset=utf-8");
        }).ExcludeFromDescription();

    private static CalendarEntry EntryOf(CatalogEvent catalogEvent, CatalogPerformance performance, SiteOptions site)
    {
        var venue = performance.Venue;
        return new CalendarEntry(
            performance.Id.Value, catalogEvent.Title, performance.StartsAt, performance.EndsAt,
            $"{venue.Name}, {venue.Street}, {venue.PostalCode} {venue.City}", (venue.Position.Latitude, venue.Position.Longitude),
            StoryText.Teaser(catalogEvent.Summary, catalogEvent.Description), site.Absolute(AppUrls.Event(catalogEvent.Slug)), CalendarFile.StateOf(performance.Status),
            performance.Revision, performance.RevisedAt);
    }
}
