using System.Text;

namespace Ticketing.App.Shared;

/// <summary>The addresses of accounts.</summary>
public static partial class AppUrls
{
    public const string Login = "/account/login";
    public const string Register = "/account/register";
    public const string TwoFactor = "/account/2fa";
    public const string Forgot = "/account/forgot";
    public const string ForgotSent = Forgot + "?sent=1";
    public const string Account = "/account";
    public const string AccountLogout = "/account/logout";
    public const string AccountDenied = "/account/denied";
    public const string AccountTickets = "/account/tickets";
    public const string AccountSecurity = "/account/security";
    public const string AccountAuthenticator = "/account/authenticator";
    public const string AccountProof = "/account/proof";
    public const string AccountPrivacy = "/account/privacy";
    public const string AccountExport = "/account/export.json";
    public const string PasskeyRequestOptions = "/account/passkeys/request-options";
    public const string PasskeyCreationOptions = "/account/passkeys/creation-options";

    /// <summary>The sign-in page; it redirects to <paramref name="returnUrl"/> afterwards.</summary>
    /// <param name="notice">A code of <c>AccountNotices</c>.</param>
    public static string SignIn(string? returnUrl = null, string? notice = null) => WithQuery(Login, ("returnUrl", returnUrl), ("notice", notice));

    public static string SignUp(string? returnUrl = null, bool sent = false) =>
        WithQuery(Register, ("sent", sent ? "1" : null), ("returnUrl", returnUrl));

    /// <summary>The page that asks for a proof of presence; it redirects to <paramref name="returnUrl"/> afterwards.</summary>
    public static string Proof(string returnUrl) => WithQuery(AccountProof, ("returnUrl", returnUrl));

    public static string SecondFactor(string? returnUrl, bool remember) =>
        WithQuery(TwoFactor, ("remember", remember ? "1" : null), ("returnUrl", returnUrl));

    /// <summary>The address in the confirmation mail.</summary>
    public static string ConfirmEmail(Guid user, string token, string? returnUrl) =>
        WithQuery("/account/confirm", ("user", user.ToString()), ("token", token), ("returnUrl", returnUrl));

    /// <summary>The address in the mail to a new address.</summary>
    public static string ConfirmNewEmail(Guid user, string email, string token) =>
        WithQuery("/account/confirm-email", ("user", user.ToString()), ("email", email), ("token", token));

    /// <summary>The address in the mail after a forgotten password.</summary>
    public static string ResetPassword(Guid user, string token) =>
        WithQuery("/account/reset", ("user", user.ToString()), ("token", token));

    /// <summary>The back office's order list with its filters.</summary>
    public static string AdminOrdersFound(string search, string status) =>
        WithQuery(AdminOrders, ("q", search.Length > 0 ? search : null), ("status", status.Length > 0 ? status : null));

    public static string AdminOrder(string number) => $"{AdminOrders}/{Uri.EscapeDataString(number)}";

    /// <summary>A page with a notice; <paramref name="notice"/> is a code that the page knows.</summary>
    public static string WithNotice(string page, string notice) => WithQuery(page, ("notice", notice));

    private static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = new StringBuilder(path);
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                address.Append(address.Length == path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return address.ToString();
    }
}
