using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Platform;

/// <summary>
/// Headers on every answer. The content security policy allows nothing from elsewhere and no inline script or style;
/// only the pages of staff, whose component library sets style attributes, may do the latter, and the API reference may do
/// what its library does.
/// </summary>
internal static class SecurityHeaders
{
    private const string ScriptSource = "script-src 'self'";
    private const string StyleSource = "style-src 'self'";

    private static readonly string[] StaffPages = ["/admin", "/organizer", "/staff"];

    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        var payments = app.Services.GetService<IOptions<PaymentsOptions>>()?.Value;
        var provider = payments is { IsLocal: false } ? " " + payments.ApiBase.GetLeftPart(UriPartial.Authority) : "";
        var strict = Policy(provider, "");
        var staff = Policy(provider, "; style-src-attr 'unsafe-inline'");

        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy =
                Array.Exists(StaffPages, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) ? staff : strict;
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

    private static string Policy(string provider, string extra) =>
        $"default-src 'self'; {ScriptSource}; {StyleSource}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{provider}; "
        + "worker-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'"
        + extra;
}
