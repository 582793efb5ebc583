using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Pages;

/// <summary>The front page: search, and rows of events.</summary>
public sealed partial class Home(ISearchEngine engine, EventReader reader, TimeProvider time, IOptions<SiteOptions> site)
{
    private const int ShelfLength = 8;
    private const int ShortShelf = 4;
    private const int WallLength = 10;
    private const int CitiesMax = 12;

    // Every third event: neighbours in time often are of one series.
    private const int WallStep = 3;

    private CatalogAnswer _all = CatalogAnswer.Empty;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string SiteName => site.Value.Name;

    private string Canonical => site.Value.Absolute(AppUrls.Home).AbsoluteUri;

    private int EventCount => _all.Total;

    private string EventCountText => _all.IsTotalExceeded ? L["{0:N0}+", _all.Total] : _all.Total.ToString(CultureInfo.CurrentCulture);

    private IReadOnlyList<FacetCount> Categories => _all.Facets.Categories;

    private int CityCount => _all.Facets.Cities.Count;

    private IEnumerable<FacetCount> Cities => _all.Facets.Cities.Take(CitiesMax);

    private Period Next { get; set; } = new("", "", default, default, []);

    private IReadOnlyList<CatalogHit> Few { get; set; } = [];

    /// <summary>The events with the highest trending scores; while there are none, the next ones.</summary>
    private IReadOnlyList<CatalogHit> Popular { get; set; } = [];

    private bool HasTrending { get; set; }

    private IReadOnlyList<CatalogHit> Soon { get; set; } = [];

    private int FreeCount { get; set; }

    /// <summary>Decorative posters behind the search.</summary>
    private IEnumerable<string> Wall => _all.Hits.Where((_, index) => index % WallStep == 0).Select(hit => hit.Event.Artwork).Take(WallLength);

    private string NextAll => AppUrls.EventsWhere(("from", Iso(Next.From)), ("to", Iso(Next.To)));

    protected override async Task OnInitializedAsync()
    {
        try
        {
            await SearchAsync();
        }
        catch (SearchUnavailableException)
        {
            Popular = await reader.NextAsync(ShelfLength, HttpContext.RequestAborted);
            _all = CatalogAnswer.Empty with { Hits = Popular, Total = Popular.Count, IsTotalExceeded = true };
        }
    }

    private async Task SearchAsync()
    {
        _all = await engine.SearchAsync(
            new CatalogQuery { Sort = CatalogSort.Date, Limit = WallStep * WallLength }, HttpContext.RequestAborted);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        HasTrending = await engine.HasTrendingAsync(HttpContext.RequestAborted);
        Few = await ShelfAsync(new CatalogQuery { State = Availability.Few, Sort = CatalogSort.Date }, ShortShelf);
        Next = await SoonestAsync(today);
        var shown = Next.Hits.Concat(Few).Select(hit => hit.Event.Id).ToHashSet();
        var popular = await ShelfAsync(new CatalogQuery { AvailableOnly = true, Sort = CatalogSort.Trending }, ShelfLength + shown.Count);
        Popular = [.. popular.Where(hit => !shown.Contains(hit.Event.Id)).Take(ShelfLength)];
        Soon = await ShelfAsync(new CatalogQuery { State = Availability.NotYetOnSale, Sort = CatalogSort.Date }, ShortShelf);
        FreeCount = (await engine.SearchAsync(new CatalogQuery { MaxPrice = 0, Limit = 0, WithFacets = false }, HttpContext.RequestAborted)).Total;
    }

    // The soonest period whose events fill a row; else the one with the most.
    private async Task<Period> SoonestAsync(DateOnly today)
    {
        var friday = DateWords.FridayOf(today);
        (string Title, string More, DateOnly From, DateOnly To)[] periods =
        [
            (L["This weekend"], L["The whole weekend"], friday, friday.AddDays(2)),
            (L["Next weekend"], L["The whole weekend"], friday.AddDays(7), friday.AddDays(9)),
            (L["Next 30 days"], L["All dates"], today, today.AddDays(30)),
        ];
        var found = new List<Period>();
        foreach (var (title, more, from, to) in periods)
        {
            var query = new CatalogQuery { From = TimeBound.On(from), To = TimeBound.On(to), AvailableOnly = true, Sort = CatalogSort.Trending };
            var hits = await ShelfAsync(query, ShelfLength + Few.Count);
            found.Add(new(title, more, from, to, [.. hits.ExceptBy(Few.Select(hit => hit.Event.Id), hit => hit.Event.Id).Take(ShelfLength)]));
            if (found[^1].Hits.Count >= ShortShelf)
            {
                break;
            }
        }

        var next = found[^1].Hits.Count >= ShortShelf ? found[^1] : found.MaxBy(period => period.Hits.Count)!;
        return next with { Hits = WholeRows(next.Hits) };
    }

    private async Task<IReadOnlyList<CatalogHit>> ShelfAsync(CatalogQuery query, int length) =>
        (await engine.SearchAsync(query with { Limit = length, WithFacets = false }, HttpContext.RequestAborted)).Hits;

    // Drops an incomplete second row; the shelf's link leads to all events.
    private static IReadOnlyList<CatalogHit> WholeRows(IReadOnlyList<CatalogHit> hits) =>
        hits.Count is > ShortShelf and < ShelfLength ? [.. hits.Take(ShortShelf)] : hits;

    private static string CityArtwork(string city) => "city-" + Slug.Of(city);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The first shelf: what is on in a period.</summary>
    private sealed record Period(string Title, string More, DateOnly From, DateOnly To, IReadOnlyList<CatalogHit> Hits);
}
