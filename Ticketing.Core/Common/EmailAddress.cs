using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Ticketing.Core.Common;

/// <summary>
/// Reads e-mail addresses by the rule that they are sent by: what is accepted here can be handed to a mail server (RFC 5321 and 6531), and
/// two ways to write one mailbox have one form for comparison.
/// </summary>
public static class EmailAddress
{
    /// <summary>The longest address that can be delivered (RFC 5321, 4.5.3.1.3, less the brackets), in bytes of UTF-8.</summary>
    public const int LengthMax = 254;

    private const int LocalBytesMax = 64;
    private const string LocalSymbols = "!#$%&'*+-/=?^_`{|}~.";

    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    /// <summary>Enough to recognise one's own address, not enough to learn another's: <c>a…@example.org</c>.</summary>
    public static string Mask(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 1 ? "…" : $"{address[..(char.IsHighSurrogate(address[0]) ? 2 : 1)]}…{address[at..]}";
    }

    /// <summary>
    /// Reads a typed address; false if no mail can be sent to it. Invisible characters, which come with copied text, are left out.
    /// </summary>
    /// <param name="address">
    /// As it is kept and sent: composed, the domain in its Unicode form and lower case. The local part keeps its case, for servers that
    /// tell it apart.
    /// </param>
    public static bool TryRead(string? typed, [NotNullWhen(true)] out string? address)
    {
        address = null;
        var text = TypedText.Line(typed);
        var at = text.LastIndexOf('@');
        if (at < 1 || !IsLocal(text[..at]) || Domain(text[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        // The longer of the two forms that it may be sent in.
        if (Encoding.UTF8.GetByteCount(text.AsSpan(0, at + 1)) + Math.Max(domain.Ascii.Length, Encoding.UTF8.GetByteCount(domain.Unicode)) > LengthMax)
        {
            return false;
        }

        address = text[..(at + 1)] + domain.Unicode;
        return true;
    }

    /// <summary>Whether a mail can be sent to the address as it was typed; see <see cref="TryRead"/>.</summary>
    public static bool IsValid(string? typed) => TryRead(typed, out _);

    /// <summary>
    /// The form for comparison, for limits and uniqueness: as <see cref="TryRead"/>, lower case. Dots and tags stay, since not every provider
    /// ignores them. A text that is no address is only trimmed and lower case.
    /// </summary>
    public static string Normalize(string typed) =>
        (TryRead(typed, out var address) ? address : TypedText.Line(typed)).ToLowerInvariant();

    /// <summary>The address with its domain in ASCII (Punycode, RFC 3492), for mail servers.</summary>
    /// <param name="address">From <see cref="TryRead"/>.</param>
    public static string WithAsciiDomain(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return address[..(at + 1)] + Domain(address[(at + 1)..])!.Value.Ascii;
    }

    // A dot-atom (RFC 5322, 3.2.3) with the letters, marks and digits of all scripts (RFC 6531, 3.3). No quoted strings: nobody has them.
    private static bool IsLocal(string local) =>
        Encoding.UTF8.GetByteCount(local) <= LocalBytesMax
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.EnumerateRunes().All(rune => rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value) || LocalSymbols.Contains((char)rune.Value, StringComparison.Ordinal)
            : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>Both forms of a host name with two labels or more; null if it is none.</summary>
    private static (string Ascii, string Unicode)? Domain(string typed)
    {
        try
        {
            var ascii = Domains.GetAscii(typed.Normalize(NormalizationForm.FormKC)).ToLowerInvariant();
            var last = ascii.LastIndexOf('.');
            return last < 1 || last == ascii.Length - 1 || ascii.AsSpan(last + 1).ContainsOnlyDigits() || ascii.Any(char.IsWhiteSpace)
                ? null
                : (ascii, Domains.GetUnicode(ascii).ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            // Not a host name: a label is empty, too long, or has characters that no host name has.
            return null;
        }
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
