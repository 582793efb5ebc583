using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Slugs made of names.</summary>
public sealed class SlugTests
{
    [Theory]
    [InlineData("Café Müller, Again", "cafe-muller-again")]
    [InlineData("Don't Look Back", "dont-look-back")]
    [InlineData("Don’t  Look -- Back!", "dont-look-back")]
    [InlineData("Große Freiheit 36", "grosse-freiheit-36")]
    [InlineData("SPASS & SPAẞ", "spass-spass")]
    [InlineData("Rødgrød på Øen", "rodgrod-pa-oen")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Ænima: Œuvre", "aenima-oeuvre")]
    [InlineData("  ../../etc/passwd  ", "etc-passwd")]
    [InlineData("<script>alert(1)</script>", "script-alert-1-script")]
    [InlineData("Ｗｉｄｅ", "")]
    [InlineData("東京", "")]
    [InlineData("🎭", "")]
    [InlineData("", "")]
    public void Slug_OfAName_IsTransliterated(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Fact]
    public void Slug_InvalidUnicode_IsDropped() => Assert.Equal("x-y", Slug.Of("\ud800x\udc00\0y\ud800"));

    [Fact]
    public void Slug_TooLong_IsCutWithoutTrailingHyphen()
    {
        Assert.Equal("aaaa", Slug.Of("aaaa bbbb", 5));
        Assert.Equal("aaaa-b", Slug.Of("aaaa bbbb", 6));
        Assert.Equal(100, Slug.Of(new string('x', 500)).Length);
    }

    [Fact]
    public void Slug_OfAnyText_IsUrlSafeAndIdempotent()
    {
        var words = Gen.Elements("Ä", "ß", "-", " ", "'", "/", "%00", "a", "Z", "9", "é", "e\u0301", "\ud800", "\u0000", "🎭", "?", "#").ArrayOf(30);

        Prop.ForAll(words.ToArbitrary(), drawn =>
        {
            var slug = Slug.Of(string.Concat(drawn));
            return slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                && !slug.StartsWith('-') && !slug.EndsWith('-') && !slug.Contains("--", StringComparison.Ordinal)
                && Slug.Of(slug) == slug;
        }).QuickCheckThrowOnFailure();
    }
}
