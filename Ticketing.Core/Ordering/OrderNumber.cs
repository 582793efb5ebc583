using System.Security.Cryptography;

namespace Ticketing.Core.Ordering;

/// <summary>Order numbers for people: <c>T-7K3M9Q2X</c>.</summary>
public static class OrderNumber
{
    // Crockford's base 32, without the ambiguous I, L, O and U (https://www.crockford.com/base32.html).
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The form that is stored: upper case, without spaces around it.</summary>
    public static string Normalize(string number) => number.Trim().ToUpperInvariant();

    /// <summary>A random number of 40 bits. Collisions are unlikely; a unique index refuses them.</summary>
    public static string New() => "T-" + RandomNumberGenerator.GetString(Alphabet, 8);
}
