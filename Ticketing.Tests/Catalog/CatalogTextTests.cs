using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Full-text search of the catalogue.</summary>
public sealed class CatalogTextTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    private static readonly SampleEvent Fado = new("Midnight Harbour")
    {
        Category = Categories.Classical,
        Summary = "An evening of fado.",
        Description = "Songs about ships that never returned.",
        Organizer = "Atlantic Sounds",
    };

    [Theory]
    [InlineData("midnight harbour")]
    [InlineData("HARBOUR")]
    [InlineData("harb")]
    [InlineData("harbour midnight")]
    [InlineData("  harbour!  (midnight)  ")]
    [InlineData("classical")]
    [InlineData("atlantic")]
    [InlineData("tempodrom")]
    [InlineData("berlin")]
    [InlineData("fado")]
    [InlineData("ships")]
    [InlineData("midnight berlin ships")]
    public async Task Text_WordsOfAnyField_Match(string text) => Assert.Equal(["Midnight Harbour"], await Catalog().FindAsync(text));

    [Theory]
    [InlineData("midnight harbour london")]
    [InlineData("xyz")]
    [InlineData("hxrbxur")]
    [InlineData("'; drop table events; --")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Text_OneUnknownWord_HasNoMatch(string text) => Assert.Empty(await Catalog().FindAsync(text));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("--';")]
    public async Task Text_WithoutALetter_IsNoFilter(string text) => Assert.Single(await Catalog().FindAsync(text));

    [Theory]
    [InlineData("harbuor", "two letters swapped")]
    [InlineData("habour", "one lost")]
    [InlineData("arbour", "the first one lost")]
    [InlineData("harrbour", "one added")]
    [InlineData("harbaur", "one changed")]
    [InlineData("iarbour", "the first one changed")]
    [InlineData("midngi", "swapped, and not finished")]
    [InlineData("tempodrum", "in the venue")]
    [InlineData("berlni", "in the city")]
    public async Task Text_OneTypoInAWord_Matches(string text, string mistake) =>
        Assert.True(await Catalog().FindAsync(text) is ["Midnight Harbour"], mistake);

    [Theory]
    [InlineData("fdo")]
    [InlineData("bxr")]
    public async Task Text_TypoInAShortWord_HasNoMatch(string text) => Assert.Empty(await Catalog().FindAsync(text));

    [Theory]
    [InlineData("Čajkovskij", "cajkovskij")]
    [InlineData("Café Müller", "CAFE MULLER")]
    [InlineData("Cafe Muller", "Café Müller")]
    [InlineData("Die lange Straße", "strasse")]
    [InlineData("STRASSE", "straße")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Rødgrød", "rodgrod")]
    [InlineData("Æther", "aether")]
    [InlineData("東京の夜", "東京の夜")]
    [InlineData("Ночь", "НОЧЬ")]
    public async Task Text_OtherSpelling_Matches(string title, string text)
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(title);

        Assert.Equal([title], await catalog.FindAsync(text));
    }

    [Fact]
    public async Task Text_InvalidUnicode_IsNoError()
    {
        foreach (var text in new[] { "\ud800", "harbour \udc00\ud800", "\0", "🎭🎭🎭", "e\u0301\u0301\u0301", new string('\u0301', 200) })
        {
            Assert.NotNull(await Catalog().RunAsync(new CatalogQuery { Text = text }));
        }
    }

    [Fact]
    public async Task Relevance_ByMatchedField_RanksTheTitleFirst()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("In the story") { Description = "All about a harbour." });
        catalog.Add(new SampleEvent("By the house") { Organizer = "Harbour House" });
        catalog.Add(new SampleEvent("Harbourmaster"));
        catalog.Add(new SampleEvent("Harbour"));

        Assert.Equal(["Harbour", "Harbourmaster", "By the house", "In the story"], await catalog.FindAsync("harbour"));
    }

    [Fact]
    public async Task Text_VeryLong_IsCutToTwelveWords()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("one two three four five six seven eight nine ten eleven twelve");

        Assert.Single(await catalog.FindAsync("one two three four five six seven eight nine ten eleven twelve thirteen"));
    }

    private SampleCatalog Catalog()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(Fado);
        return catalog;
    }
}
