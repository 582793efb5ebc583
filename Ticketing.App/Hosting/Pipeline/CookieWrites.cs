using Microsoft.AspNetCore.Antiforgery;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// CSRF protection of API writes: a write with one of the site's cookies needs the antiforgery token in the header
/// <c>RequestVerificationToken</c>. Requests with a bearer token or without cookies need none: a browser adds neither for another
/// site.
/// </summary>
internal static class CookieWrites
{
    public static void UseAntiforgeryForCookieWrites(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (NeedsToken(context) && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            await Problems.Of(
                StatusCodes.Status400BadRequest, "antiforgery",
                "The request carries a cookie and no valid antiforgery token. Send the page's token, or use a bearer token and no cookies.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool NeedsToken(HttpContext context)
    {
        var request = context.Request;
        var isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && !HttpMethods.IsOptions(request.Method) && !HttpMethods.IsTrace(request.Method);
        return isWrite
            && request.Path.StartsWithSegments(AppUrls.ApiRoot, StringComparison.OrdinalIgnoreCase)
            && !request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && (context.User.Identity?.IsAuthenticated == true || BuyerKey.TryGet(context, out _));
    }
}
