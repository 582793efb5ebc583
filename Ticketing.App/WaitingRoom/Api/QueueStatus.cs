using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>
/// Serves the status polls of waiting visitors ahead of all other middleware, sized for half a million visitors. All of them get the
/// same bytes, which are encoded once per step.
/// </summary>
internal static class QueueStatus
{
    private const string Prefix = "/queue/";
    private const string Suffix = "/status";
    private const int IdLength = 36;
    private const int PathLength = 7 + IdLength + 7;

    public static void UseQueueStatus(this WebApplication app)
    {
        var board = app.Services.GetRequiredService<RoomBoard>();
        app.Use((context, next) => PerformanceOf(context.Request) is { } performance ? AnswerAsync(context, board.DocumentOf(performance)) : next(context));
    }

    private static Guid? PerformanceOf(HttpRequest request) =>
        request.Path.Value is { Length: PathLength } path && path.StartsWith(Prefix, StringComparison.Ordinal) && path.EndsWith(Suffix, StringComparison.Ordinal)
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && Guid.TryParseExact(path.AsSpan(Prefix.Length, IdLength), "D", out var performance)
            ? performance
            : null;

    private static Task AnswerAsync(HttpContext context, byte[]? document)
    {
        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=1";
        response.ContentType = "application/json";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.XContentTypeOptions = "nosniff";

        // Without a room the page continues to the seats.
        document ??= "{\"phase\":\"off\"}"u8.ToArray();
        response.ContentLength = document.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(document).AsTask();
    }
}
