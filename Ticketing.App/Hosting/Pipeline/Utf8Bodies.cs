using Microsoft.Net.Http.Headers;
using Ticketing.App.Hosting.Errors;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Refuses request bodies of programs with a charset other than UTF-8 (RFC 8259, 8.1) with 415. The framework would throw on
/// unknown charset names.
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
