using System.Globalization;
using Ticketing.Core.Catalog.Artwork.Styles;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Artwork;

/// <summary>The image's size: portrait for cards and pages, landscape for link previews.</summary>
public enum ArtworkFormat
{
    /// <summary>960 x 1200.</summary>
    Poster,

    /// <summary>1200 x 630, as Open Graph recommends.</summary>
    Wide,
}

/// <summary>
/// Draws an event's artwork from its seed: the same seed always gives the same SVG, byte by byte.
/// </summary>
/// <remarks>
/// A seed is words joined by <c>-</c>. A category as the first word limits the styles to that category's; a style's or palette's name
/// selects it: <c>concert-waves-midnight-harbour</c>. Everything else comes from the seeded random numbers.
/// </remarks>
public static class ArtworkPainter
{
    private delegate void Style(SvgCanvas canvas, ArtPalette palette, SeededRandom random);

    private static readonly Dictionary<string, Style> Styles = new()
    {
        ["waves"] = WavesStyle.Draw,
        ["halftone"] = HalftoneStyle.Draw,
        ["arcs"] = ArcsStyle.Draw,
        ["bauhaus"] = BauhausStyle.Draw,
        ["beams"] = BeamsStyle.Draw,
        ["overprint"] = OverprintStyle.Draw,
        ["ridges"] = RidgesStyle.Draw,
        ["strings"] = StringsStyle.Draw,
        ["staves"] = StavesStyle.Draw,
        ["curtain"] = CurtainStyle.Draw,
        ["hills"] = HillsStyle.Draw,
        ["faces"] = FacesStyle.Draw,
        ["ribbons"] = RibbonsStyle.Draw,
        ["lanes"] = LanesStyle.Draw,
        ["bubbles"] = BubblesStyle.Draw,
        ["spines"] = SpinesStyle.Draw,
        ["vinyl"] = VinylStyle.Draw,
        ["cutouts"] = CutoutsStyle.Draw,
        ["facets"] = FacetsStyle.Draw,
        ["orbits"] = OrbitsStyle.Draw,
    };

    private static readonly Dictionary<string, string[]> StylesOf = new()
    {
        ["concert"] = ["ridges", "beams", "halftone", "vinyl", "waves", "overprint", "facets"],
        ["theatre"] = ["curtain", "overprint", "bauhaus", "orbits", "halftone", "cutouts"],
        ["classical"] = ["staves", "strings", "arcs", "orbits", "ridges"],
        ["comedy"] = ["faces", "bubbles", "bauhaus", "overprint"],
        ["sport"] = ["lanes", "facets", "arcs", "halftone"],
        ["festival"] = ["hills", "waves", "halftone", "bauhaus", "beams", "cutouts"],
        ["family"] = ["faces", "cutouts", "hills", "orbits", "bauhaus"],
        ["dance"] = ["ribbons", "strings", "cutouts", "overprint", "waves"],
        ["talk"] = ["bubbles", "spines", "bauhaus", "arcs"],
    };

    /// <summary>The names that a seed can select.</summary>
    public static IReadOnlyCollection<string> StyleNames => Styles.Keys;

    /// <summary>The maximum length of a seed.</summary>
    public const int SeedLengthMax = 100;

    /// <summary>True for 1 to <see cref="SeedLengthMax"/> of a-z, 0-9 and <c>-</c>.</summary>
    public static bool IsSeed(string seed) =>
        seed.Length is > 0 and <= SeedLengthMax && seed.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>The seed of an event's artwork: its category and its number.</summary>
    public static string SeedOf(Event catalogEvent) => SeedOf(catalogEvent.Category, catalogEvent.ArtworkSeed);

    /// <inheritdoc cref="SeedOf(Event)"/>
    public static string SeedOf(string category, int number) => string.Create(CultureInfo.InvariantCulture, $"{category}-{number}");

    /// <summary>The palette and the style of a seed, for choosing seeds that differ visibly.</summary>
    public static (string Palette, string Style) Describe(string seed)
    {
        var (palette, style, _) = Choose(seed);
        return (palette.Name, style);
    }

    /// <summary>The whole SVG document.</summary>
    public static string Paint(string seed, ArtworkFormat format)
    {
        var (palette, style, random) = Choose(seed);
        var canvas = format == ArtworkFormat.Poster ? new SvgCanvas(960, 1200) : new SvgCanvas(1200, 630);
        Styles[style](canvas, palette, random);
        return canvas.ToString();
    }

    private static (ArtPalette Palette, string Style, SeededRandom Random) Choose(string seed)
    {
        Invariant.Holds(IsSeed(seed));
        var words = seed.Split('-');
        var random = new SeededRandom(seed);
        var palette = ArtPalette.All.FirstOrDefault(candidate => words.Contains(candidate.Name)) ?? random.Pick(ArtPalette.All);
        var style = words.FirstOrDefault(Styles.ContainsKey)
            ?? random.Pick(StylesOf.TryGetValue(words[0], out var fitting) ? fitting : [.. Styles.Keys]);
        return (palette, style, random);
    }
}
