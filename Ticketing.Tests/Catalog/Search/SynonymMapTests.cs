using Ticketing.Core.Catalog.Search;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>Synonyms in the query that a question becomes.</summary>
public sealed class SynonymMapTests
{
    private static readonly SynonymMap Map = SynonymMap.Of([["Musical", "Show"], ["Führung", "tour", "Rundgang"]]);

    [Theory]
    [InlineData("musical berlin", "(('musical' | 'show')) & (('berlin':*))")]
    [InlineData("SHOW berlin", "(('show' | 'musical')) & (('berlin':*))")]
    // Both spellings of a word are indexed: one of them is enough.
    [InlineData("fuehrung hafen", "(('fuehrung' | 'rundgang' | 'tour')) & (('hafen':*))")]
    [InlineData("führung hafen", "(('fuhrung' | 'fuehrung' | 'rundgang' | 'tour')) & (('hafen':*))")]
    // The typed word is a beginning, its synonyms are whole words.
    [InlineData("musical", "(('musical':* | 'show'))")]
    // A beginning of a word is not the word.
    [InlineData("musi", "(('musi':*))")]
    [InlineData("\"musical\" berlin", "(('musical')) & (('berlin':*))")]
    [InlineData("opera berlin", "(('opera')) & (('berlin':*))")]
    public void Expand_OfAQuestion_AddsWholeWords(string text, string query) => Assert.Equal(query, Map.Expand(SearchPhrase.Parse(text)).ToQuery());

    [Fact]
    public void Expand_OfExcludedWords_LeavesThem()
    {
        var phrase = Map.Expand(SearchPhrase.Parse("berlin -musical"));

        Assert.Equal("(('musical'))", phrase.ToExcludedQuery());
    }

    [Fact]
    public void Expand_Always_KeepsTheTypedText()
    {
        var phrase = Map.Expand(SearchPhrase.Parse("musical Berlin"));

        Assert.Equal(("musical berlin", "musical berlin"), (phrase.Key, phrase.Text));
    }

    [Fact]
    public void Expand_WithoutSynonyms_ReturnsTheSame()
    {
        var phrase = SearchPhrase.Parse("musical berlin");

        Assert.Same(phrase, SynonymMap.Empty.Expand(phrase));
        Assert.Same(phrase, SynonymMap.Of([["a", "b"]]).Expand(phrase));
    }

    [Theory]
    [InlineData("musical, show", "musical|show")]
    [InlineData(" Führung ,tour,, Tour, rundgang", "Führung|tour|rundgang")]
    [InlineData("rock'n'roll, rock", "rock'n'roll|rock")]
    [InlineData("musical", null)]
    [InlineData("musical, MUSICAL", null)]
    [InlineData("open air, openair", null)]
    [InlineData("musical, !", null)]
    [InlineData("musical, ', | &", null)]
    [InlineData("a, b, c, d, e, f, g, h, i", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Words_Typed_AreReadOrRefused(string? typed, string? words)
    {
        var read = SynonymGroup.Parse(typed);

        Assert.Equal(words, read is null ? null : string.Join('|', read));
    }

    [Fact]
    public void Word_TooLong_IsRefused() => Assert.Null(SynonymGroup.Parse("show, " + new string('x', SearchWords.LengthMax + 1)));
}
