namespace Ticketing.Core.Common;

/// <summary>Text as people enter it, before it is stored or searched for.</summary>
public static class PlainText
{
    /// <summary>
    /// Whether every UTF-16 unit is part of a character: no half of a surrogate pair, which no encoding can write, and no null character,
    /// which PostgreSQL cannot store.
    /// </summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return false;
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>Whether it is storable and has no control characters.</summary>
    public static bool IsPrintable(string text) => IsStorable(text) && !text.Any(char.IsControl);

    /// <summary>
    /// The longest storable beginning of a search text: half characters and null characters are left out, at most
    /// <paramref name="lengthMax"/> units.
    /// </summary>
    public static string Searchable(string text, int lengthMax)
    {
        var clean = new System.Text.StringBuilder(Math.Min(text.Length, lengthMax));
        foreach (var rune in text.EnumerateRunes())
        {
            // An invalid unit is enumerated as U+FFFD.
            if (rune.Value is 0 or 0xFFFD)
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength > lengthMax)
            {
                break;
            }

            clean.Append(rune);
        }

        return clean.ToString().Trim();
    }
}
