using System.Globalization;
using System.Security.Cryptography;
using Scalar.AspNetCore;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting;

/// <summary>
/// The API reference at <c>/docs/api</c>: Scalar, with its script served from this site. Features that call external hosts are
/// switched off; the content security policy blocks them as well.
/// </summary>
internal static class ApiReference
{
    public static void MapApiReference(this IEndpointRouteBuilder endpoints) => endpoints
        .MapScalarApiReference(AppUrls.ApiDocs, (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            SecurityHeaders.AllowInline(context, nonce);
            options
                .WithTitle("Ticketing API")
                .WithFavicon("/favicon.svg")
                .WithOpenApiRoutePattern(AppUrls.OpenApi)
                .WithDocumentDownloadType(DocumentDownloadType.Direct)
                .WithLocalization(new ScalarLocalizationOptions { Locale = language })
                .WithNonce(nonce)
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideClientButton()
                .HideDeveloperTools();
            // Scalar's page sets no language, which screen readers need.
            options.HeadContent =
                $"""
                <meta name="description" content="The public HTTP API: find events, hold seats, order and pay." />
                <link rel="stylesheet" href="/css/api-reference.css" />
                <script nonce="{nonce}">document.documentElement.lang = "{language}"</script>
                """;
            options.HeaderContent = $"""<noscript><p>This page needs scripts. The API is described by <a href="{AppUrls.OpenApi}">its OpenAPI document</a> too.</p></noscript>""";
        })
        .AddEndpointFilter(async (context, next) =>
            context.HttpContext.GetRouteValue("documentName") is null or "" or ApiDescription.Document ? await next(context) : Results.NotFound());
}
