using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Catalog.Pages;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.Catalog.Api;

/// <summary>API of events and performances, and their files.</summary>
internal static class CatalogEndpoints
{
    private const int LimitMax = 100;
    private const int LimitDefault = 20;

    public static IServiceCollection AddCatalogPages(this IServiceCollection services) => services.AddCatalog().AddScoped<CatalogTexts>();

    public static void MapCatalog(this WebApplication app)
    {
        var events = app.MapGroup(AppUrls.ApiEvents).WithTags("Events");
        events.MapGet("", ListAsync).WithName("ListEvents").WithSummary("Search events: text, category, city, place, dates, prices; with facets");
        events.MapGet("suggest", SuggestAsync).WithName("SuggestEvents").WithSummary("Completions of a search prefix");
        events.MapGet("{slug}", ReadAsync).WithName("GetEvent").WithSummary("An event with its performances");
        app.MapGet(AppUrls.ApiPerformances + "/{id:guid}", ReadPerformanceAsync).WithTags("Performances").WithName("GetPerformance")
            .WithSummary("A performance: sale, prices, availability per section")
            .WithDescription("Price tiers that are sold with an access code only are left out, unless the header Access-Code has a usable proof.");
        app.MapArtwork();
        app.MapPictures();
        app.MapPerformanceCalendar();
        app.MapOrganizerCalendar();
        app.MapSitemap();
        app.MapVenues();
    }

    /// <param name="q">Words that must all occur, the last one as a prefix; "quoted" words in their order, -words not at all. Typing errors are corrected.</param>
    /// <param name="exact">Searches q as typed, without correction.</param>
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
        HttpContext context, ISearchEngine engine, string? q = null, string? exact = null, string? category = null, string? city = null, string? near = null,
        string? radiusKm = null, string? from = null, string? to = null, string? minPrice = null, string? maxPrice = null, string? available = null,
        string? sort = null, string? cursor = null, string? limit = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var query = parameters.Read();
        var count = (int)(parameters.Whole("limit", 1, LimitMax) ?? LimitDefault);
        CatalogPosition? behind = null;
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

        try
        {
            var answer = await engine.SearchAsync(query with { Limit = count, After = behind }, context.RequestAborted);
            return TypedResults.Ok(new EventList(
                [.. answer.Hits.Select(EventItem.Of)], answer.Next is { } next ? CatalogCursor.Write(next) : null, answer.Total, answer.IsTotalExceeded,
                answer.Corrected, FacetsAnswer.Of(answer.Facets)));
        }
        catch (SearchUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<SuggestionList>, ProblemHttpResult>> SuggestAsync(
        HttpContext context, ISearchEngine engine, string? q = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var text = parameters.Read().Text;
        if (parameters.Errors.Count > 0)
        {
            return Problems.Invalid(parameters.Errors);
        }

        try
        {
            var suggestions = text is null ? [] : await engine.SuggestAsync(text, context.RequestAborted);
            context.Response.Headers.CacheControl = "public, max-age=10";
            return TypedResults.Ok(new SuggestionList([.. suggestions.Select(SuggestionItem.Of)]));
        }
        catch (SearchUnavailableException)
        {
            return Unavailable();
        }
    }

    private static ProblemHttpResult Unavailable() => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, "search-unavailable", "The search is unavailable at the moment. Events can be bought by their addresses.");

    private static async Task<Results<Ok<EventAnswer>, ProblemHttpResult>> ReadAsync(
        string slug, EventReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        return await reader.FindAsync(slug, cancellationToken) is { } details
            ? TypedResults.Ok(EventAnswer.Of(details, time.GetUtcNow()))
            : Problems.NotFound("There is no such event.");
    }

    private static async Task<Results<Ok<PerformanceAnswer>, ProblemHttpResult>> ReadPerformanceAsync(
        Guid id, HttpContext context, EventReader reader, SeatSaleReader sales, SectionReader sections, PublicPresales presales, RoomBoard rooms,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(new PerformanceId(id), cancellationToken) is not var (details, performance))
        {
            return Problems.NotFound("There is no such performance.");
        }

        if (!performance.ByCode.IsEmpty)
        {
            var shown = await sales.ShownTiersAsync(performance.Id, AccessCookie.Shown(context, performance.Id), cancellationToken);
            performance = performance.With(shown);
        }

        var now = time.GetUtcNow();
        var free = await sections.ReadAsync(performance, cancellationToken);
        var announced = performance.SaleStateAt(now) == SaleState.NotYetOnSale
            ? (await presales.OfAsync([performance.Id], cancellationToken))[performance.Id].Where(presale => now < presale.ClosesAt)
            : [];
        return TypedResults.Ok(new PerformanceAnswer(
            PerformanceItem.Of(details.Seats, performance, now), details.Event.Slug, details.Event.Title, performance.SaleStateAt(now), performance.SeatsPerOrderMax,
            performance.SeatsPerBuyerMax, performance.NoSingleSeats, performance.AttendeeNames, [.. free.Select(SectionAnswer.Of)], WaitingRoom: rooms.Find(performance.Id) is not null,
            [.. announced.Select(PresaleItem.Of)], TiersByCode: !performance.ByCode.IsEmpty));
    }
}
