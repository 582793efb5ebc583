using System.Security.Cryptography;

namespace Ticketing.Core.Ordering;

/// <summary>Order numbers for people: <c>T-7K3M9Q2X</c>.</summary>
public static class OrderNumber
{
    // Crockford's base 32, without the ambiguous I, L, O and U (https://www.crockford.com/base32.html).
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const string Prefix = "T-";
    private const int Length = 8;

    /// <summary>A random number of 40 bits. Collisions are unlikely; a unique index refuses them.</summary>
    public static string New() => Prefix + RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>
    /// The number that somebody typed, in any case, with or without the prefix, spaces and hyphens; I, L and O as 1 and 0. Null: it is none.
    /// </summary>
    public static string? Parse(string? typed)
    {
        var text = (typed ?? "").Trim().ToUpperInvariant();
        var letters = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        if (text.StartsWith(Prefix, StringComparison.Ordinal) || (letters.Length == Length + 1 && letters[0] == 'T'))
        {
            letters = letters[1..];
        }

        letters = letters.Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return letters.Length == Length && letters.All(Alphabet.Contains) ? Prefix + letters : null;
    }
}
