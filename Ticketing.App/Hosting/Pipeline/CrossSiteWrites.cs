using Ticketing.App.Hosting.Errors;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Refuses writes that another site's page makes a browser send (Fetch Metadata, W3C). They arrive without the site's cookies, but their
/// responses would set and delete cookies. Programs send no such header.
/// </summary>
internal static class CrossSiteWrites
{
    public static void UseCrossSiteRefusal(this WebApplication app) => app.Use((context, next) =>
        IsRefused(context.Request)
            ? Problems.Of(
                StatusCodes.Status403Forbidden, "cross-site", "This request was made by a page of another site.").ExecuteAsync(context)
            : next(context));

    private static bool IsRefused(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && request.Headers["Sec-Fetch-Site"] == "cross-site"
        && !Array.Exists(Open, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    // The stand-in for the payment provider is called by its own pages and by scripts of any origin, with keys and no cookies.
    private static readonly string[] Open = ["/v1"];
}
