using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>An event matches when one of its future dates matches all filters.</summary>
public sealed class CatalogFilterTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    [Fact]
    public async Task Category_Filtered_HasItsEventsOnly()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("Song"));
        catalog.Add(new SampleEvent("Play") { Category = Categories.Theatre });

        Assert.Equal(["Play"], await catalog.FindAsync(new CatalogQuery { Category = Categories.Theatre }));
    }

    [Theory]
    [InlineData("Hamburg")]
    [InlineData("hamburg")]
    public async Task City_Filtered_HasEventsWithADateThere(string city)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Stays");
        catalog.Add("Travels", new SampleDate(), new SampleDate { Venue = SampleVenues.Hamburg, StartsAt = Now.AddDays(40) });

        var hit = Assert.Single((await catalog.RunAsync(new CatalogQuery { City = city })).Hits);

        Assert.Equal(("Travels", "Hamburg", 1), (hit.Event.Title, hit.Next.Venue.City, hit.Fitting));
    }

    [Theory]
    [InlineData("Zürich")]
    [InlineData("Zu\u0308rich")]
    [InlineData("Zurich")]
    [InlineData("ZURICH")]
    public async Task City_WithOrWithoutAccents_IsFound(string city)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Swiss", new SampleDate { Venue = SampleVenues.Zurich });

        Assert.Equal(["Swiss"], await catalog.FindAsync(new CatalogQuery { City = city }));
    }

    [Fact]
    public async Task Filters_MatchedByDifferentDates_DoNotMatch()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Travels", new SampleDate { Prices = [9000] }, new SampleDate { Venue = SampleVenues.Hamburg, Prices = [2000] });

        Assert.Empty(await catalog.FindAsync(new CatalogQuery { City = "Berlin", MaxPrice = 3000 }));
        Assert.Single(await catalog.FindAsync(new CatalogQuery { City = "Hamburg", MaxPrice = 3000 }));
    }

    [Theory]
    [InlineData(null, 2999, "")]
    [InlineData(null, 3000, "Cheap")]
    [InlineData(null, 0, "")]
    [InlineData(8001, null, "Dear")]
    [InlineData(8000, null, "Cheap Dear")]
    [InlineData(9000, 12_000, "Dear")]
    public async Task Price_Range_HasEventsWithASeatInRange(int? min, int? max, string titles)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Cheap", new SampleDate { Prices = [8000, 3000] });
        catalog.Add("Dear", new SampleDate { Prices = [10_000], StartsAt = Now.AddDays(31) });

        Assert.Equal(titles, string.Join(' ', await catalog.FindAsync(new CatalogQuery { MinPrice = min, MaxPrice = max })));
    }

    [Fact]
    public async Task Price_OtherCurrencies_AreConverted()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Yen", new SampleDate { Prices = [5000], Currency = "JPY", Venue = SampleVenues.Tokyo });
        catalog.Add("Euro", new SampleDate { Prices = [4000], StartsAt = Now.AddDays(31) });
        catalog.Add("Francs", new SampleDate { Prices = [4000], Currency = "CHF", Venue = SampleVenues.Zurich, StartsAt = Now.AddDays(32) });

        Assert.Equal(["Yen"], await catalog.FindAsync(new CatalogQuery { MaxPrice = 3000 }));
        Assert.Equal(["Yen", "Euro", "Francs"], await catalog.FindAsync(new CatalogQuery { Sort = CatalogSort.Price }));
    }

    [Fact]
    public async Task PriceFrom_CheapestCategorySoldOut_IsOfWhatCanBeBought()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Only balcony left", new SampleDate { Prices = [6315, 8765, 12000], FreeCategories = new HashSet<string> { "tier-1", "tier-2" } });
        catalog.Add("Sold out", new SampleDate { Prices = [2700], Free = 0 });
        catalog.Add("Dear", new SampleDate { Prices = [30000] });

        var hits = (await catalog.RunAsync(new CatalogQuery { Sort = CatalogSort.Price })).Hits;

        Assert.Equal([("Only balcony left", 8765L), ("Dear", 30000L), ("Sold out", null)], hits.Select(hit => (hit.Event.Title, hit.PriceFrom?.Amount)));
        Assert.Equal(["Sold out"], await catalog.FindAsync(new CatalogQuery { MaxPrice = 7000 }));
    }

    [Fact]
    public async Task PriceFrom_InTwoCurrencies_IsTheLowerValue()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(
            "World tour",
            new SampleDate { Prices = [4500], Currency = "EUR" },
            new SampleDate { Prices = [5000], Currency = "JPY", Venue = SampleVenues.Tokyo });

        Assert.Equal("5000 JPY", Assert.Single((await catalog.RunAsync(new CatalogQuery())).Hits).PriceFrom.ToString());
    }

    [Fact]
    public async Task Free_Filtered_HasEventsWithoutPrice()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Paid");
        catalog.Add("Free", new SampleDate { Prices = [0] });

        Assert.Equal(["Free"], await catalog.FindAsync(new CatalogQuery { MaxPrice = 0 }));
    }

    [Fact]
    public async Task Available_Filtered_HasPurchasableEventsOnly()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Open");
        catalog.Add("Few", new SampleDate { Free = 1, StartsAt = Now.AddDays(31) });
        catalog.Add("Sold out", new SampleDate { Free = 0 });
        catalog.Add("Later", new SampleDate { OnSaleAt = Now.AddSeconds(1) });
        catalog.Add("Over", new SampleDate { OffSaleAt = Now });
        foreach (var status in Enum.GetValues<PerformanceStatus>().Where(status => status != PerformanceStatus.Scheduled))
        {
            catalog.Add(status.ToString(), new SampleDate { Status = status });
        }

        Assert.Equal(["Open", "Few"], await catalog.FindAsync(new CatalogQuery { AvailableOnly = true }));
        Assert.Equal(9, (await catalog.FindAsync(new CatalogQuery())).Count);
    }

    [Theory]
    [InlineData(300, "Berlin Hamburg")]
    [InlineData(200, "Berlin")]
    [InlineData(0.1, "Berlin")]
    [InlineData(20_000, "Berlin Hamburg New York")]
    public async Task Near_Radius_HasEventsWithin(double radius, string titles)
    {
        var catalog = Cities();

        Assert.Equal(titles, string.Join(' ', await catalog.FindAsync(new CatalogQuery { Near = SampleVenues.Berlin.Position, RadiusKm = radius })));
    }

    [Fact]
    public async Task Near_WithoutRadius_OnlyMeasures()
    {
        var hits = (await Cities().RunAsync(new CatalogQuery { Near = SampleVenues.Hamburg.Position })).Hits;

        Assert.Equal(3, hits.Count);
        Assert.Equal(255, hits.Single(hit => hit.Event.Title == "Berlin").DistanceKm!.Value, 1.0);
        Assert.Equal(0, hits.Single(hit => hit.Event.Title == "Hamburg").DistanceKm!.Value, 0.001);
    }

    [Theory]
    [InlineData(0, 0, 0, 180, 20_015)]
    [InlineData(90, 0, -90, 0, 20_015)]
    [InlineData(0, 179.5, 0, -179.5, 111.2)]
    [InlineData(48.8566, 2.3522, 51.5074, -0.1278, 343.6)]
    public void Distance_OfTwoPlaces_IsGreatCircle(double latitude, double longitude, double toLatitude, double toLongitude, double km)
    {
        var (from, to) = (new GeoPoint(latitude, longitude), new GeoPoint(toLatitude, toLongitude));

        Assert.Equal(km, from.DistanceKm(to), 0.5);
        Assert.Equal(from.DistanceKm(to), to.DistanceKm(from), 1e-6);
    }

    [Fact]
    public async Task Date_AlreadyStarted_IsExcluded()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Now", new SampleDate { StartsAt = Now });
        catalog.Add("In a second", new SampleDate { StartsAt = Now.AddSeconds(1) });
        catalog.Add("Second night", new SampleDate { StartsAt = Now.AddDays(-1) }, new SampleDate { StartsAt = Now.AddDays(1) });

        var hits = (await catalog.RunAsync(new CatalogQuery())).Hits;

        Assert.Equal(["In a second", "Second night"], hits.Select(hit => hit.Event.Title));
        Assert.Equal(1, hits[1].Fitting);
    }

    [Fact]
    public async Task Event_CancelledOrWithoutDates_IsExcluded()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("Cancelled") { Cancelled = true });
        catalog.Add("Over", new SampleDate { StartsAt = Now.AddDays(-2) });

        var answer = await catalog.RunAsync(new CatalogQuery());

        Assert.Empty(answer.Hits);
        Assert.Empty(answer.Facets.Categories.Concat(answer.Facets.Cities).Concat(answer.Facets.Months));
    }

    private SampleCatalog Cities()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Berlin");
        catalog.Add("Hamburg", new SampleDate { Venue = SampleVenues.Hamburg, StartsAt = Now.AddDays(31) });
        catalog.Add("New York", new SampleDate { Venue = SampleVenues.NewYork, StartsAt = Now.AddDays(32) });
        return catalog;
    }
}
