using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Browsers that have signed in to an account before. Their failures are counted by browser, so that a stranger's failed attempts never
/// refuse the account's holder (OWASP's device cookies). The cookie signs nobody in and skips no factor.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    private const string Name = "signed-in-before";
    private const int IdBytes = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("known-browser").ToTimeLimitedDataProtector();
    private readonly HostCookies _cookies = new();

    /// <summary>Makes this browser one that the account is known in.</summary>
    public void Remember(HttpContext context, Account account)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(account);
        if (Find(context, account) is not null)
        {
            return;
        }

        var value = $"{account.Id:N}{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes))}";
        _cookies.AppendResponseCookie(context, Name, _protector.Protect(value, Lifetime), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    /// <summary>Names this browser if the account has signed in with it; else null.</summary>
    public string? Find(HttpContext context, Account account)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(account);
        if (_cookies.GetRequestCookie(context, Name) is not { Length: > 0 } cookie)
        {
            return null;
        }

        try
        {
            var value = _protector.Unprotect(cookie);
            return value.StartsWith(account.Id.ToString("N"), StringComparison.Ordinal) ? value : null;
        }
        catch (CryptographicException)
        {
            // Expired, altered, or protected with keys that are gone.
            return null;
        }
    }
}
