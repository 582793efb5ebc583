using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Brotli and gzip. Over https only for visitors who are not signed in: the length of a compressed response that contains a secret
/// and attacker-controlled text reveals the secret (BREACH, CVE-2013-3587).
/// </summary>
internal static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            options.EnableForHttps = false;
            options.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/problem+json", "application/octet-stream", "application/manifest+json", "image/svg+xml", "text/calendar", "text/csv",
            ];
        })
        .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

    public static void UseCompression(this WebApplication app)
    {
        app.UseResponseCompression();
        app.Use((context, next) =>
        {
            // The session cookie, with and without its prefix.
            var cookies = context.Request.Cookies;
            if (context.Request.IsHttps && !cookies.ContainsKey("session") && !cookies.ContainsKey("__Host-session")
                && context.Features.Get<IHttpsCompressionFeature>() is { } https)
            {
                https.Mode = HttpsCompressionMode.Compress;
            }

            return next(context);
        });
    }
}
