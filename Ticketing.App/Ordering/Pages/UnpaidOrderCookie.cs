using Ticketing.App.Shared;
using Ticketing.Core.Common;

namespace Ticketing.App.Ordering.Pages;

/// <summary>
/// Cookie on the seat page's path with the hold of an unpaid order. It authorizes nothing: readers must check the hold's owner.
/// </summary>
internal static class UnpaidOrderCookie
{
    private const string Name = "unpaid";

    /// <param name="lifetime">The time left to pay.</param>
    public static void Write(HttpContext context, Guid performance, HoldId hold, TimeSpan lifetime) =>
        context.Response.Cookies.Append(Name, hold.Value.ToString("N"), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = AppUrls.Performance(performance),
            MaxAge = lifetime,
            IsEssential = true,
        });

    public static HoldId? Read(HttpContext context) =>
        Guid.TryParseExact(context.Request.Cookies[Name], "N", out var hold) ? new HoldId(hold) : null;
}
