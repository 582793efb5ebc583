using Ticketing.Core.Common;

namespace Ticketing.Tests.Common;

public sealed class PlainTextTests
{
    // Half characters cannot be an attribute's argument.
    private static readonly Dictionary<string, (bool Storable, bool Printable, string Searchable)> Cases = new(StringComparer.Ordinal)
    {
        ["Ada"] = (true, true, "Ada"),
        [" Ada 😀 "] = (true, true, "Ada 😀"),
        ["a\tb"] = (true, false, "a\tb"),
        ["a\0b"] = (false, false, "ab"),
        ["a\ud83d"] = (false, false, "a"),
        ["\ude00a"] = (false, false, "a"),
        ["\ud83d\ud83d\ude00"] = (false, false, "😀"),
        [""] = (true, true, ""),
    };

    [Fact]
    public void Text_OfAnyCharacters_IsJudgedAndCleaned() => Assert.All(Cases, each => Assert.Equal(
        each.Value, (PlainText.IsStorable(each.Key), PlainText.IsPrintable(each.Key), PlainText.Searchable(each.Key, 200))));

    [Fact]
    public void Searchable_TooLong_EndsAtACharacter() =>
        Assert.Equal(new string('a', 199), PlainText.Searchable(new string('a', 199) + "😀", 200));

    [Theory]
    [InlineData("ada@example.org", "a…@example.org")]
    [InlineData("😀b@example.org", "😀…@example.org")]
    [InlineData("nobody", "…")]
    public void Mask_OfAnAddress_KeepsItsFirstCharacterAndDomain(string address, string masked) =>
        Assert.Equal(masked, EmailAddress.Mask(address));
}
