using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Catalog.Api;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Catalog.Pages;

/// <summary>All events, filtered by the query string. The filters are a plain form, which works without scripts.</summary>
public sealed partial class EventsPage(ISearchEngine engine, EventReader reader, TimeProvider time, IOptions<SiteOptions> site)
{
    private const string DatesParameter = "dates";
    private const string DatesAsWords = "words";
    private const int PageSize = 20;
    private const int PageMax = CatalogQuery.CountMax / PageSize;

    // Numbers around the current page that the pager shows.
    private const int PagesAround = 2;

    // Cents of the reference currency.
    private static readonly long[] PriceChoices = [0, 2500, 5000, 7500, 10_000];

    private CatalogAnswer _answer = CatalogAnswer.Empty;
    private bool _hasTrending;
    private bool _hasDatesAsWords;
    private DateOnly _today;
    private (DateOnly Friday, bool IsNext) _weekend;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private CatalogQuery Query { get; set; } = new();

    /// <summary>The period that the text names, as a filter; null: there is none, or it is meant as words.</summary>
    private DateWords? Period { get; set; }

    private int Page { get; set; } = 1;

    private CatalogFacets Facets => _answer.Facets;

    private string SiteName => site.Value.Name;

    private string Canonical => site.Value.Absolute(Page > 1 ? OnPage(Page) : With()).AbsoluteUri;

    private int PageCount => (_answer.Total + PageSize - 1) / PageSize;

    private IReadOnlyList<CatalogHit> Shown => _answer.Hits;

    /// <summary>The search failed or took too long: the list has the next events instead.</summary>
    private bool IsUnavailable { get; set; }

    private string? Corrected => _answer.Corrected;

    /// <summary>The last page is not the end of what matches.</summary>
    private bool IsTooMuch => _answer.IsTotalExceeded && Page == PageCount;

    /// <summary>The numbers that the pager shows; null: some are left out.</summary>
    private IEnumerable<int?> Numbers
    {
        get
        {
            var last = 0;
            foreach (var number in Enumerable.Range(1, PageCount).Where(number => number == 1 || number == PageCount || Math.Abs(number - Page) <= PagesAround))
            {
                if (number > last + 1)
                {
                    yield return null;
                }

                yield return last = number;
            }
        }
    }

    /// <summary>Mixtures of filters, results of words and further pages are not for search engines.</summary>
    private bool IsIndexed => Page == 1 && Query.Text is null && !IsUnavailable && Active.Count <= 1;

    private string Heading => Query switch
    {
        { Text: { } } when IsUnavailable => L["All events"],
        { Text: { } text } => L["Results for “{0}”", Corrected ?? text],
        { Category: { } category, City: { } city } => L["{0} in {1}", Format.Category(category), CityNames.In(city, CultureInfo.CurrentUICulture)],
        { Category: { } category } => Format.Category(category),
        { City: { } city } => L["Events in {0}", CityNames.In(city, CultureInfo.CurrentUICulture)],
        _ => L["All events"],
    };

    private string CountText => IsUnavailable ? ""
        : _answer.IsTotalExceeded ? L["{0:N0}+ events", _answer.Total]
        : _answer.Total == 1 ? L["1 event"] : L["{0} events", _answer.Total];

