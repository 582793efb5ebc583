using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>A rule that an account's name, address, password or passkey name breaks.</summary>
public enum AccountProblem
{
    NameMissing,
    NameTooLong,
    NameNotText,
    EmailInvalid,
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooCommon,
    CurrentPasswordWrong,
    PasskeyNameTooLong,
}

/// <summary>All problems of a refused account change.</summary>
public sealed record AccountRefusal(IReadOnlyList<AccountProblem> Problems)
{
    public AccountRefusal(AccountProblem problem) : this([problem])
    {
    }
}

/// <summary>
/// Validates an account's name, address and password. Passwords follow NIST SP 800-63B, 5.1.1.2: a minimum length and a list of
/// common passwords, no composition rules.
/// </summary>
public static class AccountRules
{
    public const int NameLengthMax = 100;

    public const int PasswordLengthMin = 8;

    /// <summary>Limits the time that hashing a password takes.</summary>
    public const int PasswordLengthMax = 128;

    public const int PasskeyNameLengthMax = 60;

    // The most frequent leaked passwords that pass the length rule.
    private static readonly HashSet<string> CommonPasswords = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "password1", "password12", "password123", "passw0rd", "p@ssw0rd", "12345678", "123456789", "1234567890",
        "123123123", "11111111", "111111111", "00000000", "87654321", "987654321", "88888888", "qwertyuiop", "qwertyui",
        "qwerty123", "qwerty12", "qwerty1234", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "q1w2e3r4", "asdfghjk", "asdfghjkl",
        "zxcvbnm1", "iloveyou", "iloveyou1", "sunshine", "princess", "football", "football1", "baseball", "superman",
        "trustno1", "starwars", "whatever", "computer", "internet", "michelle", "jennifer", "abcd1234", "abc12345", "aa123456",
        "admin123", "administrator", "welcome1", "welcome123", "letmein1", "changeme", "passwort", "passwort1", "hallo123",
        "schalke04", "ficken123", "liebling", "schatzi1", "arschloch", "sommer123", "willkommen", "geheim123",
    };

    public static IEnumerable<AccountProblem> CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            yield return AccountProblem.NameMissing;
        }
        else if (name.Trim().Length > NameLengthMax)
        {
            yield return AccountProblem.NameTooLong;
        }
        else if (!IsText(name))
        {
            yield return AccountProblem.NameNotText;
        }
    }

    public static IEnumerable<AccountProblem> CheckEmail(string? email)
    {
        if (!EmailAddress.IsValid(email?.Trim()) || !IsText(email!))
        {
            yield return AccountProblem.EmailInvalid;
        }
    }

    /// <param name="email">The account's address; a password must differ from it.</param>
    public static IEnumerable<AccountProblem> CheckPassword(string? password, string? email)
    {
        if (password is null || password.Length < PasswordLengthMin)
        {
            yield return AccountProblem.PasswordTooShort;
        }
        else if (password.Length > PasswordLengthMax)
        {
            yield return AccountProblem.PasswordTooLong;
        }
        else if (CommonPasswords.Contains(password)
            || password.All(c => c == password[0])
            || string.Equals(password, email?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            yield return AccountProblem.PasswordTooCommon;
        }
    }

    /// <summary>No control characters (PostgreSQL cannot store a NUL) and no lone surrogates.</summary>
    private static bool IsText(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }
}
