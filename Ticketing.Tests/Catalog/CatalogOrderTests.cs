using Ticketing.App.Catalog.Api;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Sorting, facets and paging of the catalogue.</summary>
public sealed class CatalogOrderTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    [Theory]
    [InlineData(CatalogSort.Relevance, "Soon Hot Near")]
    [InlineData(CatalogSort.Date, "Soon Hot Near")]
    [InlineData(CatalogSort.Price, "Near Soon Hot")]
    [InlineData(CatalogSort.Distance, "Near Hot Soon")]
    [InlineData(CatalogSort.Trending, "Soon Hot Near")]
    public async Task Sort_ByEachKey_IsOrdered(CatalogSort sort, string titles)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Near", new SampleDate { StartsAt = Now.AddDays(3), Prices = [1000], Free = 300 });
        catalog.Add("Hot", new SampleDate { StartsAt = Now.AddDays(2), Prices = [7000], Venue = SampleVenues.Hamburg, Free = 40 });
        catalog.Add("Soon", new SampleDate { StartsAt = Now.AddDays(1), Prices = [5000], Venue = SampleVenues.NewYork });

        Assert.Equal(titles, string.Join(' ', await catalog.FindAsync(new CatalogQuery { Sort = sort, Near = SampleVenues.Berlin.Position })));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trending_Scored_IsRankedByScoreThenDate(bool isLarge)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Later", new SampleDate { StartsAt = Now.AddDays(9) });
        catalog.Add("Sooner", new SampleDate { StartsAt = Now.AddDays(8) });
        var hot = catalog.Add("Hot", new SampleDate { StartsAt = Now.AddDays(30) });
        await catalog.WriteAsync();
        Assert.False(await engine.Engine.HasTrendingAsync(TestContext.Current.CancellationToken));
        await engine.Database.ExecuteAsync("update search.names set trending = 12.5 where event = $1", hot.Id.Value);
        await (isLarge ? engine.EnlargeAsync() : engine.ForgetAsync());

        Assert.True(await engine.Engine.HasTrendingAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Hot", "Sooner", "Later"], await catalog.FindAsync(new CatalogQuery { Sort = CatalogSort.Trending }));
    }

    [Fact]
    public async Task Hit_OfSeveralDates_HasFirstDateLowestPriceAndBestAvailability()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(
            "Three nights",
            new SampleDate { StartsAt = Now.AddDays(1), Prices = [6000], Free = 0 },
            new SampleDate { StartsAt = Now.AddDays(2), Prices = [5000], Free = 5 },
            new SampleDate { StartsAt = Now.AddDays(3), Prices = [9000, 4000], Free = 100 });

        var hit = Assert.Single((await catalog.RunAsync(new CatalogQuery())).Hits);

        Assert.Equal((Now.AddDays(1), 3, 4000L, 105, Availability.Available), (hit.Next.StartsAt, hit.Fitting, hit.PriceFrom!.Value.Amount, hit.Free, hit.Availability));
    }

    [Fact]
    public async Task Facets_UnderOtherFilters_CountEventsOnce()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Song 1", new SampleDate(), new SampleDate { StartsAt = Now.AddDays(31) });
        catalog.Add("Song 2", new SampleDate { Venue = SampleVenues.Hamburg, StartsAt = Now.AddDays(90) });
        catalog.Add(new SampleEvent("Play 1") { Category = Categories.Theatre }, new SampleDate { Venue = SampleVenues.Hamburg });
        catalog.Add(new SampleEvent("Play 2") { Category = Categories.Theatre }, new SampleDate(), new SampleDate { Venue = SampleVenues.Hamburg });
        catalog.Add(new SampleEvent("Dear") { Category = Categories.Talk }, new SampleDate { Prices = [90_000] });

        var answer = await catalog.RunAsync(new CatalogQuery { Category = Categories.Theatre, City = "Berlin", MaxPrice = 50_000 });

        Assert.Equal(["Play 2"], answer.Hits.Select(hit => hit.Event.Title));
        Assert.Equal([("concert", 1), ("theatre", 1)], Pairs(answer.Facets.Categories));
        Assert.Equal([("Hamburg", 2), ("Berlin", 1)], Pairs(answer.Facets.Cities));
        Assert.Equal([("2027-03", 1)], Pairs(answer.Facets.Months));
    }

    [Fact]
    public async Task Facets_SelectedValue_CountsTheHits()
    {
        var catalog = new SampleCatalog(engine);
        for (var i = 0; i < 12; i++)
        {
            catalog.Add(
                new SampleEvent($"Event {i}") { Category = Categories.All[i % 3] },
                new SampleDate { Venue = i % 2 == 0 ? SampleVenues.Berlin : SampleVenues.Hamburg, StartsAt = Now.AddDays(10 * (i + 1)) });
        }

        var all = (await catalog.RunAsync(new CatalogQuery())).Facets;

        foreach (var category in all.Categories)
        {
            Assert.Equal(category.Count, (await catalog.FindAsync(new CatalogQuery { Category = category.Value })).Count);
        }

        foreach (var city in all.Cities)
        {
            Assert.Equal(city.Count, (await catalog.FindAsync(new CatalogQuery { City = city.Value })).Count);
        }

        Assert.Equal(12, all.Months.Sum(month => month.Count));
        Assert.Equal(all.Months.Select(month => month.Value).Order(StringComparer.Ordinal), all.Months.Select(month => month.Value));
    }

    [Theory]
    [InlineData(CatalogSort.Date, false)]
    [InlineData(CatalogSort.Price, false)]
    [InlineData(CatalogSort.Trending, false)]
    [InlineData(CatalogSort.Date, true)]
    [InlineData(CatalogSort.Price, true)]
    public async Task Pages_CatalogChangedInBetween_ShowOtherEventsOnce(CatalogSort sort, bool isLarge)
    {
        var catalog = new SampleCatalog(engine);
        for (var i = 0; i < 20; i++)
        {
            catalog.Add($"Event {i}", new SampleDate { StartsAt = Now.AddDays(1 + (i / 4)), Prices = [1000 * (1 + (i % 3))] });
        }

        await catalog.WriteAsync();
        if (isLarge)
        {
            await engine.EnlargeAsync();
        }

        var before = await catalog.FindAsync(new CatalogQuery { Sort = sort });
        var page = await catalog.RunAsync(new CatalogQuery { Sort = sort, Limit = 10 });
        catalog.Add("Earlier and cheaper", new SampleDate { StartsAt = Now.AddHours(1), Prices = [1], Free = 1 });
        catalog.Add("In the middle", new SampleDate { StartsAt = Now.AddDays(3), Prices = [2000] });
        catalog.Remove(before[3], before[15]);
        await catalog.WriteAsync();
        if (isLarge)
        {
            await engine.EnlargeAsync();
        }

        var rest = await catalog.RunAsync(new CatalogQuery { Sort = sort, After = page.Next });

        var shown = page.Hits.Concat(rest.Hits).Select(hit => hit.Event.Title).ToList();
        Assert.Equal(shown.Distinct(), shown);
        Assert.Equal(before.Where(title => title != before[15]), shown.Except(["Earlier and cheaper", "In the middle"]));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Cursor_WrittenAndRead_IsTheSame(CatalogPosition position)
    {
        Assert.True(CatalogCursor.TryParse(CatalogCursor.Write(position), out var read));
        Assert.Equal(position, read);
    }

    public static TheoryData<CatalogPosition> Positions =>
    [
        new CatalogPosition(-0.000123, Guid.CreateVersion7(), Now), new CatalogPosition(1e15, Guid.Empty, DateTimeOffset.UnixEpoch),
        new CatalogPosition(double.Epsilon, Guid.AllBitsSet, Now.AddYears(500)),
    ];

    [Theory]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("f_gAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("f_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("f_gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAf_________8")]
    [InlineData("<script>alert(1)</script>")]
    public void Cursor_Invalid_IsRefused(string text) => Assert.False(CatalogCursor.TryParse(text, out _));

    private static IEnumerable<(string, int)> Pairs(IReadOnlyList<FacetCount> facet) => facet.Select(count => (count.Value, count.Count));
}
