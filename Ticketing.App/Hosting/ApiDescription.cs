using Microsoft.OpenApi;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting;

/// <summary>The OpenAPI document of <c>/api/v1</c>, which the reference at <c>/docs/api</c> shows.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";

    // Introduction of the API reference, in CommonMark.
    private const string Introduction =
        """
        Find events, hold seats, order and pay.

        Times are RFC 3339 with offset. Money is `{"amount": 4500, "currency": "EUR"}` in minor units. Lists are
        `{"items": [...], "next": "cursor"}`; `next` is null on the last page.

        ## Authentication

        `Authorization: Bearer` with the token of `POST /api/v1/auth/login`, or, for one order, with the token in the
        order's answer. Guests hold seats without a token: the hold's `secret` is their proof.

        ## Errors

        `application/problem+json` (RFC 9457) with a stable one-word `type`, a `detail` for people, and further fields
        where they help.

        ## Idempotency keys

        Every POST takes an `Idempotency-Key` of up to 255 visible ASCII characters. Without a token or a secret in the
        headers the key alone identifies you: it must have at least 128 random bits, for example a UUID. For a day the same key with the same
        body gets the first answer again (`Idempotent-Replayed: true`); with another body it is refused with 422. While the
        first request is still running, a repeat gets 409 and `Retry-After`.

        ## Rate limits

        Requests are limited by client address; writes, attempts to sign in and joins of a queue more strictly than reads.
        Above the limit the answer is 429 with `Retry-After` in seconds. Wrong codes, secrets and links count separately
        (`too-many-attempts`).

        ## Seat budgets

        Seats held or just bought count per device, account and network. Beyond the budget a hold gets 429 `seat-budget`,
        where possible with a `challenge`: find a number for which SHA-256 of `challenge.number` starts with `bits` zero
        bits, and repeat the request with `Seat-Proof: challenge.number` and the hold's `secret`.
        """;

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = description => $"/{description.RelativePath}".StartsWith(AppUrls.Api + "/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Ticketing API",
                Version = "v1",
                Description = Introduction,
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The token of /auth/login, or of an order's answer for that order.",
                },
            };
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi("/openapi/{documentName}.json").CacheForFiveMinutes();

    private static void CacheForFiveMinutes(this IEndpointConventionBuilder endpoint) => endpoint.AddEndpointFilter((context, next) =>
    {
        context.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return next(context);
    });
}