    private IEnumerable<FacetCount> CityChoices => Facets.Cities.OrderBy(city => CityNames.In(city.Value, CultureInfo.CurrentUICulture), StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: false));

    private IEnumerable<(CatalogSort Sort, string Text)> SortChoices =>
    [
        (CatalogSort.Relevance, Query.Text is null ? L["Soonest"] : L["Best match"]),
        .. Query.Text is null ? [] : new[] { (CatalogSort.Date, L["Soonest"].Value) },
        (CatalogSort.Price, L["Lowest price"]),
        .. _hasTrending ? new[] { (CatalogSort.Trending, L["Most popular"].Value) } : [],
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
        ("exact", Query.IsVerbatim ? "true" : null),
        (DatesParameter, _hasDatesAsWords ? DatesAsWords : null),
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
            if (Period is { } period)
            {
                active.Add((PeriodText(period), With((DatesParameter, DatesAsWords))));
            }

            Add(Query.Category is { } category ? Format.Category(category) : null, "category");
            Add(Query.City is { } city ? CityNames.In(city, CultureInfo.CurrentUICulture) : null, "city");
            Add(Query.From is { } from ? L["from {0}", DayText(from)].Value : null, "from");
            Add(Query.To is { } to ? L["until {0}", DayText(to)].Value : null, "to");
            if (Query.Near is not null)
            {
                active.Add((
                    Query.RadiusKm is { } km ? L["within {0} km", km].Value : L["by distance"].Value,
                    With(("near", null), ("radiusKm", null), ("sort", Query.Sort is CatalogSort.Relevance or CatalogSort.Distance ? null : Query.Sort.ToWord()))));
            }

            Add(Query.MinPrice is { } lowest ? L["From about {0}", Rounded(lowest)].Value : null, "minPrice");
            Add(Query.MaxPrice is { } price ? PriceChoice(price) : null, "maxPrice");
            Add(Query.AvailableOnly ? L["Available"].Value : null, "available");
            return active;

            void Add(string? text, string name)
            {
                if (text is not null)
                {
                    active.Add((text, name == "q" ? With(("q", null), ("exact", null), (DatesParameter, null)) : With((name, null))));
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
        _weekend = (DateWords.FridayOf(_today), false);
        Page = (int)(parameters.Whole("page", 1, PageMax) ?? 1);
        _hasDatesAsWords = HttpContext.Request.Query[DatesParameter] == DatesAsWords;
        try
        {
            await SearchAsync(now);
        }
        catch (SearchUnavailableException)
        {
            (IsUnavailable, Page) = (true, 1);
            var next = await reader.NextAsync(PageSize, HttpContext.RequestAborted);
            _answer = CatalogAnswer.Empty with { Hits = next };
        }
    }

    private async Task SearchAsync(DateTimeOffset now)
    {
        Period = await FindPeriodAsync();
        _answer = await PageAsync();
        if (Page > Math.Max(1, PageCount))
        {
            Page = Math.Max(1, PageCount);
            _answer = await PageAsync();
        }

        _hasTrending = await engine.HasTrendingAsync(HttpContext.RequestAborted);
        _weekend = await Weekends.OfferedAsync(engine, now, HttpContext.RequestAborted);

        Task<CatalogAnswer> PageAsync() => engine.SearchAsync(
            (Period is { } period ? InPeriod(Query, period) : Query) with { Limit = PageSize, Skip = (Page - 1) * PageSize },
            HttpContext.RequestAborted);
    }

    private async Task<DateWords?> FindPeriodAsync()
    {
        if (_hasDatesAsWords || Query is not { Text: { } text, From: null, To: null } || DateWords.Find(text, _today) is not { } period)
        {
            return null;
        }

        // An event may be called so.
        var named = await engine.SearchAsync(
            new CatalogQuery { Text = text, IsVerbatim = true, IsLookUp = true, Limit = 1, WithFacets = false }, HttpContext.RequestAborted);
        return named.Hits.Any(hit => SearchWords.Key(hit.Event.Title) == SearchWords.Key(text)) ? null : period;
    }

    private static CatalogQuery InPeriod(CatalogQuery query, DateWords period) => query with
    {
        Text = period.Rest.Length == 0 ? null : period.Rest,
        From = TimeBound.On(period.From),
        To = TimeBound.On(period.To),
    };

    private static string PeriodText(DateWords period)
    {
        var (from, to) = (DayText(TimeBound.On(period.From)), DayText(TimeBound.On(period.To)));
        return $"{period.Words}: {(from == to ? from : $"{from} – {to}")}";
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

    // The script writes the place.
    private string NearMe => With(("near", "{place}"), ("radiusKm", "50"), ("sort", CatalogSort.Distance.ToWord()));

    /// <summary>The question as it was typed, without correction.</summary>
    private string Verbatim => With(("exact", "true"));

    private string OnPage(int page) => With(("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The address of this list with some filters changed; it starts at the first page.</summary>
    private string With(params (string Name, string? Value)[] changes) =>
        AppUrls.EventsWhere([.. Chosen.Where(one => !Array.Exists(changes, change => change.Name == one.Name)), .. changes]);
}
