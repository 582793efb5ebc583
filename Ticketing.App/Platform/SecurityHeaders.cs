using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Platform;

/// <summary>
/// Headers on every answer. The content security policy allows nothing from elsewhere and no inline script or style;
/// pages in a frame of their own (<see cref="PageFrame"/>), whose component library writes its theme as a style element and sets
/// style attributes, may do the latter, and the API reference may do what its library does.
/// </summary>
internal static class SecurityHeaders
{
    private const string ScriptSource = "script-src 'self'";
    private const string StyleSource = "style-src 'self'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        var payments = app.Services.GetService<IOptions<PaymentsOptions>>()?.Value;
        var provider = payments is { IsLocal: false } ? " " + payments.ApiBase.GetLeftPart(UriPartial.Authority) : "";
        var strict = Policy(provider, "");
        var framed = Policy(provider, " 'unsafe-inline'");
        var frames = app.Services.GetServices<PageFrame>().ToArray();

        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Array.Exists(frames, frame => frame.Has(context.Request.Path)) ? framed : strict;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] =
                "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return next(context);
        });
    }

    /// <summary>Allows this one answer inline scripts that carry <paramref name="nonce"/>, and inline styles.</summary>
    public static void AllowInline(HttpContext context, string nonce)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString()
            .Replace(ScriptSource, $"{ScriptSource} 'nonce-{nonce}'", StringComparison.Ordinal)
            .Replace(StyleSource, $"{StyleSource} 'unsafe-inline'", StringComparison.Ordinal);
        headers.CacheControl = "no-store";
    }

    private static string Policy(string provider, string inlineStyles) =>
        $"default-src 'self'; {ScriptSource}; {StyleSource}{inlineStyles}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{provider}; "
        + "worker-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'";
}
