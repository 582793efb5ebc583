using System.Globalization;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>Transliterates Latin letters to ASCII: accents removed, <c>ß</c> as <c>ss</c>, <c>ø</c> as <c>o</c>.</summary>
internal static class Letters
{
    // Letters without a Unicode decomposition into a base letter and a mark.
    private static readonly Dictionary<char, string> Replacements = new()
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

    /// <summary>Removes diacritics; other characters stay. A lone surrogate becomes U+FFFD.</summary>
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
                var letter = rune.ToString();
                Append(plain, TypedText.IsWellFormed(letter) ? letter.Normalize(NormalizationForm.FormD) : letter);
            }
        }

        return plain.ToString();
    }

    private static void Append(StringBuilder plain, string decomposed)
    {
        foreach (var character in decomposed)
        {
            if (Replacements.TryGetValue(character, out var letters))
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
