using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Pages;

/// <summary>The front page: search, and rows of events.</summary>
public sealed partial class Home(CatalogReader reader, TimeProvider time, IOptions<SiteOptions> site)
{
    private const int ShelfLength = 8;
    private const int ShortShelf = 4;

    private IReadOnlyList<CatalogHit> _all = [];

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string SiteName => site.Value.Name;

    private string Canonical => site.Value.Absolute(AppUrls.Home).AbsoluteUri;

    private int EventCount => _all.Count;

    private IReadOnlyList<FacetCount> Categories { get; set; } = [];

    private IReadOnlyList<FacetCount> Cities { get; set; } = [];

    private Period Next { get; set; } = new("", "", default, default, []);

    private IReadOnlyList<CatalogHit> Few { get; set; } = [];

    private IReadOnlyList<CatalogHit> Trending { get; set; } = [];

    private IReadOnlyList<CatalogHit> Soon { get; set; } = [];

    private int FreeCount { get; set; }

    /// <summary>Decorative posters behind the search.</summary>
    private IEnumerable<string> Wall => _all.Where((_, index) => index % 3 == 0).Select(hit => hit.Event.Artwork).Take(10);

    private string NextAll => AppUrls.EventsWhere(("from", Iso(Next.From)), ("to", Iso(Next.To)));

    protected override async Task OnInitializedAsync()
    {
        var catalog = await reader.SnapshotAsync(HttpContext.RequestAborted);
        var now = time.GetUtcNow();
        var answer = CatalogSearch.Run(catalog, new CatalogQuery { Sort = CatalogSort.Date }, now);
        _all = answer.Hits;
        Categories = answer.Facets.Categories;
        Cities = answer.Facets.Cities;

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        Few = [.. _all.Where(hit => hit.Availability == Availability.Few).Take(ShortShelf)];
        Next = Soonest(catalog, today, now);
        var shown = Next.Hits.Concat(Few).Select(hit => hit.Event.Id).ToHashSet();
        Trending = [.. Shelf(catalog, now, new CatalogQuery { AvailableOnly = true, Sort = CatalogSort.Trending }, int.MaxValue).Where(hit => !shown.Contains(hit.Event.Id)).Take(ShelfLength)];
        Soon = [.. _all.Where(hit => hit.Availability == Availability.NotYetOnSale).Take(ShortShelf)];
        FreeCount = _all.Count(hit => hit.PriceFrom is { Amount: 0 });
    }

    // The soonest period whose events fill a row; else the one with the most.
    private Period Soonest(CatalogSnapshot catalog, DateOnly today, DateTimeOffset now)
    {
        var friday = Weekends.FridayOf(today);
        Period[] periods =
        [
            In(L["This weekend"], L["The whole weekend"], friday, friday.AddDays(2)),
            In(L["Next weekend"], L["The whole weekend"], friday.AddDays(7), friday.AddDays(9)),
            In(L["Next 30 days"], L["All dates"], today, today.AddDays(30)),
        ];
        var next = periods.FirstOrDefault(period => period.Hits.Count >= ShortShelf) ?? periods.MaxBy(period => period.Hits.Count)!;
        return next with { Hits = WholeRows(next.Hits) };

        Period In(string title, string more, DateOnly from, DateOnly to)
        {
            var query = new CatalogQuery { From = TimeBound.On(from), To = TimeBound.On(to), AvailableOnly = true, Sort = CatalogSort.Trending };
            return new(title, more, from, to, [.. Shelf(catalog, now, query, int.MaxValue).ExceptBy(Few.Select(hit => hit.Event.Id), hit => hit.Event.Id).Take(ShelfLength)]);
        }
    }

    // Drops an incomplete second row; the shelf's link leads to all events.
    private static IReadOnlyList<CatalogHit> WholeRows(IReadOnlyList<CatalogHit> hits) =>
        hits.Count is > ShortShelf and < ShelfLength ? [.. hits.Take(ShortShelf)] : hits;

    private static IReadOnlyList<CatalogHit> Shelf(CatalogSnapshot catalog, DateTimeOffset now, CatalogQuery query, int length) =>
        [.. CatalogSearch.Run(catalog, query, now).Hits.Take(length)];

    private static string CityArtwork(string city) => "city-" + Slug.Of(city);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The first shelf: what is on in a period.</summary>
    private sealed record Period(string Title, string More, DateOnly From, DateOnly To, IReadOnlyList<CatalogHit> Hits);
}
