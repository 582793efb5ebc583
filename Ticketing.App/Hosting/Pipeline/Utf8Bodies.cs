using Microsoft.Net.Http.Headers;
using Ticketing.App.Hosting.Errors;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Programs send UTF-8 (JSON is nothing else: RFC 8259, 8.1). A body that claims another encoding is refused before anybody
/// reads it: the framework would guess, and fail on a name that it does not know.
/// </summary>
internal static class Utf8Bodies
{
    public static void UseUtf8Bodies(this WebApplication app) => app.Use((context, next) =>
    {
        if (ErrorResponses.IsForPrograms(context.Request) && !IsUtf8(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private static bool IsUtf8(string? contentType) => !MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue
        || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
