using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Completions of the search field.</summary>
public sealed class SuggestionTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    [Theory]
    [InlineData("mid")]
    [InlineData("midnigth")]
    [InlineData("harbor")]
    [InlineData("midnight har")]
    public async Task Text_PrefixOrTypo_SuggestsTheEvent(string text)
    {
        var suggestion = Assert.Single(await Catalog().SuggestAsync(text), one => one.Kind == SuggestionKind.Event);

        Assert.Equal(("Midnight Harbour", "Berlin"), (suggestion.Text, suggestion.Detail));
        Assert.NotNull(suggestion.Slug);
    }

    [Fact]
    public async Task Text_PrefixOfACity_SuggestsItOnceBeforeItsEvents()
    {
        var catalog = Catalog();
        catalog.Add("Another night");

        var suggestions = await catalog.SuggestAsync("ber");

        Assert.Equal((SuggestionKind.City, "Berlin"), Pairs(suggestions).First());
        Assert.Equal(
            [(SuggestionKind.Event, "Another night"), (SuggestionKind.Event, "Midnight Harbour")],
            Pairs(suggestions).Skip(1).OrderBy(pair => pair.Item2, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tempo", "Tempodrom")]
    [InlineData("frei", "Große Freiheit")]
    [InlineData("grosse", "Große Freiheit")]
    public async Task Text_PrefixOfAVenue_SuggestsIt(string text, string venue)
    {
        var catalog = Catalog();
        catalog.Add("Up north", new SampleDate { Venue = SampleVenues.Hamburg });

        Assert.Equal((SuggestionKind.Venue, venue), Pairs(await catalog.SuggestAsync(text)).First());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("nothing like it")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public async Task Text_Empty_HasNoSuggestions(string text) => Assert.Empty(await Catalog().SuggestAsync(text));

    [Fact]
    public async Task Suggestions_ManyMatches_AreLimited()
    {
        var catalog = new SampleCatalog(engine);
        for (var i = 0; i < 30; i++)
        {
            catalog.Add($"Berlin night {i}");
        }

        Assert.Equal(Suggestion.CountMax, (await catalog.SuggestAsync("berlin")).Count);
    }

    [Fact]
    public async Task Suggestions_OfCancelledAndPastEvents_AreNone()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add(new SampleEvent("Midnight off") { Cancelled = true });
        catalog.Add("Midnight over", new SampleDate { StartsAt = SampleCatalog.Now.AddDays(-1) });

        Assert.Empty(await catalog.SuggestAsync("midnight"));
    }

    private SampleCatalog Catalog()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Midnight Harbour");
        return catalog;
    }

    private static IEnumerable<(SuggestionKind, string)> Pairs(IReadOnlyList<Suggestion> suggestions) => suggestions.Select(one => (one.Kind, one.Text));
}
