using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Catalog.Pages;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.Catalog.Api;

/// <summary>API of events and performances, and their files.</summary>
internal static class CatalogEndpoints
{
    private const int LimitMax = 100;
    private const int LimitDefault = 24;

    public static IServiceCollection AddCatalogPages(this IServiceCollection services) => services.AddCatalog().AddScoped<CatalogTexts>();

    public static void MapCatalog(this WebApplication app)
    {
        var events = app.MapGroup(AppUrls.ApiEvents).WithTags("Events");
        events.MapGet("", ListAsync).WithName("ListEvents").WithSummary("Search events: text, category, city, place, dates, prices; with facets");
        events.MapGet("suggest", SuggestAsync).WithName("SuggestEvents").WithSummary("Completions of a search prefix");
        events.MapGet("{slug}", ReadAsync).WithName("GetEvent").WithSummary("An event with its performances");
        app.MapGet(AppUrls.ApiPerformances + "/{id:guid}", ReadPerformanceAsync).WithTags("Performances").WithName("GetPerformance")
            .WithSummary("A performance: sale, prices, availability per section");
        app.MapArtwork();
        app.MapPerformanceCalendar();
        app.MapSitemap();
    }

    /// <param name="q">Words that must all occur; matching tolerates small typing errors.</param>
    /// <param name="category">One of the site's categories.</param>
    /// <param name="city">The city's name, as facets give it.</param>
    /// <param name="near">Latitude and longitude in degrees: 52.52,13.40.</param>
    /// <param name="radiusKm">Radius around near, in kilometres.</param>
    /// <param name="from">First day by the venue's calendar (2027-03-28), or a time with its offset.</param>
    /// <param name="to">Last day, or a time with its offset.</param>
    /// <param name="minPrice">Euro cents; prices in other currencies are converted at approximate rates.</param>
    /// <param name="maxPrice">Euro cents, approximate.</param>
    /// <param name="available">Only events with seats on sale now.</param>
    /// <param name="sort">relevance, date, price, distance or trending.</param>
    /// <param name="cursor">The next of the previous page.</param>
    /// <param name="limit">Events per page, 1 to 100.</param>
    private static async Task<Results<Ok<EventList>, ProblemHttpResult>> ListAsync(
        HttpContext context, CatalogReader reader, TimeProvider time, string? q = null, string? category = null, string? city = null, string? near = null,
        string? radiusKm = null, string? from = null, string? to = null, string? minPrice = null, string? maxPrice = null, string? available = null,
        string? sort = null, string? cursor = null, string? limit = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var query = parameters.Read();
        var count = (int)(parameters.Whole("limit", 1, LimitMax) ?? LimitDefault);
        CatalogCursor? behind = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            if (CatalogCursor.TryParse(cursor, out var parsed))
            {
                behind = parsed;
            }
            else
            {
                parameters.Refuse("cursor", "'cursor' is the 'next' of an earlier answer.");
            }
        }

        if (parameters.Errors.Count > 0)
        {
            return Problems.Invalid(parameters.Errors);
        }

        var answer = CatalogSearch.Run(await reader.SnapshotAsync(context.RequestAborted), query, time.GetUtcNow());
        var rest = behind is { } end ? [.. answer.Hits.Where(end.IsBefore)] : answer.Hits;
        var page = rest.Take(count).ToList();
        return TypedResults.Ok(new EventList(
            page.ConvertAll(EventItem.Of), rest.Count > page.Count ? CatalogCursor.Behind(page[^1]).ToString() : null, answer.Hits.Count, FacetsAnswer.Of(answer.Facets)));
    }

    private static async Task<Results<Ok<SuggestionList>, ProblemHttpResult>> SuggestAsync(
        HttpContext context, CatalogReader reader, TimeProvider time, string? q = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var text = parameters.Read().Text;
        if (parameters.Errors.Count > 0)
        {
            return Problems.Invalid(parameters.Errors);
        }

        context.Response.Headers.CacheControl = "public, max-age=10";
        var suggestions = text is null ? [] : CatalogSuggestions.For(await reader.SnapshotAsync(context.RequestAborted), text, time.GetUtcNow());
        return TypedResults.Ok(new SuggestionList([.. suggestions.Select(SuggestionItem.Of)]));
    }

    private static async Task<Results<Ok<EventAnswer>, ProblemHttpResult>> ReadAsync(
        string slug, CatalogReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        var (catalog, catalogEvent) = await reader.FindAsync(slug, cancellationToken);
        return catalogEvent is null ? Problems.NotFound("There is no such event.") : TypedResults.Ok(EventAnswer.Of(catalog, catalogEvent, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<PerformanceAnswer>, ProblemHttpResult>> ReadPerformanceAsync(
        Guid id, CatalogReader reader, SectionReader sections, RoomBoard rooms, TimeProvider time, CancellationToken cancellationToken)
    {
        var (catalog, found) = await reader.FindAsync(new PerformanceId(id), cancellationToken);
        if (found is not var (catalogEvent, performance))
        {
            return Problems.NotFound("There is no such performance.");
        }

        var now = time.GetUtcNow();
        var free = await sections.ReadAsync(performance, cancellationToken);
        return TypedResults.Ok(new PerformanceAnswer(
            PerformanceItem.Of(catalog, performance, now), catalogEvent.Slug, catalogEvent.Title, performance.SaleStateAt(now), performance.SeatsPerOrderMax,
            performance.SeatsPerBuyerMax, performance.NoSingleSeats, performance.AttendeeNames, [.. free.Select(SectionAnswer.Of)], WaitingRoom: rooms.Find(performance.Id) is not null));
    }
}
