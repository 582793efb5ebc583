using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Completions of the search field.</summary>
public sealed class SuggestionTests
{
    [Theory]
    [InlineData("mid")]
    [InlineData("midnigth")]
    [InlineData("harbor")]
    [InlineData("midnight har")]
    public void Text_PrefixOrTypo_SuggestsTheEvent(string text)
    {
        var suggestion = Assert.Single(For(Catalog(), text), one => one.Kind == SuggestionKind.Event);

        Assert.Equal(("Midnight Harbour", "Berlin"), (suggestion.Text, suggestion.Detail));
        Assert.Equal("Midnight Harbour", suggestion.Event!.Title);
    }

    [Fact]
    public void Text_PrefixOfACity_SuggestsItOnceBeforeItsEvents()
    {
        var catalog = Catalog();
        catalog.Add("Another night");

        var suggestions = For(catalog, "ber");

        Assert.Equal((SuggestionKind.City, "Berlin"), Pairs(suggestions).First());
        Assert.Equal(
            [(SuggestionKind.Event, "Another night"), (SuggestionKind.Event, "Midnight Harbour")],
            Pairs(suggestions).Skip(1).OrderBy(pair => pair.Item2, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tempo", "Tempodrom")]
    [InlineData("frei", "Große Freiheit")]
    [InlineData("grosse", "Große Freiheit")]
    public void Text_PrefixOfAVenue_SuggestsIt(string text, string venue)
    {
        var catalog = Catalog();
        catalog.Add("Up north", new SampleDate { Venue = SampleVenues.Hamburg });

        Assert.Equal((SuggestionKind.Venue, venue), Pairs(For(catalog, text)).First());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("nothing like it")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public void Text_Empty_HasNoSuggestions(string text) => Assert.Empty(For(Catalog(), text));

    [Fact]
    public void Suggestions_ManyMatches_AreLimited()
    {
        var catalog = new SampleCatalog();
        for (var i = 0; i < 30; i++)
        {
            catalog.Add($"Berlin night {i}");
        }

        Assert.Equal(CatalogSuggestions.CountMax, For(catalog, "berlin").Count);
    }

    [Fact]
    public void Suggestions_OfCancelledAndPastEvents_AreNone()
    {
        var catalog = new SampleCatalog();
        catalog.Add(new SampleEvent("Midnight off") { Cancelled = true });
        catalog.Add("Midnight over", new SampleDate { StartsAt = SampleCatalog.Now.AddDays(-1) });

        Assert.Empty(For(catalog, "midnight"));
    }

    private static SampleCatalog Catalog()
    {
        var catalog = new SampleCatalog();
        catalog.Add("Midnight Harbour");
        return catalog;
    }

    private static IReadOnlyList<Suggestion> For(SampleCatalog catalog, string text) => CatalogSuggestions.For(catalog.Snapshot, text, SampleCatalog.Now);

    private static IEnumerable<(SuggestionKind, string)> Pairs(IReadOnlyList<Suggestion> suggestions) => suggestions.Select(one => (one.Kind, one.Text));
}
