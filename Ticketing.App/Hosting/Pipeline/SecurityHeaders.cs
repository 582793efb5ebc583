using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Security headers on every response. The content security policy allows no external sources and no inline script or style, with three
/// exceptions: pages with a <see cref="PageFrame"/>, whose component library needs inline styles; the API reference, which needs inline
/// styles and scripts with a nonce; and the payment step with Stripe's keys, which needs Stripe's script and frames.
/// </summary>
internal static class SecurityHeaders
{
    private const string ScriptSource = "script-src 'self'";
    private const string StyleSource = "style-src 'self'";
    private const string FontFolder = "/fonts";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        var withStripe = app.Services.GetService<IOptions<PaymentsOptions>>()?.Value is { IsLocal: false };
        var strict = new Policies(Content(""), "same-origin", "payment=()");
        // Only the door's app reads codes.
        var door = new Policies(Content(""), "same-origin", "payment=()", "camera=(self)");
        var framed = strict with { Content = Content(" 'unsafe-inline'") };
        var frames = app.Services.GetServices<PageFrame>().ToArray();
        // Wallets use the browser's payment API and may open a window.
        var payment = withStripe ? new Policies(StripeContent(), "same-origin-allow-popups", "payment=(self \"https://js.stripe.com\")") : strict;

        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            var isPayment = IsPaymentStep(path);
            var policies = isPayment ? payment : path.StartsWithSegments(AppUrls.CheckInApp, StringComparison.Ordinal) ? door : Array.Exists(frames, frame => frame.Has(path)) ? framed : strict;
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policies.Content;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = policies.Permissions;
            headers["Cross-Origin-Opener-Policy"] = policies.Opener;
            if (isPayment)
            {
                // A policy belongs to a document: without this header Blazor reloads the document instead of patching it.
                context.Response.OnStarting(() =>
                {
                    headers.Remove("blazor-enhanced-nav");
                    return Task.CompletedTask;
                });
            }
            else if (withStripe && path.StartsWithSegments(FontFolder, StringComparison.OrdinalIgnoreCase))
            {
                // Stripe's frame loads the site's font.
                headers.AccessControlAllowOrigin = "*";
            }

            return next(context);
        });
    }

    /// <summary>Allows inline scripts in this response that carry <paramref name="nonce"/>, and inline styles.</summary>
    public static void AllowInline(HttpContext context, string nonce)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString()
            .Replace(ScriptSource, $"{ScriptSource} 'nonce-{nonce}'", StringComparison.Ordinal)
            .Replace(StyleSource, $"{StyleSource} 'unsafe-inline'", StringComparison.Ordinal);
    }

    // The checkout page itself, without the paths below it.
    private static bool IsPaymentStep(PathString path) =>
        path.StartsWithSegments(AppUrls.CheckoutRoot, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value!.AsSpan().Count('/') == 1;

    private static string Content(string inlineStyles) =>
        $"default-src 'self'; {ScriptSource}; {StyleSource}{inlineStyles}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'";

    // The strict policy plus what Stripe documents: https://docs.stripe.com/security/guide#content-security-policy.
    private static string StripeContent() =>
        $"default-src 'self'; {ScriptSource} https://js.stripe.com https://*.js.stripe.com; {StyleSource}; "
        + "img-src 'self' data: blob: https://*.stripe.com; font-src 'self'; connect-src 'self' https://api.stripe.com; "
        + "worker-src 'self'; manifest-src 'self'; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; "
        + "frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'";

    // Written once: these headers are on every response.
    private sealed record Policies(string Content, string Opener, string Payment, string Camera = "camera=()")
    {
        public string Permissions { get; } =
            $"accelerometer=(), autoplay=(), {Camera}, display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), {Payment}, usb=()";
    }
}
