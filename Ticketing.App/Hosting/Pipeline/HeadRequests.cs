namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Answers HEAD like GET, on every address (RFC 9110, 9.3.2): the pipeline and the endpoints see GET, and the server sends no body.
/// </summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this WebApplication app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Features.Set(Mark.Instance);
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    /// <summary>Whether the client sent HEAD.</summary>
    public static bool IsHead(HttpContext context) => context.Features.Get<Mark>() is not null;

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
