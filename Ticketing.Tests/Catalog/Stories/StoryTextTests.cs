using System.Text.Json;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Catalog.Stories;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Catalog.Stories;

/// <summary>Stories as HTML and as plain text. What must not come out of them: <see cref="StoryAttackTests"/>.</summary>
public sealed class StoryTextTests
{
    [Theory]
    [InlineData("A night at the harbour.", "<p>A night at the harbour.</p>\n")]
    [InlineData("One.\n\nTwo\nlines.", "<p>One.</p>\n<p>Two\nlines.</p>\n")]
    [InlineData("*soft* and **loud** and ***both***", "<p><em>soft</em> and <strong>loud</strong> and <em><strong>both</strong></em></p>\n")]
    [InlineData("- a\n- b", "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n")]
    [InlineData("3. a\n4. b", "<ol start=\"3\">\n<li>a\n</li>\n<li>b\n</li>\n</ol>\n")]
    [InlineData("1. a\n\n2. b", "<ol>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("one  \ntwo\\\nthree", "<p>one<br>\ntwo<br>\nthree</p>\n")]
    [InlineData("[site](https://example.org/a?b=1&c=2)", "<p><a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"nofollow ugc noopener\">site</a></p>\n")]
    [InlineData("<box@example.org>", "<p><a href=\"mailto:box@example.org\" rel=\"nofollow ugc noopener\">box@example.org</a></p>\n")]
    [InlineData("[a][b]\n\n[b]: https://example.org", "<p><a href=\"https://example.org/\" rel=\"nofollow ugc noopener\">a</a></p>\n")]
    [InlineData("Tom & Jerry <3 \"cheese\"", "<p>Tom &amp; Jerry &lt;3 &quot;cheese&quot;</p>\n")]
    [InlineData("1 &lt; 2", "<p>1 &amp;lt; 2</p>\n")]
    [InlineData("![the cast](https://example.org/cast.jpg)", "<p>the cast</p>\n")]
    [InlineData("> quoted", "<p>&gt; quoted</p>\n")]
    [InlineData("    indented", "<p>indented</p>\n")]
    [InlineData("Intermission\n---\nSecond part", "<p>Intermission\n---\nSecond part</p>\n")]
    [InlineData("`code`", "<p>`code`</p>\n")]
    [InlineData("a_b_c and 2*3*4", "<p>a_b_c and 2<em>3</em>4</p>\n")]
    [InlineData("", "")]
    [InlineData(" \n\n ", "")]
    public void Html_OfAStory_HasItsParts(string markdown, string html) => Assert.Equal(html, StoryText.ToHtml(markdown));

    // The page has h1 and h2; the story's highest heading is the first below them.
    [Theory]
    [InlineData("# One\n\n## Two\n\n### Three\n\n#### Four", "h3 h4 h5 h5")]
    [InlineData("## One\n\n## Two", "h3 h3")]
    [InlineData("###### Small\n\n# Large", "h4 h3")]
    [InlineData("#NoHeading", "p")]
    public void Headings_OfAStory_BeginBelowThePage(string markdown, string tags) =>
        Assert.Equal(tags, string.Join(' ', StoryMarkup.Read(markdown).Children.Select(element => element.LocalName)));

    [Theory]
    [InlineData("A *night* at **the** harbour.\n\nTwo\nlines.", "A night at the harbour.\n\nTwo\nlines.")]
    [InlineData("# Cast\n\n- Ada\n- Grace", "Cast\n\n- Ada\n- Grace")]
    [InlineData("2. a\n3. b", "2. a\n3. b")]
    [InlineData("[site](https://example.org) <https://example.org/x>", "site https://example.org/x")]
    [InlineData("<b>bold</b> & more", "<b>bold</b> & more")]
    [InlineData("![the cast](https://example.org/cast.jpg)", "the cast")]
    [InlineData("[a]: https://example.org", "")]
    public void Plain_OfAStory_HasItsWords(string markdown, string plain) => Assert.Equal(plain, StoryText.ToPlain(markdown));

    // Descriptions from before stories were Markdown: empty lines separate paragraphs, all else is text.
    [Fact]
    public void Html_OfAllDemoTexts_IsTheirParagraphs()
    {
        var stories = Stories().ToList();
        Assert.True(stories.Count > 50);
        Assert.All(stories, story =>
        {
            var text = string.Join("\n\n", story);
            Assert.Equal(story, StoryMarkup.Read(text).Children.Select(element => element.LocalName == "p" ? element.TextContent : element.OuterHtml));
            Assert.Equal(text, StoryText.ToPlain(text));
        });
    }

    [Theory]
    [InlineData("- ")]
    [InlineData("* ")]
    [InlineData("1. ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("**a ")]
    [InlineData("*a **b ")]
    [InlineData("\\")]
    [InlineData("<a")]
    [InlineData("[a](")]
    [InlineData("_a*")]
    public void Html_OfDeepNesting_IsTextWithinTime(string sign)
    {
        var text = string.Concat(Enumerable.Repeat(sign, 20_000 / sign.Length));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var fault = StoryMarkup.Fault(text);
        _ = StoryText.ToPlain(text);

        Assert.Equal("", fault);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("Short.", "# Long", "Short.")]
    [InlineData("", "# Cast\n\nAda and *Grace*.", "Cast Ada and Grace.")]
    [InlineData("  ", "", "")]
    public void Teaser_OfAnEvent_IsItsSummaryOrItsBeginning(string summary, string story, string teaser) =>
        Assert.Equal(teaser, StoryText.Teaser(summary, story));

    [Fact]
    public void Teaser_OfALongStory_EndsAfterAWord()
    {
        var teaser = StoryText.Teaser("", string.Join(' ', Enumerable.Repeat("harbour", 100)));

        Assert.InRange(teaser.Length, 180, StoryText.TeaserLengthMax);
        Assert.EndsWith("harbour…", teaser, StringComparison.Ordinal);
    }

    [Fact]
    public void SearchRows_OfAStory_HaveItsWordsWithoutSigns()
    {
        var sample = new SampleEvent("Midnight") { Description = "**Fado** with [Ana](https://example.org/secret-address)" }.Make([new SampleDate()]);

        var rows = EventRows.Of(new Core.Catalog.CatalogDetails(sample, Core.Catalog.CatalogSeats.None), SampleCatalog.Now)!;

        var words = rows.Document.Story.Split(' ');
        Assert.Contains(SearchWords.Key("Fado"), words);
        Assert.Contains(SearchWords.Key("Ana"), words);
        Assert.DoesNotContain("secret", words);
    }

    private static IEnumerable<string[]> Stories()
    {
        var assembly = typeof(TicketingDbContext).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Demo/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var story in Find(JsonDocument.Parse(stream).RootElement))
            {
                yield return story;
            }
        }
    }

    private static IEnumerable<string[]> Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name.Equals("story", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Array
                ? [[.. property.Value.EnumerateArray().Select(paragraph => paragraph.GetString()!)]]
                : Find(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Find),
        _ => [],
    };
}
