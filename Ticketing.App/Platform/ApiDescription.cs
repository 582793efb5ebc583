using Microsoft.OpenApi;

namespace Ticketing.App.Platform;

/// <summary>The OpenAPI document of <c>/api/v1</c>, which also feeds the readable page at <c>/docs/api</c>.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = description => $"/{description.RelativePath}".StartsWith(AppUrls.Api + "/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Ticketing API",
                Version = "v1",
                Description =
                    "Find events, hold seats, order and pay. Errors are application/problem+json with a stable one-word type; times are RFC 3339; "
                    + "money is {amount, currency} in minor units; POSTs take an Idempotency-Key.",
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
        endpoints.MapOpenApi("/openapi/{documentName}.json").CacheOutputBriefly();

    private static void CacheOutputBriefly(this IEndpointConventionBuilder endpoint) => endpoint.AddEndpointFilter((context, next) =>
    {
        context.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return next(context);
    });
}
