using System.Globalization;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// What reader and writer of pretix' seating plans share. Source: the JSON schema of pretix (static/seating/seating-plan.schema.json)
/// and files of its editor, which have more members than the schema.
/// </summary>
internal static class PretixFormat
{
    /// <summary>A seat's radius is 10 pixels there and 25 cm here.</summary>
    public const double PixelCm = 2.5;

    /// <summary>The colour of written stages, by which they are read again whatever their name.</summary>
    public const string StageColor = "#cdd3dd";

    public const string TransparentColor = "transparent";

    private static readonly string[] StageWords =
        ["stage", "bühne", "buehne", "scene", "szene", "scena", "scène", "escenario", "podium", "screen", "leinwand", "orchest", "무대"];

    private static readonly (ShapeFill Fill, string Color)[] Fills =
    [
        (ShapeFill.Floor, "#f1f2f5"),
        (ShapeFill.Platform, "#e3e6ec"),
        (ShapeFill.Wall, "#7d8594"),
        (ShapeFill.Line, TransparentColor),
        (ShapeFill.Table, "#d7c29b"),
    ];

    public static string ColorOf(ShapeFill fill) => Fills.First(known => known.Fill == fill).Color;

    /// <summary>The style that is written with this colour; null: another colour.</summary>
    public static ShapeFill? FillOf(string? color) =>
        Fills.Where(known => string.Equals(known.Color, color, StringComparison.OrdinalIgnoreCase))
            .Select(known => (ShapeFill?)known.Fill).FirstOrDefault();

    /// <summary>The style nearest to a colour by its brightness.</summary>
    public static ShapeFill NearestFill(string? color)
    {
        if (HexColor(color) is not { } hex)
        {
            return string.IsNullOrEmpty(color) ? ShapeFill.Line : ShapeFill.Floor;
        }

        var value = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var brightness = (0.299 * (value >> 16)) + (0.587 * ((value >> 8) & 255)) + (0.114 * (value & 255));
        return brightness switch { < 110 => ShapeFill.Wall, < 225 => ShapeFill.Platform, _ => ShapeFill.Floor };
    }

    public static bool IsStage(string text) => StageWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A colour as <c>#rrggbb</c>; null if it is of neither form <c>#rgb</c> nor <c>#rrggbb</c>.</summary>
    public static string? HexColor(string? color)
    {
        var digits = color is ['#', ..] ? color[1..] : "";
        return digits.All(char.IsAsciiHexDigit) && digits.Length is 3 or 6
            ? "#" + (digits.Length == 6 ? digits : string.Concat(digits.Select(digit => new string(digit, 2)))).ToLowerInvariant()
            : null;
    }
}
