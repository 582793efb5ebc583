using Microsoft.Net.Http.Headers;
using Ticketing.App.Hosting.Errors;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Refuses request bodies of programs with a charset other than UTF-8 (RFC 8259, 8.1) with 415. The framework would throw on
/// unknown charset names, and on a quoted one (RFC 9110, 5.6.6).
/// </summary>
internal static class Utf8Bodies
{
    private const string Utf8 = "utf-8";

    public static void UseUtf8Bodies(this WebApplication app) => app.Use((context, next) =>
    {
        if (ErrorResponses.IsForPrograms(context.Request)
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue)
        {
            if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return Task.CompletedTask;
            }

            if (type.Charset.Length > Utf8.Length)
            {
                type.Charset = Utf8;
                context.Request.ContentType = type.ToString();
            }
        }

        return next(context);
    });
}
