using System.Globalization;
using System.Text;

namespace Ticketing.Core.Catalog;

/// <summary>Letters as somebody types them who has no others: without accents, <c>ß</c> as <c>ss</c>, <c>ø</c> as <c>o</c>.</summary>
internal static class Letters
{
    // Those that Unicode does not take apart into a letter and its mark.
    private static readonly Dictionary<char, string> Whole = new()
    {
        ['ß'] = "ss",
        ['ẞ'] = "SS",
        ['æ'] = "ae",
        ['Æ'] = "AE",
        ['œ'] = "oe",
        ['Œ'] = "OE",
        ['ø'] = "o",
        ['Ø'] = "O",
        ['ł'] = "l",
        ['Ł'] = "L",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['ı'] = "i",
    };

    /// <summary>The text without marks on its letters; all else stays. A lone surrogate, which is no text, becomes U+FFFD.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                plain.Append((char)rune.Value);
            }
            else
            {
                Append(plain, rune.ToString().Normalize(NormalizationForm.FormD));
            }
        }

        return plain.ToString();
    }

    private static void Append(StringBuilder plain, string apart)
    {
        foreach (var character in apart)
        {
            if (Whole.TryGetValue(character, out var letters))
            {
                plain.Append(letters);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(character);
            }
        }
    }
}
