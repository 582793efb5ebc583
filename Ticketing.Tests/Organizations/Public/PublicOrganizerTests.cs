using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ticketing.Core.Common;
using Ticketing.Tests.Catalog;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Organizations.Public;

/// <summary>The public page of an organizer, its calendar and its entry in the sitemap.</summary>
public sealed class PublicOrganizerTests(CatalogShop shop) : IClassFixture<CatalogShop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Organizer_Approved_ShowsUpcomingAndPastEvents()
    {
        var slug = await OrganizerAsync("Haus & Hof");
        await AddAsync(slug, "Later", SampleCatalog.Now.AddDays(9));
        await AddAsync(slug, "Sooner", SampleCatalog.Now.AddDays(2));
        await AddAsync(slug, "Over", SampleCatalog.Now.AddDays(-90));
        await AddAsync(slug, "Drafted", SampleCatalog.Now.AddDays(3), "draft");
        await AddAsync(await OrganizerAsync("Other"), "Elsewhere", SampleCatalog.Now.AddDays(3));

        var page = await PageAsync(slug);

        Assert.Equal("Haus & Hof", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Sooner", "Later"], page.QuerySelectorAll("[aria-labelledby=upcoming] h3").Select(title => title.TextContent));
        Assert.Equal(["Over"], page.QuerySelectorAll("[aria-labelledby=past] h3").Select(title => title.TextContent));
        Assert.Contains("2 upcoming events", page.Body!.TextContent, StringComparison.Ordinal);
        var data = JsonNode.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.Equal(("Haus & Hof", 2), (data["name"]!.GetValue<string>(), data["event"]!.AsArray().Count));

        var calendar = await shop.Http.GetStringAsync($"organizers/{slug}/calendar.ics", Stop);
        Assert.Equal(2, calendar.Split("BEGIN:VEVENT").Length - 1);
        Assert.Contains("SUMMARY:Sooner", calendar, StringComparison.Ordinal);
        Assert.Contains($"https://tickets.example/organizers/{slug}<", await shop.Http.GetStringAsync("sitemap.xml", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_OfAnOrganizer_LinksToItsPage()
    {
        var slug = await OrganizerAsync("Linkhaus");
        await AddAsync(slug, "Linked", SampleCatalog.Now.AddDays(2));

        using var page = new HtmlParser().ParseDocument(await shop.Http.GetStringAsync("events/linked", Stop));

        Assert.Equal("Linkhaus", page.QuerySelector($"a[href='/organizers/{slug}']")!.TextContent);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("suspended")]
    public async Task Organizer_NotApproved_IsLikeNone(string status)
    {
        var slug = await OrganizerAsync("Hidden");
        await AddAsync(slug, "Secret show, " + status, SampleCatalog.Now.AddDays(2));
        await shop.Database.ExecuteAsync("update organizations set status = $2 where slug = $1", slug, status);

        foreach (var path in new[] { $"organizers/{slug}", $"organizers/{slug}/calendar.ics", "organizers/no-such-house", "organizers/A'%20or%201=1" })
        {
            using var answer = await shop.Http.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Secret show", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(slug, await shop.Http.GetStringAsync("sitemap.xml", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organizer_WithoutEvents_SaysSo()
    {
        var page = await PageAsync(await OrganizerAsync("Leer"));

        Assert.NotNull(page.QuerySelector(".empty a[href='/events']"));
        Assert.Null(page.QuerySelector("[aria-labelledby=past]"));
    }

    private async Task<IHtmlDocument> PageAsync(string slug) =>
        new HtmlParser().ParseDocument(await shop.Http.GetStringAsync("organizers/" + slug, Stop));

    private async Task<string> OrganizerAsync(string name)
    {
        var id = OrganizationId.New().Value;
        await shop.Database.ExecuteAsync("insert into organizations values ($1, $2, $3, 'box@test.example', true, 48, false)", id, name, id.ToString("N"));
        return id.ToString("N");
    }

    private async Task<TestSale> AddAsync(string slug, string title, DateTimeOffset startsAt, string status = "published")
    {
        var sale = await shop.AddAsync(new SampleEvent(title), new SampleDate { StartsAt = startsAt }, status);
        await shop.Database.ExecuteAsync(
            "update events set organization_id = (select id from organizations where slug = $2) where id = (select event_id from performances where id = $1)",
            sale.Id.Value, slug);
        await shop.RefreshAsync();
        return sale;
    }
}
