using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Catalog;

/// <summary>An event's page, calendar file, artwork and sitemap entry.</summary>
public sealed class CatalogPagesTests(CatalogShop shop) : IClassFixture<CatalogShop>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    [Fact]
    public async Task EventPage_MarkupInTexts_IsEscaped()
    {
        const string title = "</script><img src=x onerror=alert(1)>";
        await shop.AddAsync(new SampleEvent(title) { Slug = "markup", Summary = "\"><script>alert(2)</script>", Description = "<b>no</b>\n\n<i>no</i>" });

        var page = await PageAsync("/events/markup");

        Assert.Equal(title, page.Heading);
        Assert.Empty(page.Document.QuerySelectorAll("img[onerror], .prose b, .prose i"));
        Assert.DoesNotContain(page.Document.QuerySelectorAll("script"), script => script.TextContent.Contains("alert(", StringComparison.Ordinal) && script.GetAttribute("type") != "application/ld+json");
        var data = JsonNode.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.Equal(title, data["name"]!.GetValue<string>());
        Assert.Equal("https://tickets.example/events/markup", data["url"]!.GetValue<string>());
        Assert.Equal("https://tickets.example/events/markup", ((IHtmlLinkElement)page.Document.QuerySelector("link[rel=canonical]")!).Href);
    }

    [Theory]
    [InlineData("published", true)]
    [InlineData("cancelled", false)]
    public async Task EventPage_ByStatus_SellsOrNot(string status, bool sells)
    {
        var sale = await shop.AddAsync(new SampleEvent($"Show {status}"), status: status);

        var page = await PageAsync($"/events/show-{status}");

        Assert.Equal(sells, page.Document.QuerySelector($"a[href='/performances/{sale.Id}']") is not null);
        Assert.Equal(sells ? "available" : "cancelled", page.Document.QuerySelector(".date-row")!.GetAttribute("data-availability"));
        var data = JsonNode.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.EndsWith(sells ? "InStock" : "OutOfStock", data["offers"]!["availability"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventPage_Unknown_IsANotFoundPage()
    {
        using var browser = new Browser(shop.App.BaseAddress);

        var page = await browser.GetAsync("/events/nothing-like-it");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.NotEmpty(page.Heading);
    }

    [Theory]
    [InlineData("category=opera&from=never&near=x&radiusKm=-1&minPrice=x&page=-5&sort=none&available=maybe")]
    [InlineData("page=99999999999999999999")]
    [InlineData("q=%00%01")]
    [InlineData("from=9999-12-31&to=0001-01-01")]
    [InlineData("from=0001-01-01T00:00:00%2B14:00&to=9999-12-31T23:59:59-14:00")]
    public async Task EventsPage_InvalidValues_AreIgnored(string query) =>
        Assert.Equal(HttpStatusCode.OK, (await PageAsync($"/events?{query}")).Status);

    [Fact]
    public async Task EventsPage_FiltersInTheAddress_AreKeptInPagingAndForm()
    {
        for (var i = 0; i < 30; i++)
        {
            await shop.AddAsync(new SampleEvent($"Series {i}"), new SampleDate { StartsAt = Now.AddDays(100 + i) });
        }

        const string filters = "near=52.52%2C13.4&radiusKm=7.5&from=2027-06-01T00%3A00%3A00%2B02%3A00&minPrice=1000&maxPrice=9000&available=true&sort=distance";

        var page = await PageAsync($"/events?{filters}");
        var next = page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        var second = await PageAsync(next);

        Assert.Equal($"/events?{filters}&page=2", next);
        Assert.Equal(30, page.Document.QuerySelectorAll(".event-grid li").Length + second.Document.QuerySelectorAll(".event-grid li").Length);
        Assert.Equal(
            [("near", "52.52,13.4"), ("radiusKm", "7.5"), ("minPrice", "1000")],
            page.Document.QuerySelectorAll("form.filters input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)));
        Assert.Equal("distance", page.Document.QuerySelector("select[name=sort] option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Calendar_AcrossClockChange_HasTheInstant()
    {
        var sale = await shop.AddAsync(new SampleEvent("Change; of, clocks"), new SampleDate { StartsAt = new(2027, 3, 28, 0, 30, 0, TimeSpan.Zero) });

        using var response = await shop.Http.GetAsync($"performances/{sale.Id}/calendar.ics", TestContext.Current.CancellationToken);
        var file = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("text/calendar", "utf-8"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentType.CharSet));
        var lines = file.Split("\r\n");
        Assert.Equal(("BEGIN:VCALENDAR", ""), (lines[0], lines[^1]));
        Assert.Contains($"UID:{sale.Id}", lines);
        Assert.Contains(lines, line => line.StartsWith("SEQUENCE:", StringComparison.Ordinal));
        Assert.Contains("DTSTAMP:20270301T120000Z", lines);
        Assert.Contains("DTSTART:20270328T003000Z", lines);
        Assert.Contains("DTEND:20270328T023000Z", lines);
        Assert.Contains(@"SUMMARY:Change\; of\, clocks", lines);
        Assert.Contains("STATUS:CONFIRMED", lines);
    }

    [Fact]
    public async Task Calendar_CancelledOrUnknown_IsCancelledOrNotFound()
    {
        var sale = await shop.AddAsync(new SampleEvent("Off the calendar"), status: "cancelled");

        Assert.Contains("STATUS:CANCELLED", await shop.Http.GetStringAsync($"performances/{sale.Id}/calendar.ics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var missing = await shop.Http.GetAsync($"performances/{Guid.NewGuid()}/calendar.ics", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("artwork/concert-7.svg", ArtworkFormat.Poster)]
    [InlineData("artwork/concert-7-wide.svg", ArtworkFormat.Wide)]
    public async Task Artwork_OfASeed_IsCachedAsImmutable(string path, ArtworkFormat format)
    {
        using var response = await shop.Http.GetAsync(path, TestContext.Current.CancellationToken);
        var picture = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        ArtworkTests.AssertShapesOnly(picture, format);
        Assert.Equal(picture, await shop.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("artwork/Concert.svg")]
    [InlineData("artwork/%3Csvg%3E.svg")]
    [InlineData("artwork/-wide.svg")]
    [InlineData("artwork/..%2F..%2Fetc%2Fpasswd.svg")]
    [InlineData("artwork/a%20b.svg")]
    public async Task Artwork_InvalidSeed_IsNotFound(string path)
    {
        using var response = await shop.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Artwork_SeedTooLong_IsNotFound()
    {
        using var response = await shop.Http.GetAsync($"artwork/{new string('a', 101)}.svg", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Sitemap_OfTheShop_ListsPublishedEvents()
    {
        await shop.AddAsync(new SampleEvent("On the map"));
        await shop.AddAsync(new SampleEvent("Draft off the map"), status: "draft");
        await shop.AddAsync(new SampleEvent("Cancelled off the map"), status: "cancelled");

        var bytes = await shop.Http.GetByteArrayAsync("sitemap.xml", TestContext.Current.CancellationToken);

        var addresses = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Descendants().Where(element => element.Name.LocalName == "loc").Select(loc => loc.Value).ToList();
        Assert.Contains("https://tickets.example/", addresses);
        Assert.Contains("https://tickets.example/events/on-the-map", addresses);
        Assert.DoesNotContain(addresses, address => address.EndsWith("-off-the-map", StringComparison.Ordinal));
    }

    private async Task<Page> PageAsync(string path)
    {
        using var browser = new Browser(shop.App.BaseAddress);
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page;
    }
}
