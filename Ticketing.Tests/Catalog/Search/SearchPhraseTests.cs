using Ticketing.Core.Catalog.Search;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>Reading a typed question, and counting typing mistakes.</summary>
public sealed class SearchPhraseTests
{
    [Theory]
    [InlineData("harbour", "(('harbour':*))")]
    [InlineData("Midnight HARBOUR ", "(('midnight')) & (('harbour':*))")]
    [InlineData("a", "(('a'))")]
    [InlineData("Müller", "(('muller':* | 'mueller':*))")]
    [InlineData("\"night train\"", "(('night') <-> ('train'))")]
    [InlineData("jazz in Hamburg", "(('jazz')) & (('hamburg':*))")]
    [InlineData("the", "(('the':*))")]
    [InlineData("jazz -rock", "(('jazz'))")]
    [InlineData("-rock", "(('rock'))")]
    [InlineData("drum-and-bass", "(('drum')) & (('bass':*))")]
    [InlineData("' | & ! :* <->", "")]
    [InlineData("🎭", "")]
    public void Text_Typed_IsAQuery(string text, string query) => Assert.Equal(query, SearchPhrase.Parse(text).ToQuery());

    [Theory]
    [InlineData("pel", "(('pel'))")]
    [InlineData("jazz pelu", "(('jazz')) & (('pelu'))")]
    public void Text_OfAStory_HasNoBeginning(string text, string query) => Assert.Equal(query, SearchPhrase.Parse(text).ToStoryQuery());

    [Theory]
    [InlineData("jazz -rock -\"big band\"", "(('rock')) | (('big') <-> ('band'))")]
    [InlineData("jazz", null)]
    [InlineData("hip-hop", null)]
    public void Minus_BeforeAWord_ExcludesIt(string text, string? query) => Assert.Equal(query, SearchPhrase.Parse(text).ToExcludedQuery());

    [Fact]
    public void Words_OverTheLimit_AreIgnored() =>
        Assert.Equal(SearchPhrase.WordsMax, SearchPhrase.Parse(string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i}"))).Terms.Count);

    [Fact]
    public void Word_OfAnyLength_IsCut() =>
        Assert.All(SearchPhrase.Parse(new string('x', 200)).Terms, term => Assert.True(term.Words[0].Plain.Length <= SearchWords.LengthMax));

    [Theory]
    [InlineData("harbuor", "harbour", 1)]
    [InlineData("habour", "harbour", 1)]
    [InlineData("arbour", "harbour", 1)]
    [InlineData("harbour", "harbour", 0)]
    [InlineData("jzaz", "jazz", 1)]
    [InlineData("filharmonic", "philharmonic", 2)]
    [InlineData("", "jazz", 4)]
    public void Mistakes_InAWord_AreCounted(string typed, string word, int count) => Assert.Equal(count, Misspelling.Count(typed, word, isPrefix: false));

    [Theory]
    [InlineData("midngi", "midnight", 1)]
    [InlineData("philah", "philharmonic", 1)]
    [InlineData("har", "harbour", 0)]
    public void Mistakes_InABeginning_AreCounted(string typed, string word, int count) => Assert.Equal(count, Misspelling.Count(typed, word, isPrefix: true));
}
