using Microsoft.AspNetCore.Diagnostics;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting.Errors;

/// <summary>
/// Error bodies: problem+json for programs, a page for browsers. Code that refuses a request sets only the status; the body is
/// written here.
/// </summary>
internal static class ErrorResponses
{
    // Path prefixes that programs call.
    private static readonly string[] ForPrograms = [AppUrls.ApiRoot, "/webhooks", "/health", "/openapi", "/v1"];

    public static IServiceCollection AddErrorResponses(this IServiceCollection services) => services
        .AddProblemDetails()
        .AddExceptionHandler<UnhandledExceptions>()
        // The exception names the invalid parameter; without it only the status is known.
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    public static void UseErrorResponses(this WebApplication app)
    {
        app.UseStatusCodePages(ShowAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // Leaves the body to the status code pages above.
            ExceptionHandler = context => Task.CompletedTask,
            AllowStatusCode404Response = true,
        });
    }

    public static bool IsForPrograms(HttpRequest request) =>
        Array.Exists(ForPrograms, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
        || (request.Path.StartsWithSegments(AppUrls.QueueRoot, StringComparison.OrdinalIgnoreCase) && !WantsPage(request));

    // The waiting room's page and its API share an address prefix.
    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task ShowAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var status = http.Response.StatusCode;
        if (IsForPrograms(http.Request))
        {
            await Problems.OfStatus(status, http.Features.Get<RefusalDetail>()?.Text).ExecuteAsync(http);
            return;
        }

        // A missing image needs no page.
        if (Path.HasExtension(http.Request.Path.Value))
        {
            return;
        }

        // Re-executes the pipeline for the error page.
        http.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPath = http.Request.Path.Value!,
            OriginalPathBase = http.Request.PathBase.Value!,
            OriginalQueryString = http.Request.QueryString.Value,
        });
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        http.Request.Method = HttpMethods.Get;
        http.Request.ContentType = null;
        http.Request.Path = AppUrls.Error(status);
        http.Request.QueryString = QueryString.Empty;

        // A new scope: the failed page has used the request's scoped services.
        var services = http.RequestServices;
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await context.Next(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }
}
