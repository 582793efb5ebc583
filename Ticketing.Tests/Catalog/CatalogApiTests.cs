using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>The events API: filters, sorting, paging, suggestions.</summary>
public sealed class CatalogApiTests(CatalogShop shop) : IClassFixture<CatalogShop>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;
    private const string List = "api/v1/events";

    public async ValueTask InitializeAsync()
    {
        if (await shop.Database.ScalarAsync<long>("select count(*) from events") == 0)
        {
            await FillAsync();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", "eve midnight-harbour big-game sold-out later")]
    [InlineData("?q=midnigth", "midnight-harbour")]
    [InlineData("?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "")]
    [InlineData("?q=%27%3B%20drop%20table%20events%3B--", "")]
    [InlineData("?category=sport", "big-game")]
    [InlineData("?city=new%20york", "big-game")]
    [InlineData("?city=new+york&category=concert", "")]
    [InlineData("?from=2027-03-28&to=2027-03-28", "midnight-harbour")]
    [InlineData("?from=2027-03-27&to=2027-03-27", "eve")]
    [InlineData("?to=2027-03-27T23:00:00Z", "eve")]
    [InlineData("?from=2027-04-01T01:00:00%2B02:00", "big-game sold-out later")]
    [InlineData("?maxPrice=3000", "eve")]
    [InlineData("?minPrice=10000", "big-game")]
    [InlineData("?available=true", "eve midnight-harbour big-game")]
    [InlineData("?near=52.52,13.40&radiusKm=50", "eve midnight-harbour later")]
    [InlineData("?near=53.55,9.99&sort=distance&limit=1", "sold-out")]
    [InlineData("?sort=price&limit=2", "eve midnight-harbour")]
    public async Task List_Filtered_HasMatchingEvents(string query, string slugs)
    {
        var answer = await shop.GetAsync(List + query);

        Assert.Equal(slugs, string.Join(' ', Slugs(answer)));
    }

    [Fact]
    public async Task List_OfAnEvent_HasTheCardsFields()
    {
        var answer = await shop.GetAsync(List + "?q=midnight&near=52.52,13.40");

        var item = Assert.Single(answer["items"]!.AsArray())!;
        Assert.Equal(("Midnight Harbour", "concert", "/events/midnight-harbour"), (Text(item["title"]), Text(item["category"]), Text(item["url"])));
        Assert.Equal("2027-03-28T00:30:00+01:00", Text(item["nextStartsAt"]));
        Assert.Equal((4650, "EUR"), (item["priceFrom"]!["amount"]!.GetValue<int>(), Text(item["priceFrom"]!["currency"])));
        Assert.Equal(("available", "Europe/Berlin"), (Text(item["availability"]), Text(item["venue"]!["timeZone"])));
        Assert.Equal(0.3, item["distanceKm"]!.GetValue<double>(), 0.2);
        Assert.Equal(1, answer["total"]!.GetValue<int>());
        Assert.Equal([("concert", 1)], Facet(answer, "category"));
        Assert.Equal([("Berlin", 1)], Facet(answer, "city"));
        Assert.Equal([("2027-03", 1)], Facet(answer, "month"));
    }

    [Fact]
    public async Task List_WithoutEvents_IsEmpty()
    {
        var answer = await shop.GetAsync(List + "?from=2099-01-01");

        Assert.Empty(answer["items"]!.AsArray());
        Assert.Null(answer["next"]);
        Assert.Equal(0, answer["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("relevance", 1)]
    [InlineData("date", 2)]
    [InlineData("price", 1)]
    [InlineData("distance", 2)]
    [InlineData("trending", 3)]
    public async Task Pages_Followed_HaveEveryEventOnce(string sort, int limit)
    {
        var all = Slugs(await shop.GetAsync($"{List}?sort={sort}&near=52.5,13.4&limit=100"));
        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await shop.GetAsync($"{List}?sort={sort}&near=52.5,13.4&limit={limit}&cursor={cursor}");
            Assert.InRange(page["items"]!.AsArray().Count, 1, limit);
            paged.AddRange(Slugs(page));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(all, paged);
    }

    public static TheoryData<string, string> WrongPages => new()
    {
        { "cursor", "x" },
        { "cursor", "AAAA" },
        { "cursor", "<script>" },
        { "cursor", new string('A', 5000) },
        { "limit", "0" },
        { "limit", "-1" },
        { "limit", "101" },
        { "limit", "2.5" },
        { "limit", "many" },
        { "limit", "99999999999999999999" },
    };

    [Theory]
    [MemberData(nameof(WrongPages))]
    [MemberData(nameof(CatalogQueryReaderTests.Wrong), MemberType = typeof(CatalogQueryReaderTests))]
    public async Task List_InvalidValue_IsRefusedByName(string name, string value)
    {
        var problem = await RefusedAsync($"{List}?{name}={Uri.EscapeDataString(value)}");

        Assert.Equal([name], problem["errors"]!.AsObject().Select(field => field.Key));
        Assert.NotEmpty(Text(problem["errors"]![name]![0]));
    }

    [Fact]
    public async Task List_SeveralInvalidValues_AreAllReported()
    {
        var problem = await RefusedAsync(List + "?limit=0&cursor=x&category=opera&from=never&near=nowhere&radiusKm=1");

        Assert.Equal(["category", "cursor", "from", "limit", "near", "radiusKm"], problem["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mid", "event", "Midnight Harbour", "/events/midnight-harbour")]
    [InlineData("midnigth harbuor", "event", "Midnight Harbour", "/events/midnight-harbour")]
    [InlineData("new y", "city", "New York", "/events?city=New%20York")]
    [InlineData("bowe", "venue", "Bowery Hall", "/events?q=Bowery%20Hall")]
    public async Task Suggest_PrefixOrTypo_Completes(string text, string kind, string completed, string url)
    {
        var first = (await shop.GetAsync($"api/v1/events/suggest?q={Uri.EscapeDataString(text)}"))["items"]![0]!;

        Assert.Equal((kind, completed, url), (Text(first["kind"]), Text(first["text"]), Text(first["url"])));
    }

    [Fact]
    public async Task Suggest_EmptyOrTooLong_IsEmptyOrRefused()
    {
        Assert.Empty((await shop.GetAsync("api/v1/events/suggest"))["items"]!.AsArray());
        Assert.Empty((await shop.GetAsync("api/v1/events/suggest?q=%20"))["items"]!.AsArray());
        Assert.Equal(["q"], (await RefusedAsync("api/v1/events/suggest?q=" + new string('x', 201)))["errors"]!.AsObject().Select(field => field.Key));
    }

    private async Task FillAsync()
    {
        await shop.AddAsync(new SampleEvent("Eve") { Category = Categories.Theatre }, new SampleDate { StartsAt = new(2027, 3, 27, 19, 0, 0, TimeSpan.Zero), Prices = [2000] });
        // 00:30 in Berlin on the day of its clock change; in UTC still the day before.
        await shop.AddAsync(new SampleEvent("Midnight Harbour"), new SampleDate { StartsAt = new(2027, 3, 27, 23, 30, 0, TimeSpan.Zero) });
        await shop.AddAsync(
            new SampleEvent("Big Game") { Category = Categories.Sport }, new SampleDate { StartsAt = Now.AddDays(40), Venue = SampleVenues.NewYork, Prices = [20_000] });
        await shop.AddAsync(new SampleEvent("Later"), new SampleDate { StartsAt = Now.AddDays(60), OnSaleAt = Now.AddDays(1), Prices = [7000] });
        await shop.AddAsync(new SampleEvent("Unpublished"), status: "draft");
        await shop.AddAsync(new SampleEvent("Called off"), status: "cancelled");
        await shop.AddAsync(new SampleEvent("Yesterday"), new SampleDate { StartsAt = Now.AddDays(-1) });
        var gone = await shop.AddAsync(new SampleEvent("Sold Out"), new SampleDate { StartsAt = Now.AddDays(50), Venue = SampleVenues.Hamburg, Prices = [6000] });
        await shop.Database.ExecuteAsync("update seats set status = 3 where performance_id = $1", gone.Id.Value);
        await shop.RefreshAsync();
    }

    private async Task<JsonNode> RefusedAsync(string path)
    {
        using var response = await shop.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        Assert.Equal("validation", Text(problem!["type"]));
        return problem;
    }

    private static IEnumerable<string> Slugs(JsonNode answer) => answer["items"]!.AsArray().Select(item => Text(item!["slug"]));

    private static IEnumerable<(string, int)> Facet(JsonNode answer, string name) =>
        answer["facets"]![name]!.AsArray().Select(one => (Text(one!["value"]), one["count"]!.GetValue<int>()));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
