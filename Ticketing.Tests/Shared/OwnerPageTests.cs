using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Shared;

/// <summary>The pages that the site's owner writes, and the links to them.</summary>
public sealed class OwnerPageTests(TestServers servers) : IDisposable
{
    private static readonly string[] Pages = ["terms", "privacy", "imprint", "help", "contact"];

    private readonly string _directory = Directory.CreateTempSubdirectory("pages").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Pages_Written_AreShownAndLinkedInTheReadersLanguage()
    {
        foreach (var page in Pages)
        {
            await WriteAsync($"{page}.en.md", $"# English {page}");
            await WriteAsync($"{page}.de.md", $"# Deutsch {page}");
        }

        await using var shop = await Shop.OpenAsync(servers, settings: ("Site:Pages", _directory));
        foreach (var page in Pages)
        {
            Assert.Equal($"English {page}", (await GetAsync(shop, page, "en")).Page.QuerySelector("h1")!.TextContent);
            Assert.Equal($"Deutsch {page}", (await GetAsync(shop, page, "de")).Page.QuerySelector("h1")!.TextContent);
        }

        var footer = (await GetAsync(shop, "events", "en")).Page.QuerySelector("footer")!;
        Assert.Empty(Pages.Select(page => "/" + page).Except(footer.QuerySelectorAll("a").Select(link => link.GetAttribute("href"))));
    }

    [Fact]
    public async Task Page_NotWritten_IsNotFoundAndNotLinked()
    {
        await WriteAsync("imprint.de.md", "Muster GmbH");
        await using var shop = await Shop.OpenAsync(servers, settings: [("Site:Pages", _directory), ("PublicCache:Seconds", "0")]);

        var (imprint, status) = await GetAsync(shop, "imprint", "en");
        Assert.Equal((HttpStatusCode.OK, "Imprint", "de"), (status, imprint.QuerySelector("h1")!.TextContent, imprint.QuerySelector("article")!.GetAttribute("lang")));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(shop, "terms", "en")).Status);
        var links = imprint.QuerySelectorAll("footer a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Contains("/imprint", links);
        Assert.DoesNotContain("/terms", links);

        // A file that the owner adds is shown without a restart.
        await WriteAsync("terms.en.md", "# New terms");
        Assert.Equal("New terms", (await GetAsync(shop, "terms", "en")).Page.QuerySelector("h1")!.TextContent);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_directory, name), text, Stop);

    private static async Task<(IDocument Page, HttpStatusCode Status)> GetAsync(Shop shop, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var response = await shop.Http.SendAsync(request, Stop);
        return (new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Stop)), response.StatusCode);
    }
}
