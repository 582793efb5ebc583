namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Forbids storing every response that does not say itself how long it may be stored: most are personal, and a forgotten header must
/// not leave an order or a token in a browser's or a proxy's cache.
/// </summary>
internal static class NoStore
{
    private const string Value = "no-cache, no-store";

    public static void UseNoStore(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Forbid, context.Response);
        return next(context);
    });

    // At the start of the response and not before: antiforgery warns of a value that it replaces.
    private static Task Forbid(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = Value;
        }

        return Task.CompletedTask;
    }
}
