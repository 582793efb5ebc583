using System.Globalization;
using System.Text;
using AnyAscii;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>Texts as the fonts can print them.</summary>
internal static class PrintableText
{
    private static readonly Rune NonJoiner = new(0x200C);
    private static readonly Rune Joiner = new(0x200D);

    /// <summary>
    /// The text in normalization form C, without control and invisible characters. A word with a character that no font has is
    /// transliterated to ASCII: a ticket must be readable at the door.
    /// </summary>
    public static string Of(string text) => string.Join(' ', Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => CanPrint(word) ? word : word.Transliterate().Trim())
        .Where(word => word.Length > 0));

    /// <summary>The runes that need a glyph: joiners only change those beside them.</summary>
    public static List<Rune> Visible(string element) => [.. element.EnumerateRunes().Where(rune => rune != NonJoiner && rune != Joiner)];

    /// <summary>The user-perceived characters, which may be several code points each.</summary>
    public static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    private static bool CanPrint(string word) => Elements(word).All(element => DocumentFonts.Find(Visible(element), isBold: false) is not null);

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || (Rune.IsWhiteSpace(rune) && rune.Value != 0xA0))
            {
                clean.Append(' ');
            }
            else if (!IsInvisible(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Normalize();
    }

    // U+FFFD stands for half a surrogate pair; U+FFFE is no character, and string.Normalize throws.
    private static bool IsInvisible(Rune rune) => rune == Rune.ReplacementChar || rune.Value == 0xFFFE
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune != NonJoiner && rune != Joiner)
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) or 0x034F or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;
}
