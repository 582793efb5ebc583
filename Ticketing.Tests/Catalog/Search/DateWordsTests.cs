using System.Globalization;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>Periods that a text names. Today is Wednesday, 2 June 2027.</summary>
public sealed class DateWordsTests
{
    private static readonly DateOnly Today = new(2027, 6, 2);

    [Theory]
    [InlineData("jazz today", "jazz", "today", "2027-06-02", "2027-06-02")]
    [InlineData("jazz tomorrow", "jazz", "tomorrow", "2027-06-03", "2027-06-03")]
    [InlineData("Morgen Jazz", "Jazz", "Morgen", "2027-06-03", "2027-06-03")]
    [InlineData("übermorgen", "", "übermorgen", "2027-06-04", "2027-06-04")]
    [InlineData("theatre this weekend", "theatre", "this weekend", "2027-06-04", "2027-06-06")]
    [InlineData("am Wochenende", "", "am Wochenende", "2027-06-04", "2027-06-06")]
    [InlineData("nächstes Wochenende Berlin", "Berlin", "nächstes Wochenende", "2027-06-11", "2027-06-13")]
    [InlineData("comedy next week", "comedy", "next week", "2027-06-07", "2027-06-13")]
    [InlineData("diese Woche", "", "diese Woche", "2027-06-02", "2027-06-06")]
    [InlineData("concerts 25 december", "concerts", "25 december", "2027-12-25", "2027-12-25")]
    [InlineData("Konzerte am 25. Dezember", "Konzerte", "am 25. Dezember", "2027-12-25", "2027-12-25")]
    [InlineData("december 25th", "", "december 25th", "2027-12-25", "2027-12-25")]
    [InlineData("1. märz", "", "1. märz", "2028-03-01", "2028-03-01")]
    [InlineData("1 June 2029", "", "1 June 2029", "2029-06-01", "2029-06-01")]
    [InlineData("29 february", "", "29 february", "2028-02-29", "2028-02-29")]
    [InlineData("oper im Dezember", "oper", "im Dezember", "2027-12-01", "2027-12-31")]
    [InlineData("in june", "", "in june", "2027-06-02", "2027-06-30")]
    [InlineData("fado on friday", "fado", "on friday", "2027-06-04", "2027-06-04")]
    [InlineData("am Mittwoch", "", "am Mittwoch", "2027-06-02", "2027-06-02")]
    public void Text_WithAPeriod_IsSplit(string text, string rest, string words, string from, string to) =>
        Assert.Equal(new DateWords(rest, words, Day(from), Day(to)), DateWords.Find(text, Today));

    [Theory]
    [InlineData("")]
    [InlineData("jazz")]
    [InlineData("the day today ends")]
    [InlineData("\"tomorrow\"")]
    [InlineData("übermorgenland")]
    [InlineData("may")]
    [InlineData("december")]
    [InlineData("32 december")]
    [InlineData("30 february")]
    [InlineData("1984")]
    [InlineData("symphony no 5")]
    [InlineData("friday")]
    public void Text_WithoutAPeriod_IsWords(string text) => Assert.Null(DateWords.Find(text, Today));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
