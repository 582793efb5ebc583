using System.Security.Cryptography;

namespace Ticketing.Core.Common;

/// <summary>Random codes that people read aloud and copy from print: upper case, without characters that look alike.</summary>
public static class RandomCodes
{
    /// <summary>The maximum number of codes that are made at once.</summary>
    public const int AtOnceMax = 10_000;

    // Without 0, O, 1, I, L and U: 30 characters, almost 5 bits each.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <param name="prefix">In front of the random characters; already in the form of <see cref="TypedText.Code"/>.</param>
    /// <param name="length">The number of random characters.</param>
    public static string New(string prefix, int length) => prefix + RandomNumberGenerator.GetString(Alphabet, length);
}
