using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// The local provider's substitute for <c>https://js.stripe.com</c>: a script with the interface of Stripe.js, and the framed page of its
/// payment element with the card fields.
/// </summary>
internal static class LocalElement
{
    /// <summary>The path of the frame's files.</summary>
    public const string Path = "/v1/element/";

    private const string FramePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
    };

    private static readonly string[] Files =
        ["element.html", "element.js", "element.css", "element-texts.js", "card-rules.js", "local-stripe.js", "challenge-done.js"];

    private static readonly ConcurrentDictionary<string, string> Contents = new(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var file in Files)
        {
            var address = file == System.IO.Path.GetFileName(PaymentsOptions.LocalScript) ? PaymentsOptions.LocalScript : Path + file;
            endpoints.MapGet(address, http => WriteAsync(http, file)).ExcludeFromDescription();
        }
    }

    private static Task WriteAsync(HttpContext http, string file)
    {
        var headers = http.Response.Headers;
        http.Response.ContentType = Types[System.IO.Path.GetExtension(file)];
        headers.CacheControl = "no-cache";
        if (file.EndsWith(".html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = FramePolicy;
            headers.XFrameOptions = "SAMEORIGIN";
            headers["Referrer-Policy"] = "no-referrer";
        }

        var content = Contents.GetOrAdd(file, static name => EmbeddedText.Read("LocalStripe/" + name));
        return http.Response.WriteAsync(
            file.EndsWith(".html", StringComparison.Ordinal)
                ? content.Replace("lang=\"en\"", $"lang=\"{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}\"", StringComparison.Ordinal)
                : content,
            http.RequestAborted);
    }
}
