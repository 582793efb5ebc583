using Microsoft.Net.Http.Headers;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Analytics.Views;

namespace Ticketing.App.Analytics;

/// <summary>
/// Counts who looks at an event's page, also at one from the cache. Programs that say so, prefetches and repeats are left out. Visitors are
/// told apart by address and browser, as a hash that only this process has and forgets within the hour.
/// </summary>
internal static class ViewCounting
{
    private static readonly string[] Programs =
        ["bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "monitor", "curl", "wget", "python", "httpclient", "headless"];

    /// <summary>Runs outside everything that answers requests; the count follows the answer.</summary>
    public static void UseEventViews(this WebApplication app)
    {
        var views = app.Services.GetRequiredService<EventViews>();
        app.Use(async (context, next) =>
        {
            var slug = SlugOf(context.Request);
            await next(context);
            if (slug is not null && context.Response.StatusCode == StatusCodes.Status200OK && IsPerson(context.Request))
            {
                views.Count(slug, VisitorOf(context));
            }
        });
    }

    private static string? SlugOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.StartsWithSegments(AppUrls.Events, StringComparison.OrdinalIgnoreCase, out var rest)
        && rest.Value is { Length: > 1 } slug && slug.IndexOf('/', 1) < 0
            ? slug[1..].ToLowerInvariant()
            : null;

    private static bool IsPerson(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return agent.Length > 0
            && !Array.Exists(Programs, program => agent.Contains(program, StringComparison.OrdinalIgnoreCase))
            && !request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
    }

    // String hashes have a key that each process chooses at random.
    private static int VisitorOf(HttpContext context) => HashCode.Combine(
        context.Connection.RemoteIpAddress?.ToString().GetHashCode(StringComparison.Ordinal),
        context.Request.Headers[HeaderNames.UserAgent].ToString().GetHashCode(StringComparison.Ordinal),
        context.Request.Headers[HeaderNames.AcceptLanguage].ToString().GetHashCode(StringComparison.Ordinal));
}
