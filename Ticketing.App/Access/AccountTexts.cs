using Microsoft.Extensions.Localization;
using Ticketing.Core.Access;

namespace Ticketing.App.Access;

/// <summary>Texts for the refusals of account use cases.</summary>
internal static class AccountTexts
{
    public static void Add(this FormErrors errors, IEnumerable<AccountProblem> problems, IStringLocalizer<Texts> texts, AccountFields fields)
    {
        foreach (var problem in problems)
        {
            errors.Add(fields.Of(problem), Describe(problem, texts));
        }
    }

    public static string Describe(AccountProblem problem, IStringLocalizer<Texts> texts) => problem switch
    {
        AccountProblem.NameMissing => texts["Enter your name."],
        AccountProblem.NameTooLong => texts["The name can have {0} characters at most.", AccountRules.NameLengthMax],
        AccountProblem.NameNotText => texts["The name has characters that cannot be printed."],
        AccountProblem.EmailInvalid => texts["Enter an e-mail address like name@example.com."],
        AccountProblem.PasswordTooShort => texts["The password needs {0} characters or more.", AccountRules.PasswordLengthMin],
        AccountProblem.PasswordTooLong => texts["The password can have {0} characters at most.", AccountRules.PasswordLengthMax],
        AccountProblem.PasswordTooCommon => texts["This password is easy to guess. Choose another one."],
        AccountProblem.CurrentPasswordWrong => texts["This is not your current password."],
        AccountProblem.PasskeyNameTooLong => texts["The name can have {0} characters at most.", AccountRules.PasskeyNameLengthMax],
    };

    public static string Describe(SignInRefusal refusal, IStringLocalizer<Texts> texts, int lockoutMinutes) => refusal switch
    {
        SignInRefusal.InvalidCredentials =>
            texts["E-mail address and password do not match an account. If you have just created one, follow the link in our mail first."],
        SignInRefusal.LockedOut => texts["Too many attempts. Try again in {0} minutes, or set a new password.", lockoutMinutes],
        SignInRefusal.TwoFactorRequired => texts["Enter the code from your authenticator app."],
        SignInRefusal.TwoFactorCodeWrong => texts["The code is not right. Codes change every 30 seconds, and each works once."],
        SignInRefusal.Expired => texts["That took too long. Please sign in again."],
    };

    public static string Describe(PasskeyRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        PasskeyRefusal.NotVerified => texts["The passkey could not be added. Please try again."],
        PasskeyRefusal.NameTooLong => texts["The name can have {0} characters at most.", AccountRules.PasskeyNameLengthMax],
        PasskeyRefusal.TooMany => texts["You have too many passkeys. Remove one that you do not use."],
        PasskeyRefusal.Unknown => texts["This passkey has already been removed."],
    };

    public static string Describe(TwoFactorRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        TwoFactorRefusal.CodeWrong => texts["The code is not right. Codes change every 30 seconds, and each works once."],
        TwoFactorRefusal.CurrentPasswordWrong => texts["This is not your current password."],
        TwoFactorRefusal.NotEnabled => texts["Two-step sign-in is off."],
    };
}

/// <summary>Ids of the form fields that account problems belong to.</summary>
internal sealed record AccountFields(
    string Name = "name", string Email = "email", string Password = "password", string CurrentPassword = "current-password")
{
    public string Of(AccountProblem problem) => problem switch
    {
        AccountProblem.NameMissing or AccountProblem.NameTooLong or AccountProblem.NameNotText or AccountProblem.PasskeyNameTooLong => Name,
        AccountProblem.EmailInvalid => Email,
        AccountProblem.PasswordTooShort or AccountProblem.PasswordTooLong or AccountProblem.PasswordTooCommon => Password,
        AccountProblem.CurrentPasswordWrong => CurrentPassword,
    };
}
