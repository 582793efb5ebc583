using System.Text.Json.Nodes;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Where an event's picture is shown instead of its artwork, and its story as HTML and as text.</summary>
public sealed class PicturePagesTests(CatalogShop shop) : IClassFixture<CatalogShop>
{
    [Fact]
    public async Task Picture_OfAnEvent_IsOnItsPageAndInPreviews()
    {
        var picture = await AddAsync("Harbour of Lights", "harbour-of-lights");

        var page = await PageAsync("/events/harbour-of-lights");

        var poster = page.Document.QuerySelector(".event-poster")!;
        Assert.Equal($"/pictures/{picture}/960.webp", poster.GetAttribute("src"));
        Assert.Equal(
            $"/pictures/{picture}/480.webp 480w, /pictures/{picture}/960.webp 960w, /pictures/{picture}/1600.webp 1600w", poster.GetAttribute("srcset"));
        Assert.Equal(("Harbour of Lights", "960", "1200", "high"), (poster.GetAttribute("alt"), poster.GetAttribute("width"), poster.GetAttribute("height"), poster.GetAttribute("fetchpriority")));
        Assert.Equal($"/pictures/{picture}/480.webp", page.Document.QuerySelector(".event-hero-back")!.GetAttribute("src"));
        Assert.Equal($"https://tickets.example/pictures/{picture}/preview.jpg", Meta(page, "og:image"));
        Assert.Equal("image/jpeg", Meta(page, "og:image:type"));
        var data = JsonNode.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.Equal(
            [$"https://tickets.example/pictures/{picture}/preview.jpg", $"https://tickets.example/pictures/{picture}/1600.webp"],
            data["image"]!.AsArray().Select(image => image!.GetValue<string>()));
    }

    [Fact]
    public async Task Picture_OfAnEvent_IsInListsAndTheApi()
    {
        var picture = await AddAsync("Lanterns over Kyoto", "lanterns-over-kyoto");
        await shop.AddAsync(new SampleEvent("Lanterns without a picture") { Slug = "lanterns-plain" });

        var list = await PageAsync("/events?q=lanterns");
        var hits = (await shop.GetAsync("/api/v1/events?q=lanterns"))["items"]!.AsArray();
        var answer = await shop.GetAsync("/api/v1/events/lanterns-over-kyoto");
        var plain = await shop.GetAsync("/api/v1/events/lanterns-plain");

        var images = list.Document.QuerySelectorAll(".event-card-art > img").Select(image => (image.GetAttribute("src"), image.GetAttribute("alt"))).ToList();
        Assert.Contains(($"/pictures/{picture}/960.webp", "Lanterns over Kyoto"), images);
        Assert.Contains(images, image => image.Item1!.StartsWith("/artwork/", StringComparison.Ordinal) && image.Item2 == "");
        Assert.Equal($"/pictures/{picture}/480.webp", hits.Single(hit => Text(hit!["slug"]) == "lanterns-over-kyoto")!["picture"]!["small"]!.GetValue<string>());
        Assert.Null(hits.Single(hit => Text(hit!["slug"]) == "lanterns-plain")!["picture"]);
        Assert.Equal($"/pictures/{picture}/1600.webp", Text(answer["picture"]!["large"]));
        Assert.NotNull(answer["artwork"]);
        Assert.Null(plain["picture"]);
    }

    // The event page reads the tables, lists the search's rows: both change with the picture alone.
    [Fact]
    public async Task Picture_TakenAway_LeavesTheArtwork()
    {
        await AddAsync("Short-lived", "short-lived");
        await shop.Database.ExecuteAsync("update events set picture = null where slug = 'short-lived'");
        await shop.RefreshAsync();

        var page = await PageAsync("/events/short-lived");

        Assert.StartsWith("/artwork/", page.Document.QuerySelector(".event-poster")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.EndsWith("-wide.png", Meta(page, "og:image"), StringComparison.Ordinal);
        Assert.Null((await shop.GetAsync("/api/v1/events?q=short-lived"))["items"]![0]!["picture"]);
    }

    [Fact]
    public async Task Story_OfAnEvent_IsHtmlOnItsPageAndTextElsewhere()
    {
        await shop.AddAsync(new SampleEvent("Tidelands")
        {
            Slug = "tidelands",
            Summary = "",
            Description = "# Cast\n\n*Ada* and **Grace**, [more](https://example.org)\n\n<script>alert(1)</script>",
        });

        var page = await PageAsync("/events/tidelands");
        var answer = await shop.GetAsync("/api/v1/events/tidelands");

        var story = page.Document.QuerySelector(".story")!;
        Assert.Equal(["H3", "P", "P"], story.Children.Select(element => element.TagName));
        Assert.Equal(("Ada", "Grace"), (story.QuerySelector("em")!.TextContent, story.QuerySelector("strong")!.TextContent));
        Assert.Equal("nofollow ugc noopener", story.QuerySelector("a")!.GetAttribute("rel"));
        Assert.DoesNotContain(page.Document.QuerySelectorAll("script"), script => script.TextContent == "alert(1)");
        const string teaser = "Cast Ada and Grace, more <script>alert(1)</script>";
        Assert.Equal(teaser, page.Document.QuerySelector("meta[name=description]")!.GetAttribute("content"));
        Assert.Equal(teaser, Meta(page, "og:description"));
        Assert.Equal("Cast\n\nAda and Grace, more\n\n<script>alert(1)</script>", Text(answer["description"]));
        Assert.DoesNotContain("<script", Text(answer["story"]), StringComparison.Ordinal);
        Assert.Single((await shop.GetAsync("/api/v1/events?q=grace"))["items"]!.AsArray());
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string Meta(Page page, string property) => page.Document.QuerySelector($"meta[property='{property}']")!.GetAttribute("content")!;

    private async Task<Guid> AddAsync(string title, string slug)
    {
        await shop.AddAsync(new SampleEvent(title) { Slug = slug, Summary = "For all who like lamps." });
        var picture = Guid.NewGuid();
        await shop.Database.ExecuteAsync(
            """
            insert into pictures (id, organization_id, width, height, status, created_at)
            select $1, organization_id, 1600, 1200, 'ready', now() from events where slug = $2
            """, picture, slug);
        await shop.Database.ExecuteAsync("update events set picture = $1 where slug = $2", picture, slug);
        await shop.RefreshAsync();
        return picture;
    }

    private async Task<Page> PageAsync(string address)
    {
        using var browser = new Browser(shop.App.BaseAddress);
        return await browser.GetAsync(address);
    }
}
