using FsCheck;
using FsCheck.Fluent;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Sorting, facets and paging of the catalogue.</summary>
public sealed class CatalogOrderTests
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    [Theory]
    [InlineData(CatalogSort.Relevance, "Soon Hot Near")]
    [InlineData(CatalogSort.Date, "Soon Hot Near")]
    [InlineData(CatalogSort.Price, "Near Soon Hot")]
    [InlineData(CatalogSort.Distance, "Near Hot Soon")]
    [InlineData(CatalogSort.Trending, "Hot Near Soon")]
    public void Sort_ByEachKey_IsOrdered(CatalogSort sort, string titles)
    {
        var catalog = new SampleCatalog();
        catalog.Add("Near", new SampleDate { StartsAt = Now.AddDays(3), Prices = [1000], Free = 300 });
        catalog.Add("Hot", new SampleDate { StartsAt = Now.AddDays(2), Prices = [7000], Venue = SampleVenues.Hamburg, Free = 40 });
        catalog.Add("Soon", new SampleDate { StartsAt = Now.AddDays(1), Prices = [5000], Venue = SampleVenues.NewYork });

        Assert.Equal(titles, string.Join(' ', catalog.Find(new CatalogQuery { Sort = sort, Near = SampleVenues.Berlin.Position })));
    }

    [Fact]
    public void Trending_SoldOut_IsRankedLast()
    {
        var catalog = new SampleCatalog();
        catalog.Add("Gone", new SampleDate { Free = 0 });
        catalog.Add("Going", new SampleDate { Free = 200 });

        Assert.Equal(["Going", "Gone"], catalog.Find(new CatalogQuery { Sort = CatalogSort.Trending }));
    }

    [Fact]
    public void Hit_OfSeveralDates_HasFirstDateLowestPriceAndBestAvailability()
    {
        var catalog = new SampleCatalog();
        catalog.Add(
            "Three nights",
            new SampleDate { StartsAt = Now.AddDays(1), Prices = [6000], Free = 0 },
            new SampleDate { StartsAt = Now.AddDays(2), Prices = [5000], Free = 5 },
            new SampleDate { StartsAt = Now.AddDays(3), Prices = [9000, 4000], Free = 100 });

        var hit = Assert.Single(catalog.Run(new CatalogQuery()).Hits);

        Assert.Equal((Now.AddDays(1), 3, 4000L, 105, Availability.Available), (hit.Next.StartsAt, hit.Fitting, hit.PriceFrom!.Value.Amount, hit.Free, hit.Availability));
    }

    [Fact]
    public void Facets_UnderOtherFilters_CountEventsOnce()
    {
        var catalog = new SampleCatalog();
        catalog.Add("Song 1", new SampleDate(), new SampleDate { StartsAt = Now.AddDays(31) });
        catalog.Add("Song 2", new SampleDate { Venue = SampleVenues.Hamburg, StartsAt = Now.AddDays(90) });
        catalog.Add(new SampleEvent("Play 1") { Category = Categories.Theatre }, new SampleDate { Venue = SampleVenues.Hamburg });
        catalog.Add(new SampleEvent("Play 2") { Category = Categories.Theatre }, new SampleDate(), new SampleDate { Venue = SampleVenues.Hamburg });
        catalog.Add(new SampleEvent("Dear") { Category = Categories.Talk }, new SampleDate { Prices = [90_000] });

        var answer = catalog.Run(new CatalogQuery { Category = Categories.Theatre, City = "Berlin", MaxPrice = 50_000 });

        Assert.Equal(["Play 2"], answer.Hits.Select(hit => hit.Event.Title));
        Assert.Equal([("concert", 1), ("theatre", 1)], Pairs(answer.Facets.Categories));
        Assert.Equal([("Hamburg", 2), ("Berlin", 1)], Pairs(answer.Facets.Cities));
        Assert.Equal([("2027-03", 1)], Pairs(answer.Facets.Months));
    }

    [Fact]
    public void Facets_SelectedValue_CountsTheHits()
    {
        var catalog = new SampleCatalog();
        for (var i = 0; i < 12; i++)
        {
            catalog.Add(
                new SampleEvent($"Event {i}") { Category = Categories.All[i % 3] },
                new SampleDate { Venue = i % 2 == 0 ? SampleVenues.Berlin : SampleVenues.Hamburg, StartsAt = Now.AddDays(10 * (i + 1)) });
        }

        var all = catalog.Run(new CatalogQuery()).Facets;

        Assert.All(all.Categories, facet => Assert.Equal(facet.Count, catalog.Find(new CatalogQuery { Category = facet.Value }).Count));
        Assert.All(all.Cities, facet => Assert.Equal(facet.Count, catalog.Find(new CatalogQuery { City = facet.Value }).Count));
        Assert.Equal(12, all.Months.Sum(month => month.Count));
        Assert.Equal(all.Months.Select(month => month.Value).Order(StringComparer.Ordinal), all.Months.Select(month => month.Value));
    }

    [Fact]
    public void Pages_Generated_HaveEveryEventOnceInOrder()
    {
        var date = from days in Gen.Choose(1, 3)
                   from price in Gen.Elements(0L, 1000L, 1000L, 2500L)
                   from free in Gen.Elements(0, 10, 400)
                   from venue in Gen.Elements(SampleVenues.Berlin, SampleVenues.Hamburg, SampleVenues.NewYork)
                   select new SampleDate { StartsAt = Now.AddDays(days), Prices = [price], Free = free, Venue = venue };
        var dates = from count in Gen.Choose(1, 3)
                    from drawn in date.ArrayOf(count)
                    select drawn;
        var cases = from count in Gen.Choose(0, 20)
                    from events in dates.ArrayOf(count)
                    from sort in Gen.Elements(Enum.GetValues<CatalogSort>())
                    from text in Gen.Elements<string?>(null, "event", "berlin")
                    from size in Gen.Choose(1, 5)
                    select (Events: events, Sort: sort, Text: text, Size: size);

        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            var catalog = new SampleCatalog();
            foreach (var drawn in it.Events)
            {
                catalog.Add("Event", drawn);
            }

            var hits = catalog.Run(new CatalogQuery { Sort = it.Sort, Text = it.Text, Near = SampleVenues.Berlin.Position }).Hits;
            return Pages(hits, it.Size).SequenceEqual(hits);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(CatalogSort.Date)]
    [InlineData(CatalogSort.Price)]
    [InlineData(CatalogSort.Trending)]
    public void Pages_CatalogChangedInBetween_ShowOtherEventsOnce(CatalogSort sort)
    {
        var catalog = new SampleCatalog();
        for (var i = 0; i < 20; i++)
        {
            catalog.Add($"Event {i}", new SampleDate { StartsAt = Now.AddDays(1 + (i / 4)), Prices = [1000 * (1 + (i % 3))] });
        }

        var before = catalog.Find(new CatalogQuery { Sort = sort });
        var page = catalog.Run(new CatalogQuery { Sort = sort }).Hits.Take(10).ToList();
        catalog.Add("Earlier and cheaper", new SampleDate { StartsAt = Now.AddHours(1), Prices = [1], Free = 1 });
        catalog.Add("In the middle", new SampleDate { StartsAt = Now.AddDays(3), Prices = [2000] });
        catalog.Remove(before[3], before[15]);
        var rest = catalog.Run(new CatalogQuery { Sort = sort }).Hits.Where(CatalogCursor.Behind(page[^1]).IsBefore);

        var shown = page.Concat(rest).Select(hit => hit.Event.Title).ToList();
        Assert.Equal(shown.Distinct(), shown);
        Assert.Equal(before.Where(title => title != before[15]), shown.Except(["Earlier and cheaper", "In the middle"]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("f_gAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("f_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("<script>alert(1)</script>")]
    public void Cursor_Invalid_IsRefused(string text) => Assert.False(CatalogCursor.TryParse(text, out _));

    private static IEnumerable<CatalogHit> Pages(IReadOnlyList<CatalogHit> hits, int size)
    {
        CatalogCursor? behind = null;
        while (true)
        {
            var page = hits.Where(hit => behind?.IsBefore(hit) != false).Take(size).ToList();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var hit in page)
            {
                yield return hit;
            }

            Assert.True(CatalogCursor.TryParse(CatalogCursor.Behind(page[^1]).ToString(), out var next));
            behind = next;
        }
    }

    private static IEnumerable<(string, int)> Pairs(IReadOnlyList<FacetCount> facet) => facet.Select(count => (count.Value, count.Count));
}
