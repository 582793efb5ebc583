using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Identifies a buyer without an account: 256 random bits in an HttpOnly cookie. A hold stores the hash of its buyer's key, so the
/// database contains no keys.
/// </summary>
public static class BuyerKey
{
    private const int Bytes = 32;

    // The prefix makes browsers refuse the cookie from any other host or over plain http (RFC 6265bis, 4.1.3.2).
    private const string SecureName = "__Host-buyer";
    private const string PlainName = "buyer";

    private static readonly string[] Pages = ["/performances", "/checkout", "/queue"];

    /// <summary>The key of this request: from its cookie, or created during the request.</summary>
    public static bool TryGet(HttpContext context, [NotNullWhen(true)] out string? key)
    {
        key = context.Features.Get<CreatedKey>()?.Key ?? context.Request.Cookies[Name(context)];
        return key is not null && IsWellFormed(key);
    }

    /// <summary>Whether the key was created during this request: the client has not shown yet that it keeps cookies.</summary>
    public static bool IsCreated(HttpContext context) => context.Features.Get<CreatedKey>() is not null;

    /// <summary>SHA-256 of the key, as holds store it.</summary>
    public static byte[] OwnerHash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>The key of this request; creates one and sets its cookie where there is none.</summary>
    public static string GetOrCreate(HttpContext context)
    {
        if (TryGet(context, out var known))
        {
            return known;
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        context.Features.Set(new CreatedKey(key));
        context.Response.Cookies.Append(Name(context), key, new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = TimeSpan.FromDays(90),
            IsEssential = true,
        });
        return key;
    }

    /// <summary>Ensures a key for every request to a page that needs one.</summary>
    internal static void UseBuyerKey(this WebApplication app) => app.Use((context, next) =>
    {
        if (Array.Exists(Pages, page => context.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase)))
        {
            GetOrCreate(context);
        }

        return next(context);
    });

    private static string Name(HttpContext context) => context.Request.IsHttps ? SecureName : PlainName;

    private static bool IsWellFormed(string key) => key.Length is 43 && Base64Url.IsValid(key);

    private sealed record CreatedKey(string Key);
}
