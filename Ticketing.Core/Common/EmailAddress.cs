using System.Buffers;

namespace Ticketing.Core.Common;

/// <summary>E-mail addresses as the product compares and accepts them.</summary>
public static class EmailAddress
{
    /// <summary>The longest address that can be delivered (RFC 5321, 4.5.3.1.3, less the brackets).</summary>
    public const int LengthMax = 254;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \t\r\n<>()[]\\,;:\"");

    /// <summary>How addresses are compared: no surrounding space, lower case. Dots and tags are left alone: not every provider ignores them.</summary>
    public static string Normalize(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Whether mail could be sent there: one @ with something on both sides, a dot in the domain, no spaces or control characters.</summary>
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
