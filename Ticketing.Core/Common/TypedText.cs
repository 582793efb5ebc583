using System.Globalization;
using System.Text;

namespace Ticketing.Core.Common;

/// <summary>
/// The forms in which typed text is kept and compared. One place, because the same words arrive composed and decomposed, full-width, with
/// invisible characters from copied pages, and with characters that turn the direction of the text around them (Unicode TR #15, TR #36).
/// </summary>
public static class TypedText
{
    // Letters and marks by their category that show nothing: fillers, joiners of graphemes, inherent vowels, the empty Braille pattern.
    private static readonly HashSet<int> Blank = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    // Zero-width joiner and non-joiner: part of words in Persian and Indic scripts and of emoji.
    private static readonly HashSet<int> Joiners = [0x200C, 0x200D];

    /// <summary>
    /// A line of text, such as a name: composed (NFC), each run of spaces one space, without invisible and direction-changing characters.
    /// Control characters and broken surrogates stay, for <see cref="IsText"/> to refuse.
    /// </summary>
    public static string Line(string? typed) => Cleaned(typed, NormalizationForm.FormC);

    /// <summary>
    /// A code, number or key that is compared: compatibility forms are one (NFKC, so that full-width is plain), decimal digits of every
    /// script are ASCII, dashes are hyphens, letters are upper case; otherwise as <see cref="Line"/>.
    /// </summary>
    public static string Code(string? typed) => Plain(typed).ToUpperInvariant();

    /// <summary>A telephone number, as <see cref="Code"/>.</summary>
    public static string Phone(string? typed) => Plain(typed);

    /// <summary>
    /// A password as it is hashed: NFKC (NIST SP 800-63B, 5.1.1.2), so that keyboards which compose characters differently give the same
    /// password. Nothing is removed.
    /// </summary>
    public static string Password(string typed) => IsWellFormed(typed) ? typed.Normalize(NormalizationForm.FormKC) : typed;

    /// <summary>Whether it can be stored and printed: no control characters (PostgreSQL cannot store a NUL), no broken surrogates.</summary>
    public static bool IsText(string? text) => text is not null && IsWellFormed(text) && !text.Any(char.IsControl);

    /// <summary>Whether a <see cref="Line"/> can be somebody's or something's name: text with a letter or a digit.</summary>
    public static bool IsName(string? line, int lengthMax) =>
        IsText(line) && line!.Length <= lengthMax && line.EnumerateRunes().Any(Rune.IsLetterOrDigit);

    /// <summary>Whether a character shows nothing or changes the direction of others.</summary>
    internal static bool IsInvisible(Rune rune) =>
        !Joiners.Contains(rune.Value) && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || Blank.Contains(rune.Value));

    internal static bool IsJoiner(Rune rune) => Joiners.Contains(rune.Value);

    private static string Plain(string? typed)
    {
        var line = Cleaned(typed, NormalizationForm.FormKC);
        var text = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation || rune.Value == 0x2212)
            {
                text.Append('-');
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber)
            {
                text.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            }
            else if (!IsJoiner(rune))
            {
                text.Append(rune);
            }
        }

        return text.ToString();
    }

    private static string Cleaned(string? typed, NormalizationForm form)
    {
        var raw = typed ?? "";
        if (!IsWellFormed(raw))
        {
            return raw.Trim();
        }

        var text = new StringBuilder(raw.Length);
        foreach (var rune in raw.Normalize(form).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                text.Append(text.Length > 0 && text[^1] == ' ' ? "" : " ");
            }
            else if (!IsInvisible(rune))
            {
                text.Append(rune);
            }
        }

        // Removed characters may have kept others apart that compose.
        return text.ToString().Trim().Normalize(form);
    }

    /// <summary>Whether it can be normalized: no broken surrogates, and not U+FFFE.</summary>
    internal static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // U+FFFE is no character: string.Normalize throws.
            if (text[i] == '\uFFFE' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
