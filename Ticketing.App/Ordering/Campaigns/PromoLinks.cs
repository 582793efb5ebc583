using Ticketing.App.Shared;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>
/// Links with a promo code: the seat page's address carries it, and a cookie of the checkout keeps it until an order is placed. It is
/// whatever the link says; the checkout decides whether it is a code.
/// </summary>
internal static class PromoLinks
{
    private const string Cookie = "promo";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Runs before the admission guard, which redirects to the waiting room without the query.</summary>
    public static void UsePromoLinks(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.QueryString.HasValue && HttpMethods.IsGet(context.Request.Method)
            && context.Request.Path.StartsWithSegments("/performances", StringComparison.OrdinalIgnoreCase)
            && context.Request.Query[AppUrls.PromoQuery].ToString() is { Length: > 0 } code && PromoCode.CanBe(code))
        {
            context.Response.Cookies.Append(Cookie, PromoCode.Normalize(code), Options(context, Kept));
        }

        return next(context);
    });

    /// <summary>The code of a link that this browser has followed; null: none.</summary>
    public static string? Read(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } code && PromoCode.CanBe(code) ? PromoCode.Normalize(code) : null;

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/checkout",
        MaxAge = life,
        IsEssential = true,
    };
}
