using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>The search's tables follow the catalogue's; they can be rebuilt and they can fail.</summary>
public sealed class SearchProjectionTests(CatalogShop shop) : IClassFixture<CatalogShop>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SearchProjection Projection => shop.App.Services.GetRequiredService<SearchProjection>();

    [Fact]
    public async Task Event_PublishedLater_IsFoundWithoutAsking()
    {
        var sale = await shop.AddAsync(new SampleEvent("Quiet premiere"), status: "draft");
        Assert.Empty(await SlugsAsync("q=quiet+premiere"));
        Assert.Empty(await CompletionsAsync("quiet prem"));

        // No refresh: the workers notice.
        await SetAsync(sale, "status = 'published'");
        await Eventually.TrueAsync(async () => (await SlugsAsync("q=quiet+premiere")).SequenceEqual(["quiet-premiere"]));
        Assert.Equal(["Quiet premiere"], await CompletionsAsync("quiet prem"));

        await SetAsync(sale, "status = 'draft'");
        await Eventually.TrueAsync(async () => (await SlugsAsync("q=quiet+premiere")).Count == 0);
        Assert.Empty(await CompletionsAsync("quiet prem"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from search.words where word = 'premiere'"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from search.performances where id = $1", sale.Id.Value));
    }

    [Fact]
    public async Task Change_OfEveryPart_IsFound()
    {
        var sale = await shop.AddAsync(new SampleEvent("Changing rooms"));
        await SetAsync(sale, "title = 'Wandelnde Räume', category = 'dance', description = 'Eine Geschichte vom Leuchtturm.'");
        await shop.Database.ExecuteAsync(
            "update venues set name = 'Kulturkirche', city = 'Cologne', latitude = 50.94, longitude = 6.96 where id = (select venue_id from performances where id = $1)",
            sale.Id.Value);
        await shop.Database.ExecuteAsync("update price_tiers set price = 1234 where performance_id = $1", sale.Id.Value);
        await shop.Database.ExecuteAsync(
            "update organizations set name = 'Rheinklang' where id = (select organization_id from performances where id = $1)", sale.Id.Value);
        await shop.RefreshAsync();

        foreach (var query in new[]
        {
            "q=wandelnde+raeume", "q=leuchtturm", "q=kulturkirche", "q=koeln", "city=cologne&category=dance", "q=rheinklang",
            "near=50.94,6.96&radiusKm=1", "maxPrice=1400&minPrice=1300", "q=tanz+k%C3%B6ln",
        })
        {
            Assert.Equal(["changing-rooms"], await SlugsAsync(query));
        }

        Assert.Empty(await SlugsAsync("q=changing+rooms&exact=true"));
        Assert.Equal(["Kulturkirche"], (await CompletionsAsync("kulturk")).Take(1));
    }

    [Fact]
    public async Task Date_Cancelled_Moved_OrDeleted_IsFollowed()
    {
        var sale = await shop.AddAsync(new SampleEvent("Moving day"), new SampleDate { StartsAt = Now.AddDays(200) });
        await shop.Database.ExecuteAsync("update performances set starts_at = $2, ends_at = $3 where id = $1", sale.Id.Value, Now.AddDays(210), Now.AddDays(211));
        await shop.RefreshAsync();
        Assert.Equal(["moving-day"], await SlugsAsync($"from={Now.AddDays(210):yyyy-MM-dd}&to={Now.AddDays(210):yyyy-MM-dd}"));

        await SetAsync(sale, "status = 'cancelled'");
        await shop.RefreshAsync();
        Assert.Empty(await SlugsAsync("q=moving"));
        Assert.Equal(["moving-day"], await SlugsAsync("q=moving+day"));

        await shop.Database.ExecuteAsync("delete from seats where performance_id = $1", sale.Id.Value);
        await shop.Database.ExecuteAsync("delete from price_tiers where performance_id = $1", sale.Id.Value);
        await shop.Database.ExecuteAsync("delete from performances where id = $1", sale.Id.Value);
        await shop.RefreshAsync();
        Assert.Empty(await SlugsAsync("q=moving+day"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from search.names where title_key = 'moving day'"));
    }

    [Fact]
    public async Task Pass_WithoutAChange_WritesNothing()
    {
        var sale = await shop.AddAsync(new SampleEvent("Unmoved"));
        const string Version = "select xmin::text from search.names where title_key = 'unmoved'";
        var before = await shop.Database.ScalarAsync<string>(Version);

        await SetAsync(sale, "title = title");
        await shop.RefreshAsync();

        Assert.Equal(before, await shop.Database.ScalarAsync<string>(Version));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from search.changes"));
    }

    [Fact]
    public async Task Seats_Sold_AreCountedForListAndPage()
    {
        var sale = await shop.AddAsync(new SampleEvent("Going going gone"));
        await shop.Database.ExecuteAsync("update seats set status = 3 where performance_id = $1", sale.Id.Value);
        await shop.RefreshAsync();

        var item = (await shop.GetAsync("api/v1/events?q=going+going+gone"))["items"]![0]!;
        var page = await shop.GetAsync("api/v1/events/going-going-gone");

        Assert.Equal("sold-out", item["availability"]!.GetValue<string>());
        Assert.Null(item["priceFrom"]);
        Assert.Equal("sold-out", page["performances"]![0]!["availability"]!.GetValue<string>());
        Assert.Equal(Now.AddDays(30), page["performances"]![0]!["startsAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Rebuild_WhileSearching_NeverFindsNothing()
    {
        await shop.AddAsync(new SampleEvent("Steady as she goes"));
        var before = await TablesAsync();
        using var searching = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var searches = Enumerable.Range(0, 3).Select(async _ =>
        {
            var count = 0;
            while (!searching.IsCancellationRequested)
            {
                Assert.Equal(["steady-as-she-goes"], await SlugsAsync("q=steady+as+she+goes"));
                Assert.Contains("Steady as she goes", await CompletionsAsync("steady as"));
                count++;
            }

            return count;
        }).ToList();
        for (var i = 0; i < 5; i++)
        {
            await RebuildAsync();
        }

        await searching.CancelAsync();
        Assert.All(await Task.WhenAll(searches), count => Assert.True(count > 0));
        Assert.Equal(before, await TablesAsync());
    }

    // A transaction that has written holds back all facts of the installation until it ends.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writer_WhileItLoads_HoldsBackNoFacts(bool isRebuild)
    {
        var sale = await shop.AddAsync(new SampleEvent("Slow to load " + isRebuild));
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var block = new NpgsqlCommand("lock table venues in access exclusive mode", connection, transaction))
        {
            await block.ExecuteNonQueryAsync(Stop);
        }

        await SetAsync(sale, "title = 'Changed meanwhile'");
        var writing = isRebuild ? RebuildAsync() : Projection.RefreshAsync(Stop);

        // It waits for the catalogue, and no other transaction has an id.
        await Eventually.TrueAsync(() => shop.Database.ScalarAsync<bool>(
            """
            select count(*) filter (where wait_event_type = 'Lock' and query ilike '%venues%') > 0
              and count(*) filter (where backend_xid is not null and pid <> $1) = 0
            from pg_stat_activity where datname = current_database()
            """, connection.ProcessID));
        await transaction.RollbackAsync(Stop);
        await writing;
        Assert.Equal("Changed meanwhile", await shop.Database.ScalarAsync<string>(
            "select title from search.stories where event = (select event_id from performances where id = $1)", sale.Id.Value));
    }

    [Fact]
    public async Task Rebuild_AfterOneThatWasKilled_StartsOver()
    {
        await shop.AddAsync(new SampleEvent("Once more from the top"));
        await shop.Database.ExecuteAsync("create table search.next_names (left_over int); create table search.next_words (left_over int)");

        await RebuildAsync();

        Assert.Equal(["once-more-from-the-top"], await SlugsAsync("q=once+more+from+the+top"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            "select count(*) from pg_class where relnamespace = 'search'::regnamespace and relname like 'next%' and relkind = 'r'"));
    }

    [Fact]
    public async Task Rebuild_OfWhatPassesWrote_IsEqual()
    {
        await shop.AddAsync(new SampleEvent("Before and after"), new SampleDate { Venue = SampleVenues.Zurich });
        var written = await ContentAsync();

        await RebuildAsync();

        Assert.Equal(written, await ContentAsync());
    }

    [Fact]
    public async Task Clean_OfWhatHasEnded_RemovesIt()
    {
        var sale = await shop.AddAsync(new SampleEvent("Long over"));
        await shop.Database.ExecuteAsync(
            "update search.performances set starts_at = $2, ends_at = $2 where id = $1", sale.Id.Value, Now.AddDays(-1));

        await Projection.CleanAsync(Stop);

        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from search.performances where id = $1", sale.Id.Value));
        // In the catalogue it has not ended.
        await RebuildAsync();
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from search.performances where id = $1", sale.Id.Value));
    }

    [Fact]
    public async Task Search_Unavailable_ListsEventsAndSellsOn()
    {
        var sale = await shop.AddAsync(new SampleEvent("Still on sale"), new SampleDate { StartsAt = Now.AddHours(1) });
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var block = new NpgsqlCommand("lock table search.names, search.performances, search.completions in access exclusive mode", connection, transaction))
        {
            await block.ExecuteNonQueryAsync(Stop);
        }

        using var browser = new Browser(shop.App.BaseAddress);
        var list = await browser.GetAsync("/events?q=still");
        var home = await browser.GetAsync("/");
        shop.App.Services.GetRequiredService<EventReader>().Clear();
        var page = await browser.GetAsync("/events/still-on-sale");
        using var api = await shop.Http.GetAsync("api/v1/events?q=still", Stop);
        using var suggest = await shop.Http.GetAsync("api/v1/events/suggest?q=still", Stop);
        await transaction.RollbackAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, list.Status);
        Assert.NotNull(list.Document.QuerySelector("[data-testid=search-unavailable]"));
        Assert.Contains(list.Document.QuerySelectorAll(".event-grid h3"), title => title.TextContent.Contains("Still on sale", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (home.Status, page.Status));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/performances/{sale.Id}']"));
        Assert.Equal("available", page.Document.QuerySelector(".date-row")!.GetAttribute("data-availability"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (api.StatusCode, suggest.StatusCode));
        Assert.Equal("search-unavailable", (await api.Content.ReadFromJsonAsync<JsonNode>(Stop))!["type"]!.GetValue<string>());
        Assert.Equal(["still-on-sale"], await SlugsAsync("q=still+on+sale"));
    }

    [Fact]
    public async Task Page_OfAMistypedQuestion_OffersTheTypedOne()
    {
        await shop.AddAsync(new SampleEvent("Philharmonic evening"));
        using var browser = new Browser(shop.App.BaseAddress);

        var page = await browser.GetAsync("/events?q=filharmonic");
        var verbatim = page.Document.QuerySelector("[data-testid=corrected] a")!.GetAttribute("href")!;
        var typed = await browser.GetAsync(verbatim);

        Assert.Contains("philharmonic", page.Document.QuerySelector("[data-testid=corrected]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/events?q=filharmonic&exact=true", verbatim);
        Assert.Null(typed.Document.QuerySelector("[data-testid=corrected]"));
        Assert.Empty(typed.Document.QuerySelectorAll(".event-grid li"));
    }

    // A pass of the workers may hold the lock.
    private async Task RebuildAsync()
    {
        await shop.Database.ExecuteAsync("update search.state set format = 0");
        while (await Projection.IsOutdatedAsync(Stop))
        {
            await Projection.RebuildAsync(Stop);
        }
    }

    private async Task<IReadOnlyList<string>> SlugsAsync(string query) =>
        [.. (await shop.GetAsync($"api/v1/events?{query}"))["items"]!.AsArray().Select(item => item!["slug"]!.GetValue<string>())];

    private async Task<IReadOnlyList<string>> CompletionsAsync(string text) =>
    [
        .. (await shop.GetAsync($"api/v1/events/suggest?q={Uri.EscapeDataString(text)}"))["items"]!.AsArray()
            .Select(item => item!["text"]!.GetValue<string>()),
    ];

    private Task<int> SetAsync(TestSale sale, string change) => shop.Database.ExecuteAsync(
        $"update events set {change} where id = (select event_id from performances where id = $1)", sale.Id.Value);

    private Task<List<string>> TablesAsync() => shop.Database.ListAsync<string>(
        "select relname::text from pg_class where relnamespace = 'search'::regnamespace and relkind = 'r' order by 1");

    private async Task<List<string>> ContentAsync()
    {
        var content = new List<string>();
        foreach (var table in SearchTables.Names)
        {
            content.AddRange((await shop.Database.ListAsync<string>($"select t::text from search.{table} t")).Order(StringComparer.Ordinal));
        }

        return content;
    }
}
