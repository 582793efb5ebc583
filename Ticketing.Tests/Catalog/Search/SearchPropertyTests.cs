using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>Random catalogues and questions: the search agrees with its model, with itself, and with what its facets promise.</summary>
public sealed class SearchPropertyTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    private const int QueriesPerCatalogue = 6;
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    private static readonly CatalogVenue[] Venues =
        [SampleVenues.Berlin, SampleVenues.Hamburg, SampleVenues.Zurich, SampleVenues.NewYork, SampleVenues.Tokyo];

    private static readonly string?[] Texts = [null, "harbour", "concert berlin", "\"night train\"", "night -harbour", "nig"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Search_SmallOrLarge_AgreesWithTheModel(int seed)
    {
        var random = new Random(seed);
        var catalog = await CatalogueAsync(random);
        var queries = Enumerable.Range(0, QueriesPerCatalogue).Select(_ => Query(random)).ToList();
        var model = new SearchModel(catalog.Events, catalog.Seats, Now);
        var small = new List<CatalogAnswer>();
        foreach (var query in queries)
        {
            small.Add(await catalog.RunAsync(query));
        }

        await engine.EnlargeAsync();
        foreach (var (query, answer) in queries.Zip(small))
        {
            var large = await catalog.RunAsync(query);

            Assert.Equal(model.Find(query), answer.Hits.Select(hit => hit.Event.Id.Value).Order());
            Assert.Equal(answer.Hits, large.Hits);
            Assert.Equal((answer.Hits.Count, answer.Hits.Count), (answer.Total, large.Total));
            foreach (var facets in new[] { answer.Facets, large.Facets })
            {
                Assert.Equal(Sorted(model.Categories(query)), Sorted(facets.Categories));
                Assert.Equal(Sorted(model.Cities(query)), Sorted(facets.Cities));
                Assert.Equal(Sorted(model.Months(query)), Sorted(facets.Months));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Facets_EachValueChosen_GiveTheirCount(int seed)
    {
        var random = new Random(1000 + seed);
        var catalog = await CatalogueAsync(random);
        if (seed % 2 == 0)
        {
            await engine.EnlargeAsync();
        }

        var query = Query(random) with { Text = Texts[seed % Texts.Length] };
        var facets = (await catalog.RunAsync(query)).Facets;
        foreach (var category in facets.Categories)
        {
            Assert.Equal(category.Count, await TotalAsync(query with { Category = category.Value }));
        }

        foreach (var city in facets.Cities)
        {
            Assert.Equal(city.Count, await TotalAsync(query with { City = city.Value }));
        }

        foreach (var month in facets.Months)
        {
            var first = DateOnly.ParseExact(month.Value + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal(
                month.Count, await TotalAsync(query with { From = TimeBound.On(first), To = TimeBound.On(first.AddMonths(1).AddDays(-1)) }));
        }

        async Task<int> TotalAsync(CatalogQuery chosen) => (await catalog.RunAsync(chosen with { Limit = 0, WithFacets = false })).Total;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Pages_Followed_HaveEveryEventOnceInOrder(int seed)
    {
        var random = new Random(2000 + seed);
        var catalog = await CatalogueAsync(random);
        if (seed % 2 == 0)
        {
            await engine.EnlargeAsync();
        }

        foreach (var sort in Enum.GetValues<CatalogSort>())
        {
            var query = new CatalogQuery { Sort = sort, Text = Texts[seed % Texts.Length], Near = SampleVenues.Berlin.Position, WithFacets = false };
            var all = await catalog.RunAsync(query);
            Assert.Equal(all.Hits.OrderBy(hit => hit.Rank).ThenBy(hit => hit.Event.Id.Value), all.Hits);
            Assert.Equal(all.Hits, await PagesAsync(catalog, query with { Limit = 1 + random.Next(3) }));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Filters_InAnyOrder_LeaveTheSameEvents(int seed)
    {
        var random = new Random(3000 + seed);
        var catalog = await CatalogueAsync(random);
        var (one, other) = (Query(random), Query(random) with { Text = Texts[seed % Texts.Length] });

        // Both at once are what each leaves of the other.
        var both = await FoundAsync(one with { Text = other.Text });
        var left = (await FoundAsync(one with { Text = null })).Intersect(await FoundAsync(new CatalogQuery { Text = other.Text }));

        Assert.Equal(both.Order(), left.Order());

        // A cancelled event is found by its title only: there the text is no filter.
        async Task<IReadOnlyList<Guid>> FoundAsync(CatalogQuery query) =>
        [
            .. (await catalog.RunAsync(query)).Hits.Select(hit => hit.Event.Id.Value)
                .Where(id => !catalog.Events.Single(entry => entry.Id.Value == id).IsCancelled),
        ];
    }

    private static async Task<List<CatalogHit>> PagesAsync(SampleCatalog catalog, CatalogQuery query)
    {
        var hits = new List<CatalogHit>();
        CatalogPosition? after = null;
        do
        {
            var page = await catalog.RunAsync(query with { After = after });
            hits.AddRange(page.Hits);
            after = page.Next;
        }
        while (after is not null);

        return hits;
    }

    private async Task<SampleCatalog> CatalogueAsync(Random random)
    {
        var catalog = new SampleCatalog(engine);
        string[] titles = ["Harbour", "Night train", "Night of the harbour", "Kestrel Quartet", "Großer Abend"];
        for (var i = random.Next(14); i > 0; i--)
        {
            catalog.Add(
                new SampleEvent(Pick(random, titles)) { Category = Pick(random, [.. Categories.All.Take(3)]), Cancelled = random.Next(10) == 0 },
                [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Date(random))]);
        }

        await catalog.WriteAsync();
        return catalog;
    }

    private static SampleDate Date(Random random) => new()
    {
        StartsAt = Now.AddHours(random.Next(-30, 2000)),
        Venue = Pick(random, Venues),
        Prices = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Pick(random, [0L, 1000, 2500, 9000]))],
        Currency = Pick(random, ["EUR", "EUR", "JPY", "CHF"]),
        Free = Pick(random, [0, 10, 400]),
        Held = random.Next(2),
        Status = random.Next(6) == 0 ? Pick(random, Enum.GetValues<PerformanceStatus>()) : PerformanceStatus.Scheduled,
        OnSaleAt = random.Next(6) == 0 ? Now.AddDays(3) : Now.AddDays(-10),
    };

    private static CatalogQuery Query(Random random)
    {
        var first = DateOnly.FromDateTime(Now.DateTime).AddDays(random.Next(60));
        var near = random.Next(3) == 0 ? Pick(random, Venues).Position : (GeoPoint?)null;
        return new CatalogQuery
        {
            Category = Sometimes(Categories.All[random.Next(3)]),
            City = Sometimes(Pick(random, Venues).City),
            Near = near,
            RadiusKm = near is not null && random.Next(2) == 0 ? Pick(random, [1.0, 300, 8000]) : null,
            From = random.Next(3) == 0 ? TimeBound.On(first) : random.Next(6) == 0 ? TimeBound.At(Now.AddHours(random.Next(900))) : null,
            To = random.Next(3) == 0 ? TimeBound.On(first.AddDays(random.Next(40))) : null,
            MinPrice = random.Next(4) == 0 ? 2000 : null,
            MaxPrice = random.Next(4) == 0 ? Pick(random, [0, 1000, 5000]) : null,
            AvailableOnly = random.Next(4) == 0,
            State = random.Next(6) == 0 ? Pick(random, [Availability.Few, Availability.SoldOut, Availability.NotYetOnSale]) : null,
            Sort = Pick(random, Enum.GetValues<CatalogSort>()),
        };

        string? Sometimes(string value) => random.Next(3) == 0 ? value : null;
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private static IEnumerable<(string, int)> Sorted(IEnumerable<KeyValuePair<string, int>> counts) =>
        counts.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static IEnumerable<(string, int)> Sorted(IEnumerable<FacetCount> counts) =>
        counts.Select(count => (count.Value, count.Count)).OrderBy(pair => pair.Value, StringComparer.Ordinal);
}
