using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Platform;

/// <summary>
/// Headers on every answer. The content security policy allows nothing from elsewhere and no inline script or style;
/// only pages in a frame of their own (<see cref="PageFrame"/>), whose component library writes its theme as a style element and
/// sets style attributes, may do the latter.
/// </summary>
internal static class SecurityHeaders
{
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

    private static string Policy(string provider, string inlineStyles) =>
        $"default-src 'self'; script-src 'self'; style-src 'self'{inlineStyles}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{provider}; "
        + "worker-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'";
}
