using AngleSharp.Html.Parser;
using Ticketing.App.Shared.SitePages;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Shared;

public sealed class SiteMarkdownTests
{
    private const string Demo = "Ticketing.Infrastructure/Development/Demo/SitePages/";

    [Fact]
    public void Markdown_OfAPage_IsHtmlWithItsTitle()
    {
        var text = SiteMarkdown.Render("# Our *terms*\n\nRead [this](/help), or write to <box@example.org>.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");

        Assert.Equal("Our terms", text.Title);
        var html = new HtmlParser().ParseDocument(text.Html);
        Assert.Equal(["/help", "mailto:box@example.org"], html.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Single(html.QuerySelectorAll("table"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)> more")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("![x](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x]\n\n[x]: javascript:alert(1)")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    public void Markdown_WithActiveContent_HasNone(string markdown)
    {
        var html = new HtmlParser().ParseDocument(SiteMarkdown.Render(markdown).Html);

        Assert.Empty(html.QuerySelectorAll("script, [onerror], img[src^=vbscript i]"));
        Assert.DoesNotContain(html.QuerySelectorAll("a, img"), element =>
            (element.GetAttribute("href") ?? element.GetAttribute("src") ?? "").Contains(':', StringComparison.Ordinal));
    }

    // The demo brings every page in every language, and its links lead somewhere.
    [Fact]
    public void Demo_OfAllPages_IsComplete()
    {
        var files = Repository.Files(".md").Where(file => file.StartsWith(Demo, StringComparison.Ordinal)).ToList();
        var expected = Enum.GetNames<SitePage>().SelectMany(page => new[] { "en", "de" }, (page, language) => $"{Demo}{page.ToLowerInvariant()}.{language}.md");

        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        var links = files.SelectMany(file => new HtmlParser().ParseDocument(SiteMarkdown.Render(Repository.Read(file)).Html).QuerySelectorAll("a"))
            .Select(link => link.GetAttribute("href")!).Where(link => link.StartsWith('/')).Distinct();
        Assert.Empty(links.Except(["/orders/find", .. Enum.GetNames<SitePage>().Select(page => "/" + page.ToLowerInvariant())]));
        Assert.All(files, file => Assert.NotNull(SiteMarkdown.Render(Repository.Read(file)).Title));
    }
}
