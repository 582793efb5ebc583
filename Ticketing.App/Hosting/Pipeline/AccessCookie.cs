using Ticketing.Core.Common;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// The proofs of access codes that a client keeps: HttpOnly cookies, one per performance, or a header of programs. They are only read
/// where a presale decides, or a price tier is sold by code; see <c>ShownCodes</c>.
/// </summary>
internal static class AccessCookie
{
    /// <summary>Header of programs with one proof, or several separated by spaces.</summary>
    public const string Header = "Access-Code";

    private const string Prefix = "access-";
    private const string SecurePrefix = "__Host-" + Prefix;
    private const int NameDigits = 12;

    // The order of a hold that was made in the last minute comes after the presale has closed.
    private static readonly TimeSpan KeptAfter = TimeSpan.FromHours(2);

    /// <summary>
    /// What the request shows, not validated; null: nothing. The requested performance's cookie comes first, then the newest ones, because
    /// a request's proofs are limited (<see cref="Core.Presales.AccessProof.ShownMax"/>).
    /// </summary>
    /// <param name="performance">Null: the request names none.</param>
    public static string? Shown(HttpContext context, PerformanceId? performance)
    {
        if (context.Request.Headers[Header].ToString() is { Length: > 0 } sent)
        {
            return sent;
        }

        if (context.Request.Cookies.Count == 0)
        {
            return null;
        }

        var prefix = context.Request.IsHttps ? SecurePrefix : Prefix;
        var own = performance is { } requested ? Name(context, requested) : null;

        // Browsers send the cookies that they have had for longer first (RFC 6265, 5.4).
        var kept = string.Join(' ', context.Request.Cookies.Where(cookie => cookie.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Reverse().OrderByDescending(cookie => cookie.Key == own).Select(cookie => cookie.Value));
        return kept.Length > 0 ? kept : null;
    }

    /// <param name="closesAt">When the presale closes.</param>
    public static void Keep(HttpContext context, PerformanceId performance, string proof, DateTimeOffset closesAt, DateTimeOffset now) =>
        context.Response.Cookies.Append(Name(context, performance), proof, new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = closesAt - now + KeptAfter,
            IsEssential = true,
        });

    // The prefix makes browsers refuse the cookie from any other host or over plain http (RFC 6265bis, 4.1.3.2). The last digits of an
    // id are random, the first a timestamp.
    private static string Name(HttpContext context, PerformanceId performance) =>
        (context.Request.IsHttps ? SecurePrefix : Prefix) + performance.Value.ToString("N")[^NameDigits..];
}
