using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>
/// Passwords that are guessed first (ASVS 6.2.4): more than 3,000 of those that leaked lists begin with and those after their patterns, and
/// words of the account and the site. Compared without case, and without the digits and signs that people put around a word.
/// </summary>
public static class CommonPasswords
{
    private const int WordLengthMin = 3;

    private static readonly HashSet<string> Known = Read();

    /// <summary>The number of listed passwords.</summary>
    public static int Count => Known.Count;

    /// <param name="password">In the form of <see cref="TypedText.Password"/>.</param>
    /// <param name="ownWords">Names and addresses, of which every word counts.</param>
    public static bool Contains(string password, ReadOnlySpan<string?> ownWords)
    {
        ArgumentNullException.ThrowIfNull(password);
        var plain = password.ToLowerInvariant();
        if (Known.Contains(plain) || plain.All(c => c == plain[0]))
        {
            return true;
        }

        var core = plain.Trim([.. plain.Where(c => !char.IsLetter(c)).Distinct()]);
        if (core.Length >= AccountRules.PasswordLengthMin && Known.Contains(core))
        {
            return true;
        }

        var letters = string.Concat(plain.Where(char.IsLetter));
        foreach (var text in ownWords)
        {
            if (Words(text).Any(word => word == plain || word == letters))
            {
                return true;
            }
        }

        return false;
    }

    // The whole text, the words in it, and the words without anything between.
    private static IEnumerable<string> Words(string? text)
    {
        var plain = TypedText.Line(text).ToLowerInvariant();
        var words = plain.Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries);
        return words.Append(plain).Append(string.Concat(words)).Where(word => word.Length >= WordLengthMin);
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is not embedded.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
