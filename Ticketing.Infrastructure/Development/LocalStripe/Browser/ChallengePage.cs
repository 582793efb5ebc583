using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe.Browser;

/// <summary>
/// The bank's page for authentication or consent, which then redirects to the shop or closes its frame. Plain HTML with a content security
/// policy of its own.
/// </summary>
internal static class ChallengePage
{
    private const string FrameParam = "frame";

    /// <summary>Renders the page, or applies its answer and redirects to the shop.</summary>
    public static async Task StepAsync(HttpContext http, string id)
    {
        try
        {
            var call = await LocalStripeEndpoints.ReadAsync(http);
            var challenge = await http.RequestServices.GetRequiredService<LocalStripeApi>().ChallengeAsync(call, id, http.RequestAborted);
            if (challenge.IsOpen)
            {
                var frame = call.Params.Flag(FrameParam);
                var page = challenge.Method is { } method and not "card"
                    ? BankPage(challenge.Intent, method)
                    : CardPage(challenge.Intent, frame);
                await WriteAsync(http, StatusCodes.Status200OK, page);
                return;
            }

            if (call.Params.Flag(FrameParam))
            {
                var script = $"<script src=\"{LocalElement.Path}challenge-done.js\"></script>";
                await WriteAsync(http, StatusCodes.Status200OK, Document("<p role=\"status\">One moment …</p>", script));
                return;
            }

            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = challenge.RedirectAddress();
        }
        catch (StripeProblem)
        {
            await WriteAsync(http, StatusCodes.Status404NotFound, Document("<h1>Nothing to confirm</h1><p>This page belongs to a payment that does not exist.</p>"));
        }
    }

    public static Task StyleAsync(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return http.Response.WriteAsync(
            """
            :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#eef1f6, #11151c); color: light-dark(#16202e, #e8edf5); }
            main { box-sizing: border-box; width: min(26rem, 100% - 2rem); padding: 2rem; border-radius: 1rem; background: light-dark(#fff, #1b222d); box-shadow: 0 1rem 3rem light-dark(#16202e22, #0008); }
            h1 { margin: 0 0 .5rem; font-size: 1.35rem; }
            p { margin: 0 0 1.5rem; }
            .amount { font-size: 1.6rem; font-weight: 700; }
            button { display: block; width: 100%; min-height: 3rem; margin-top: .75rem; border: 2px solid #2b57c7; border-radius: .6rem; background: #2b57c7; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
            button:not([value=complete]) { background: transparent; color: inherit; border-color: light-dark(#667085, #98a2b3); }
            button:focus-visible { outline: 3px solid light-dark(#16202e, #fff); outline-offset: 2px; }
            """, http.RequestAborted);
    }

    private static string CardPage(JsonObject intent, bool inFrame) => Document(
        $"""
        <h1>Is this you?</h1>
        <p>Your bank would ask you now to confirm this payment. This is a test payment: no money moves.</p>
        <p class="amount">{Amount(intent)}</p>
        <form method="post">
        {Secret(intent)}
        {(inFrame ? $"<input type=\"hidden\" name=\"{FrameParam}\" value=\"true\">" : "")}
        <button name="outcome" value="complete">Complete authentication</button>
        <button name="outcome" value="fail">Fail authentication</button>
        </form>
        """);

    private static string BankPage(JsonObject intent, string method) => Document(
        $"""
        <h1>{HtmlEncoder.Default.Encode(RedirectMethods.NameOf(method))} test page</h1>
        <p>Here you would agree to the payment with {HtmlEncoder.Default.Encode(RedirectMethods.NameOf(method))}. This is a test payment: no money moves.</p>
        <p class="amount">{Amount(intent)}</p>
        <form method="post">
        {Secret(intent)}
        <button name="outcome" value="complete">Authorise</button>
        <button name="outcome" value="fail">Fail</button>
        <button name="outcome" value="later">Authorise, settle later</button>
        <button name="outcome" value="later-fail">Authorise, fail later</button>
        </form>
        """);

    private static string Amount(JsonObject intent) => HtmlEncoder.Default.Encode(
        StripeAmount.FromStripe(intent["amount"]!.GetValue<long>(), intent["currency"]!.GetValue<string>()).Format(CultureInfo.GetCultureInfo("en-GB")));

    private static string Secret(JsonObject intent) =>
        $"<input type=\"hidden\" name=\"client_secret\" value=\"{HtmlEncoder.Default.Encode(intent["client_secret"]!.GetValue<string>())}\">";

    private static string Document(string content, string script = "") =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Confirm your payment</title>
        <link rel="stylesheet" href="/v1/challenge.css">
        {script}
        </head>
        <body><main>{content}</main></body>
        </html>
        """;

    private static Task WriteAsync(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        // No form-action: the form's response redirects to the shop, which may have another origin.
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'self'";
        http.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return http.Response.WriteAsync(html, http.RequestAborted);
    }
}
