using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Catalog.Api;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Pages;

/// <summary>All events, filtered by the query string. The filters are a plain form, which works without scripts.</summary>
public sealed partial class EventsPage(CatalogReader reader, TimeProvider time, IOptions<SiteOptions> site)
{
    private const int PageSize = 24;
    private const int PageMax = 1000;

    // Cents of the reference currency.
    private static readonly long[] PriceChoices = [0, 2500, 5000, 7500, 10_000];

    private CatalogAnswer _answer = new([], new CatalogFacets([], [], []));
    private DateOnly _today;
    private (DateOnly Friday, bool IsNext) _weekend;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private CatalogQuery Query { get; set; } = new();

    private int Page { get; set; } = 1;

    private CatalogFacets Facets => _answer.Facets;

    private string SiteName => site.Value.Name;

    private string Canonical => site.Value.Absolute(Page > 1 ? OnPage(Page) : With()).AbsoluteUri;

    private int PageCount => (_answer.Hits.Count + PageSize - 1) / PageSize;

    private IReadOnlyList<CatalogHit> Shown => [.. _answer.Hits.Skip((Page - 1) * PageSize).Take(PageSize)];

    private string Heading => Query switch
    {
        { Text: { } text } => L["Results for “{0}”", text],
        { Category: { } category, City: { } city } => L["{0} in {1}", Format.Category(category), CityNames.In(city, CultureInfo.CurrentUICulture)],
        { Category: { } category } => Format.Category(category),
        { City: { } city } => L["Events in {0}", CityNames.In(city, CultureInfo.CurrentUICulture)],
        _ => L["All events"],
    };

    private string CountText => _answer.Hits.Count == 1 ? L["1 event"] : L["{0} events", _answer.Hits.Count];

    private IEnumerable<FacetCount> CityChoices => Facets.Cities.OrderBy(city => CityNames.In(city.Value, CultureInfo.CurrentUICulture), StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: false));

    private IEnumerable<(CatalogSort Sort, string Text)> SortChoices =>
    [
        (CatalogSort.Relevance, Query.Text is null ? L["Soonest"] : L["Best match"]),
        .. Query.Text is null ? [] : new[] { (CatalogSort.Date, L["Soonest"].Value) },
        (CatalogSort.Price, L["Lowest price"]),
        (CatalogSort.Trending, L["Most popular"]),
        .. Query.Near is null ? [] : new[] { (CatalogSort.Distance, L["Nearest"].Value) },
    ];

    /// <summary>Filters without a form field, carried along as hidden inputs.</summary>
    private IEnumerable<(string Name, string Value)> Hidden =>
        from one in Chosen
        where one.Name is "minPrice" or "near" or "radiusKm" && one.Value is not null
        select (one.Name, one.Value);

    /// <summary>The active filters as query parameters.</summary>
    private (string Name, string? Value)[] Chosen =>
    [
        ("q", Query.Text),
        ("category", Query.Category),
        ("city", Query.City),
        ("near", Query.Near is { } near ? string.Create(CultureInfo.InvariantCulture, $"{near.Latitude},{near.Longitude}") : null),
        ("radiusKm", Query.RadiusKm?.ToString(CultureInfo.InvariantCulture)),
        ("from", Exact(Query.From)),
        ("to", Exact(Query.To)),
        ("minPrice", Query.MinPrice?.ToString(CultureInfo.InvariantCulture)),
        ("maxPrice", Query.MaxPrice?.ToString(CultureInfo.InvariantCulture)),
        ("available", Query.AvailableOnly ? "true" : null),
        ("sort", Query.Sort == CatalogSort.Relevance ? null : Query.Sort.ToWord()),
    ];

    private IEnumerable<(string Text, string? From, string? To)> DateChoices
    {
        get
        {
            return
            [
                (L["Any date"], null, null),
                (_weekend.IsNext ? L["Next weekend"] : L["This weekend"], Iso(_weekend.Friday), Iso(_weekend.Friday.AddDays(2))),
                (L["Next seven days"], Iso(_today), Iso(_today.AddDays(7))),
                (L["Next 30 days"], Iso(_today), Iso(_today.AddDays(30))),
            ];
        }
    }

    /// <summary>Each active filter, and the address without it.</summary>
    private List<(string Text, string Without)> Active
    {
        get
        {
            var active = new List<(string, string)>();
            Add(Query.Text is { } text ? Quoted(text) : null, "q");
            Add(Query.Category is { } category ? Format.Category(category) : null, "category");
            Add(Query.City is { } city ? CityNames.In(city, CultureInfo.CurrentUICulture) : null, "city");
            Add(Query.From is { } from ? L["from {0}", DayText(from)].Value : null, "from");
            Add(Query.To is { } to ? L["until {0}", DayText(to)].Value : null, "to");
            Add(Query.RadiusKm is { } km ? L["within {0} km", km].Value : null, "radiusKm");
            Add(Query.MinPrice is { } lowest ? L["From about {0}", Rounded(lowest)].Value : null, "minPrice");
            Add(Query.MaxPrice is { } price ? PriceChoice(price) : null, "maxPrice");
            Add(Query.AvailableOnly ? L["Available"].Value : null, "available");
            return active;

            void Add(string? text, string name)
            {
                if (text is not null)
                {
                    active.Add((text, With((name, null))));
                }
            }
        }
    }

    private int ActiveCount => Active.Count(filter => Query.Text is null || filter.Text != Quoted(Query.Text));

    private string Quoted(string text) => L["“{0}”", text];

    protected override async Task OnInitializedAsync()
    {
        var parameters = new CatalogQueryReader(HttpContext.Request.Query);
        Query = parameters.Read();
        var now = time.GetUtcNow();
        _today = DateOnly.FromDateTime(now.UtcDateTime);
        var catalog = await reader.SnapshotAsync(HttpContext.RequestAborted);
        _answer = CatalogSearch.Run(catalog, Query, now);
        _weekend = Weekends.Offered(catalog, now);
        Page = Math.Clamp((int)(parameters.Whole("page", 1, PageMax) ?? 1), 1, Math.Max(1, PageCount));
    }

    private static int Count(IReadOnlyList<FacetCount> facet, string value) => facet.FirstOrDefault(count => count.Value == value)?.Count ?? 0;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Iso(TimeBound? bound) => bound switch
    {
        { Day: { } day } => Iso(day),
        { Instant: { } instant } => Iso(DateOnly.FromDateTime(instant.DateTime)),
        _ => null,
    };

    private static string? Exact(TimeBound? bound) => bound?.Instant is { } instant
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)
        : Iso(bound);

    private static string DayText(TimeBound bound) =>
        DateOnly.ParseExact(Iso(bound)!, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("d MMM", CultureInfo.CurrentCulture);

    private bool IsChosenCity(string city) => string.Equals(city, Query.City, StringComparison.OrdinalIgnoreCase);

    private bool IsChosen(string? from, string? to) => from == Iso(Query.From) && to == Iso(Query.To);

    private string PriceChoice(long cents) => cents == 0
        ? L["Free"]
        : L["Up to about {0}", Rounded(cents)];

    private static string Rounded(long cents) => new Money(cents / 100 * 100, ReferenceRates.Currency).Format(CultureInfo.CurrentCulture)
        .Replace(".00", "", StringComparison.Ordinal).Replace(",00", "", StringComparison.Ordinal);

    private string OnPage(int page) => With(("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The address of this list with some filters changed; it starts at the first page.</summary>
    private string With(params (string Name, string? Value)[] changes) =>
        AppUrls.EventsWhere([.. Chosen.Where(one => !Array.Exists(changes, change => change.Name == one.Name)), .. changes]);
}
