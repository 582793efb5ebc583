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

    public static IEnumerable<AccountProblem> CheckName(string? name)
    {
        var line = TypedText.Line(name);
        if (line.Length == 0)
        {
            yield return AccountProblem.NameMissing;
        }
        else if (line.Length > NameLengthMax)
        {
            yield return AccountProblem.NameTooLong;
        }
        else if (!TypedText.IsName(line, NameLengthMax))
        {
            yield return AccountProblem.NameNotText;
        }
    }

    public static IEnumerable<AccountProblem> CheckEmail(string? email)
    {
        if (!EmailAddress.IsValid(email))
        {
            yield return AccountProblem.EmailInvalid;
        }
    }

    /// <param name="ownWords">What a guesser tries first: the account's name and address, the site's name.</param>
    public static IEnumerable<AccountProblem> CheckPassword(string? password, params ReadOnlySpan<string?> ownWords)
    {
        var normal = TypedText.Password(password ?? "");
        if (normal.Length < PasswordLengthMin)
        {
            return [AccountProblem.PasswordTooShort];
        }

        if (normal.Length > PasswordLengthMax)
        {
            return [AccountProblem.PasswordTooLong];
        }

        return CommonPasswords.Contains(normal, ownWords) ? [AccountProblem.PasswordTooCommon] : [];
    }
}
