using System.Buffers;

namespace Ticketing.Core.Common;

/// <summary>Validation and comparison of e-mail addresses.</summary>
public static class EmailAddress
{
    /// <summary>The longest address that can be delivered (RFC 5321, 4.5.3.1.3, less the brackets).</summary>
    public const int LengthMax = 254;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \t\r\n<>()[]\\,;:\"");

    /// <summary>The form for comparison: trimmed, lower case. Dots and tags stay, since not every provider ignores them.</summary>
    public static string Normalize(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Enough to recognise one's own address, not enough to learn another's: <c>a…@example.org</c>.</summary>
    public static string Mask(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 1 ? "…" : $"{address[..(char.IsHighSurrogate(address[0]) ? 2 : 1)]}…{address[at..]}";
    }

    /// <summary>
    /// Whether the syntax allows delivery: one @ with text on both sides, a dot in the domain, no spaces or control characters.
    /// </summary>
    public static bool IsValid(string? address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Length > LengthMax)
        {
            return false;
        }

        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64 || at != address.LastIndexOf('@'))
        {
            return false;
        }

        var domain = address.AsSpan(at + 1);
        return domain.Contains('.') && domain[0] != '.' && domain[^1] != '.' && !domain.Contains("..", StringComparison.Ordinal)
            && !address.AsSpan().ContainsAny(Forbidden) && !address.Any(char.IsControl);
    }
}
