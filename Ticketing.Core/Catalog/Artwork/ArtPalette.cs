using System.Globalization;

namespace Ticketing.Core.Catalog.Artwork;

/// <summary>Six matching colours, as <c>#rrggbb</c>.</summary>
/// <param name="Ground">The background.</param>
/// <param name="Deep">The darkest: silhouettes and ink.</param>
/// <param name="First">The most saturated.</param>
/// <param name="Light">The lightest: moons, paper, highlights.</param>
internal sealed record ArtPalette(string Name, string Ground, string Deep, string First, string Second, string Third, string Light)
{
    public static readonly IReadOnlyList<ArtPalette> All =
    [
        new("dusk", "#1f1640", "#0e0922", "#ff5d5d", "#ff9e64", "#ffd97d", "#fff3d6"),
        new("tide", "#0b3954", "#061f30", "#ff5a5f", "#0d93a0", "#bfd7ea", "#f7f7f2"),
        new("citrus", "#ffd23f", "#2b1533", "#ee4266", "#7b1e8c", "#0ead69", "#fff6d6"),
        new("clay", "#f2e3d0", "#3a2218", "#c8553d", "#f28f3b", "#588b8b", "#fffaf0"),
        new("moss", "#1f3a2a", "#0c1810", "#f0a04b", "#5b9a6c", "#c8d96f", "#faf3dd"),
        new("plum", "#3f0f45", "#1c051f", "#f72585", "#9d2bc0", "#4cc9f0", "#fdebff"),
        new("poster", "#f4ecdd", "#15110f", "#e4002b", "#1d3a8a", "#f2b705", "#fffdf7"),
        new("nord", "#dce6ee", "#17233a", "#e2725b", "#2f5d8a", "#f0c987", "#fbfdff"),
        new("neon", "#121216", "#000000", "#d7ff3e", "#ff4fb8", "#36e0f5", "#f6f6f6"),
        new("rose", "#ffd3cf", "#3c1020", "#e63462", "#3f3d56", "#ff8a5b", "#fff5f2"),
        new("sahara", "#e9b872", "#2d1a10", "#90323d", "#c2571a", "#f4dfc0", "#fff7e8"),
        new("lagoon", "#008f95", "#06292e", "#ffd23f", "#f4743b", "#7fd6c2", "#f1fffa"),
        new("meadow", "#b8e0d2", "#1f363d", "#ef6f6c", "#40798c", "#ffd166", "#f6fff8"),
        new("ultra", "#2b2bd6", "#0c0c4a", "#ff6b35", "#7d7bff", "#ffc9a3", "#fffaf2"),
        new("coral", "#ff6f59", "#1c3b39", "#254441", "#43aa8b", "#ffd9a8", "#fff6ec"),
        new("lilac", "#d9c8f5", "#231942", "#ff6d6d", "#5e548e", "#ffd580", "#fbf7ff"),
        new("brick", "#8a2020", "#2b0808", "#faa307", "#e85d04", "#ffdfa3", "#fff2db"),
        new("ember", "#16161d", "#08080c", "#ff5436", "#8d5bff", "#ffb86b", "#f3efe9"),
        new("linen", "#efe9e0", "#1b1a1a", "#ff5436", "#8a8378", "#2b5d56", "#ffffff"),
        new("olive", "#d6d58e", "#042a2b", "#ef7b45", "#5eb1bf", "#d84727", "#fbfbe9"),
        new("iris", "#4a2fbd", "#1a0f4f", "#ffd166", "#ff7aa2", "#8ee3ef", "#faf7ff"),
        new("pine", "#0f4c4a", "#06211f", "#ff9f6e", "#e9d8a6", "#2aa198", "#fdf6e3"),
    ];

    /// <summary>First, second and third.</summary>
    public IReadOnlyList<string> Loud => [First, Second, Third];

    /// <summary>Everything but the ground.</summary>
    public IReadOnlyList<string> Inks => [First, Second, Third, Deep, Light];

    /// <summary>Whether the ground is dark.</summary>
    public bool IsDark => Luminance(Ground) < 0.35;

    /// <summary>The colour with the highest contrast to the ground.</summary>
    public string Contrast => IsDark ? Light : Deep;

    /// <summary>The lightest or the darkest colour, by contrast to <paramref name="colour"/>.</summary>
    public string On(string colour) => Luminance(colour) < 0.5 ? Light : Deep;

    /// <summary>Linear interpolation: 0 is <paramref name="from"/>, 1 is <paramref name="to"/>.</summary>
    public static string Mix(string from, string to, double share)
    {
        var (r1, g1, b1) = Parse(from);
        var (r2, g2, b2) = Parse(to);
        return Hex(r1 + ((r2 - r1) * share), g1 + ((g2 - g1) * share), b1 + ((b2 - b1) * share));
    }

    /// <summary>Multiplies two colours, as overprinted inks do.</summary>
    public static string Multiply(string one, string other)
    {
        var (r1, g1, b1) = Parse(one);
        var (r2, g2, b2) = Parse(other);
        return Hex(r1 * r2 / 255, g1 * g2 / 255, b1 * b2 / 255);
    }

    private static double Luminance(string colour)
    {
        var (r, g, b) = Parse(colour);
        return ((0.2126 * r) + (0.7152 * g) + (0.0722 * b)) / 255;
    }

    private static (double R, double G, double B) Parse(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ((value >> 16) & 255, (value >> 8) & 255, value & 255);
    }

    private static string Hex(double r, double g, double b) =>
        $"#{(int)Math.Round(r):x2}{(int)Math.Round(g):x2}{(int)Math.Round(b):x2}";
}
