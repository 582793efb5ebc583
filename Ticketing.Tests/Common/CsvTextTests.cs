using Ticketing.Core.Common;

namespace Ticketing.Tests.Common;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("Stalls", "Stalls")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("the \"best\"", "\"the \"\"best\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData(null, "")]
    public void Text_OfACell_IsQuotedAndNoFormula(string? value, string cell) => Assert.Equal(cell, new CsvText().Text(value).ToString());

    [Fact]
    public void Row_OfNumbersAndTimes_IsPlain() => Assert.Equal(
        "-5,2027-10-31T02:00:00+01:00,,x\r\n",
        new CsvText().Number(-5).Time(new DateTimeOffset(2027, 10, 31, 2, 0, 0, TimeSpan.FromHours(1))).Text("").Text("x").EndRow().ToString());
}
