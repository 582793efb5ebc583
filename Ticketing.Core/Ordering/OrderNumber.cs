using System.Security.Cryptography;

namespace Ticketing.Core.Ordering;

/// <summary>Order numbers that people can read out: <c>T-7K3M9Q2X</c>.</summary>
public static class OrderNumber
{
    // Crockford's base 32: without I, L, O and U, which are misread or spell things (https://www.crockford.com/base32.html).
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A random number of 40 bits: not guessable from another, and unlikely to meet one (the database refuses it if so).</summary>
    public static string New() => "T-" + RandomNumberGenerator.GetString(Alphabet, 8);
}
