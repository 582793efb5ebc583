using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Artwork;

namespace Ticketing.Tests.Catalog;

/// <summary>Generated pictures: deterministic, well-formed, made of shapes only.</summary>
public sealed partial class ArtworkTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly HashSet<string> Elements =
        ["svg", "defs", "g", "rect", "circle", "path", "linearGradient", "radialGradient", "stop", "clipPath"];

    private static readonly HashSet<string> Attributes =
    [
        "xmlns", "viewBox", "width", "height", "preserveAspectRatio", "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "fill",
        "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stop-color", "stop-opacity", "offset", "opacity", "transform", "clip-path",
    ];

    public static TheoryData<string> StyleNames => [.. ArtworkPainter.StyleNames];

    [Theory]
    [MemberData(nameof(StyleNames))]
    public void Picture_OfEachStyle_IsShapesOnlyAndDeterministic(string style)
    {
        for (var number = 0; number < 12; number++)
        {
            foreach (var format in Enum.GetValues<ArtworkFormat>())
            {
                var seed = string.Create(CultureInfo.InvariantCulture, $"concert-{style}-{number}");
                var picture = ArtworkPainter.Paint(seed, format);

                Assert.Equal(style, ArtworkPainter.Describe(seed).Style);
                Assert.Equal(picture, ArtworkPainter.Paint(seed, format));
                AssertShapesOnly(picture, format);
            }
        }
    }

    [Fact]
    public void Picture_OfEachCategory_HasSeveralStyles()
    {
        foreach (var category in Categories.All)
        {
            var styles = Enumerable.Range(0, 60).Select(number => ArtworkPainter.Describe(ArtworkPainter.SeedOf(category, number)).Style).Distinct().Count();

            Assert.InRange(styles, 3, 10);
        }
    }

    [Fact]
    public void Picture_InAnyCulture_IsTheSame()
    {
        var (culture, expected) = (CultureInfo.CurrentCulture, ArtworkPainter.Paint("concert-waves-1", ArtworkFormat.Poster));
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(expected, ArtworkPainter.Paint("concert-waves-1", ArtworkFormat.Poster));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Browsers cache a picture for a year: a changed picture needs another address.</summary>
    [Theory]
    [InlineData("concert-7", ArtworkFormat.Poster, "7be792ff6b9e3cef")]
    [InlineData("theatre-7", ArtworkFormat.Wide, "9fb2e3c417d28c60")]
    [InlineData("city-berlin", ArtworkFormat.Wide, "24a2bd7dc84e934e")]
    public void Picture_OfASeed_HasAFixedHash(string seed, ArtworkFormat format, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ArtworkPainter.Paint(seed, format))))[..16]);

    [Fact]
    public void Picture_OfAnySeed_IsShapesOnly()
    {
        var seeds = from length in Gen.Choose(1, ArtworkPainter.SeedLengthMax)
                    from letters in Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789-".ToCharArray()).ArrayOf(length)
                    from format in Gen.Elements(Enum.GetValues<ArtworkFormat>())
                    select (Seed: new string(letters), Format: format);

        Prop.ForAll(seeds.ToArbitrary(), it => AssertShapesOnly(ArtworkPainter.Paint(it.Seed, it.Format), it.Format)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("concert-7", true)]
    [InlineData("Concert", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("../x", false)]
    [InlineData("<svg>", false)]
    public void Seed_ByCharacters_IsValidOrNot(string seed, bool expected) => Assert.Equal(expected, ArtworkPainter.IsSeed(seed));

    [Fact]
    public void Seed_ByLength_IsValidOrNot()
    {
        Assert.True(ArtworkPainter.IsSeed(new string('a', ArtworkPainter.SeedLengthMax)));
        Assert.False(ArtworkPainter.IsSeed(new string('a', ArtworkPainter.SeedLengthMax + 1)));
    }

    /// <summary>No scripts, no external references, no invalid numbers; every reference resolves within the document.</summary>
    internal static void AssertShapesOnly(string picture, ArtworkFormat format)
    {
        var root = XDocument.Parse(picture).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal(format == ArtworkFormat.Poster ? "0 0 960 1200" : "0 0 1200 630", (string?)root.Attribute("viewBox"));
        Assert.True(root.Descendants().Count() > 5, "The picture is empty.");
        Assert.InRange(picture.Length, 400, 400_000);

        var ids = root.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var element in root.DescendantsAndSelf())
        {
            Assert.Equal(Svg, element.Name.Namespace);
            Assert.Contains(element.Name.LocalName, Elements);
            foreach (var attribute in element.Attributes())
            {
                Assert.Contains(attribute.Name.ToString(), Attributes);
                Assert.False(NoNumber().IsMatch(attribute.Value), $"{attribute.Name}={attribute.Value}");
                foreach (Match reference in Reference().Matches(attribute.Value))
                {
                    Assert.Contains(reference.Groups["id"].Value, ids);
                }

                Assert.True(attribute.Name == "xmlns" || !Elsewhere().IsMatch(Reference().Replace(attribute.Value, "")), attribute.ToString());
            }
        }
    }

    [GeneratedRegex(@"NaN|∞|Infinity|\dE[+-]?\d")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"url\(#(?<id>\w+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"url\(|:|//|script|&", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
