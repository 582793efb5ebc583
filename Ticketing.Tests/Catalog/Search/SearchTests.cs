using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>The search beyond its filters: places, texts as they are typed, corrections, limits.</summary>
public sealed class SearchTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    public static TheoryData<double, double> Centres => new()
    {
        { 52.52, 13.405 },
        { 70.0, 25.78 },
        { -16.5, 179.98 },
        { 65.0, -179.99 },
        { 0, 180 },
    };

    [Theory]
    [MemberData(nameof(Centres))]
    public async Task Radius_AtItsEdge_IsExact(double latitude, double longitude)
    {
        var (catalog, centre) = (new SampleCatalog(engine), new GeoPoint(latitude, longitude));
        foreach (var direction in new[] { 0, 90, 180, 270 })
        {
            catalog.Add($"In {direction}", new SampleDate { Venue = VenueAt(centre, 49.9, direction) });
            catalog.Add($"Out {direction}", new SampleDate { Venue = VenueAt(centre, 50.1, direction) });
        }

        var small = await catalog.RunAsync(new CatalogQuery { Near = centre, RadiusKm = 50, Sort = CatalogSort.Distance });
        await engine.EnlargeAsync();
        var large = await catalog.RunAsync(new CatalogQuery { Near = centre, RadiusKm = 50, Sort = CatalogSort.Distance });

        Assert.Equal(["In 0", "In 180", "In 270", "In 90"], small.Hits.Select(hit => hit.Event.Title).Order(StringComparer.Ordinal));
        Assert.All(small.Hits, hit => Assert.Equal(49.9, hit.DistanceKm!.Value, 1e-6));
        Assert.Equal(small.Hits, large.Hits);
    }

    [Fact]
    public async Task Synonym_OfATitlesWord_FindsTheEvent()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Ein Lichtspiel");
        catalog.Add("Kinofest");
        await engine.Database.ExecuteAsync("insert into search_synonyms values (gen_random_uuid(), array['Lichtspiel', 'Kino'], now())");
        try
        {
            await engine.Synonyms.LoadAsync(TestContext.Current.CancellationToken);

            Assert.Equal(["Ein Lichtspiel", "Kinofest"], await FoundAsync(new CatalogQuery { Text = "kino" }));
            // The synonym is a whole word, and the typed text can be had alone.
            Assert.Equal(["Ein Lichtspiel"], await FoundAsync(new CatalogQuery { Text = "lichtspiel" }));
            Assert.Equal(["Kinofest"], await FoundAsync(new CatalogQuery { Text = "kino", IsVerbatim = true }));
        }
        finally
        {
            await engine.Database.ExecuteAsync("delete from search_synonyms");
            await engine.Synonyms.LoadAsync(TestContext.Current.CancellationToken);
        }

        async Task<IEnumerable<string>> FoundAsync(CatalogQuery query) =>
            (await catalog.RunAsync(query)).Hits.Select(hit => hit.Event.Title).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Distance_OfSeveralDates_IsToTheNearest()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Berlin only");
        catalog.Add("Tour", new SampleDate { Venue = SampleVenues.NewYork, StartsAt = Now.AddDays(1) }, new SampleDate { Venue = SampleVenues.Hamburg });

        var hits = (await catalog.RunAsync(new CatalogQuery { Near = SampleVenues.Hamburg.Position, Sort = CatalogSort.Distance })).Hits;

        Assert.Equal(["Tour", "Berlin only"], hits.Select(hit => hit.Event.Title));
        Assert.Equal(0, hits[0].DistanceKm!.Value, 0.001);
    }

    [Theory]
    [InlineData("' | & ! :* <->")]
    [InlineData("'':* & !!")]
    [InlineData("harbour' | 'night")]
    [InlineData("harbour & !night")]
    [InlineData("\\'; drop schema search cascade; --")]
    [InlineData("\" \" \"")]
    [InlineData("\"harbour")]
    [InlineData("- - -")]
    [InlineData("%_%")]
    [InlineData("harbour\u0000night")]
    [InlineData("a:*b:*c:*")]
    [InlineData("((((((((")]
    [InlineData("$1 @q {{events}}")]
    public async Task Text_OfOperators_IsNoSyntax(string text)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Harbour night");

        Assert.NotNull(await catalog.RunAsync(new CatalogQuery { Text = text }));
        Assert.NotNull(await catalog.SuggestAsync(text));
        Assert.Equal(["Harbour night"], await catalog.FindAsync("harbour night"));
    }

    [Theory]
    [InlineData("\"night train\"", "Night train")]
    [InlineData("\"train night\"", "")]
    [InlineData("„night train“", "Night train")]
    [InlineData("night -train", "Night of trains")]
    [InlineData("night -\"night train\"", "Night of trains")]
    [InlineData("NIGHT TRAIN", "Night of trains, Night train")]
    [InlineData("nig", "Night of trains, Night train")]
    public async Task Text_WithQuotesAndMinus_IsUnderstood(string text, string titles)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Night train");
        catalog.Add("Night of trains");

        Assert.Equal(titles, string.Join(", ", (await catalog.FindAsync(new CatalogQuery { Text = text, IsVerbatim = true })).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Häuser am See", "hauser")]
    [InlineData("Häuser am See", "haeuser")]
    [InlineData("Häuser am See", "Häuser")]
    [InlineData("Haeuser am See", "häuser")]
    [InlineData("Øresund", "oresund")]
    [InlineData("Øresund", "oeresund")]
    [InlineData("The Cartographer's Daughter", "cartographers daughter")]
    [InlineData("The Cartographer's Daughter", "cartographer daughter")]
    [InlineData("The Cartographer’s Daughter", "cartographer's daughter")]
    public async Task Text_InBothSpellings_Matches(string title, string text)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(title);

        Assert.Equal([title], await catalog.FindAsync(new CatalogQuery { Text = text, IsVerbatim = true }));
    }

    [Theory]
    [InlineData("Ein Abend über Häuser und die Menschen, die in den Häusern wohnen.", "haus")]
    [InlineData("Songs about the ships that never returned from the sea.", "ship")]
    [InlineData("Songs about the ships that never returned from the sea.", "returning ships")]
    public async Task Story_InItsLanguage_IsStemmed(string story, string text)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("Evening") { Description = story });

        Assert.Equal(["Evening"], await catalog.FindAsync(new CatalogQuery { Text = text, IsVerbatim = true }));
    }

    [Fact]
    public async Task Text_Mistyped_SaysWhatWasSearched()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Midnight Harbour");

        var corrected = await catalog.RunAsync(new CatalogQuery { Text = "midnigth habour" });
        var verbatim = await catalog.RunAsync(new CatalogQuery { Text = "midnigth habour", IsVerbatim = true });
        var right = await catalog.RunAsync(new CatalogQuery { Text = "midnight harbour" });
        // The filter leaves nothing, not the spelling.
        var filtered = await catalog.RunAsync(new CatalogQuery { Text = "midnight", City = "Hamburg" });

        Assert.Equal(("midnight harbour", 1), (corrected.Corrected, corrected.Total));
        Assert.Equal((null, 0), (verbatim.Corrected, verbatim.Total));
        Assert.Equal((null, 1), (right.Corrected, right.Total));
        Assert.Equal((null, 0), (filtered.Corrected, filtered.Total));
    }

    [Fact]
    public async Task Cancelled_ByItsExactTitleOnly_IsFound()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("Called Off") { Cancelled = true }, new SampleDate { Status = PerformanceStatus.Cancelled });
        catalog.Add("Called off tomorrow");

        Assert.Equal(["Called off tomorrow"], await catalog.FindAsync("called"));
        Assert.Equal(["Called off tomorrow"], await catalog.FindAsync(new CatalogQuery()));
        var hits = (await catalog.RunAsync(new CatalogQuery { Text = "called off" })).Hits;
        Assert.Equal(Availability.Cancelled, hits.Single(hit => hit.Event.Title == "Called Off").Availability);
    }

    [Fact]
    public async Task Relevance_SoldOut_FallsBehindWhatCanBeBought()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Harbour one", new SampleDate { Free = 0 });
        catalog.Add("Harbour two", new SampleDate { StartsAt = Now.AddDays(45) });

        Assert.Equal(["Harbour two", "Harbour one"], await catalog.FindAsync("harbour"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Total_OverAThousand_IsCountedToAThousand(bool isLarge)
    {
        var catalog = new SampleCatalog(engine);
        for (var i = 0; i < CatalogQuery.CountMax + 2; i++)
        {
            catalog.Add("Night");
        }

        await catalog.WriteAsync();
        if (isLarge)
        {
            await engine.EnlargeAsync();
        }

        foreach (var text in new[] { null, "night" })
        {
            var answer = await catalog.RunAsync(new CatalogQuery { Text = text, Limit = 3, Skip = 6 });
            Assert.Equal((CatalogQuery.CountMax, true, 3), (answer.Total, answer.IsTotalExceeded, answer.Hits.Count));
        }
    }

    [Fact]
    public async Task Rebuild_OfALargeCatalogue_HasTheCountsOfItsNewRows()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Night");
        await catalog.WriteAsync();
        await engine.EnlargeAsync();
        Assert.Equal(1, await TotalAsync());

        // Of a database without events.
        await engine.Projection.RebuildAsync(0, TestContext.Current.CancellationToken);
        Assert.Equal(0, await TotalAsync());
        await engine.Projection.RebuildAsync(1, TestContext.Current.CancellationToken);
        Assert.Null(await TotalAsync());

        Task<int?> TotalAsync() => engine.Database.ScalarAsync<int?>("select (facets::json ->> 'Total')::int from search.state");
    }

    [Fact]
    public async Task Availability_InSql_IsThatOfTheProgram()
    {
        foreach (var status in Enum.GetValues<PerformanceStatus>())
        {
            foreach (var (onSale, offSale) in new[] { (-2, 2), (1, 2), (-2, -1), (0, 0) })
            {
                foreach (var (free, held) in new[] { (0, 0), (0, 1), (10, 0), (20, 0), (21, 0), (400, 3) })
                {
                    var catalog = new SampleCatalog(engine);
                    var added = catalog.Add("x", new SampleDate
                    {
                        Status = status,
                        OnSaleAt = Now.AddHours(onSale),
                        OffSaleAt = Now.AddHours(offSale),
                        Free = free,
                        Held = held,
                    });
                    var rows = Infrastructure.Catalog.Search.EventRows.Of(new CatalogDetails(added, catalog.Seats), Now)!.Performances[0];
                    var sql = await engine.Database.ScalarAsync<int>(
                        "select search.availability($1, $2, $3, $4, $5, $6, $7)", rows.Sale, rows.Performance.OnSaleAt, rows.Performance.OffSaleAt,
                        free, held, Availabilities.FewMax(rows.Performance.SeatCount), Now);
                    Assert.Equal(catalog.Seats.AvailabilityOf(added.Performances[0], Now), (Availability)sql);
                }
            }
        }
    }

    private static CatalogVenue VenueAt(GeoPoint from, double km, double bearing)
    {
        const double RadiusKm = 6371;
        var (latitude, longitude, angle, arc) = (Radians(from.Latitude), Radians(from.Longitude), Radians(bearing), km / RadiusKm);
        var to = Math.Asin((Math.Sin(latitude) * Math.Cos(arc)) + (Math.Cos(latitude) * Math.Sin(arc) * Math.Cos(angle)));
        var turned = longitude + Math.Atan2(
            Math.Sin(angle) * Math.Sin(arc) * Math.Cos(latitude), Math.Cos(arc) - (Math.Sin(latitude) * Math.Sin(to)));
        var degrees = turned * 180 / Math.PI;
        return SampleVenues.Berlin with
        {
            Id = VenueId.New(),
            Position = new GeoPoint(to * 180 / Math.PI, degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees),
        };

        static double Radians(double value) => value * Math.PI / 180;
    }
}
