using Microsoft.AspNetCore.Diagnostics;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting.Errors;

/// <summary>
/// What an error looks like: problem+json to programs, a page to people. Whoever refuses a request without a body of their
/// own only sets the status; the body is made here.
/// </summary>
internal static class ErrorResponses
{
    // Addresses that programs call.
    private static readonly string[] ForPrograms = [AppUrls.ApiRoot, "/webhooks", "/health", "/openapi", "/v1"];

    public static IServiceCollection AddErrorResponses(this IServiceCollection services) => services
        .AddProblemDetails()
        .AddExceptionHandler<UnhandledExceptions>()
        // The exception says which parameter was wrong; without it only the status would be known.
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    public static void UseErrorResponses(this WebApplication app)
    {
        app.UseStatusCodePages(ShowAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A status without a body: the pages above make it.
            ExceptionHandler = context => Task.CompletedTask,
            AllowStatusCode404Response = true,
        });
    }

    public static bool IsForPrograms(HttpRequest request) =>
        Array.Exists(ForPrograms, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
        || (request.Path.StartsWithSegments(AppUrls.QueueRoot, StringComparison.OrdinalIgnoreCase) && !WantsPage(request));

    // The waiting room's page and its calls have one address.
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

        // The page is rendered by the same pipeline, as if it had been asked for.
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

        // Services of its own: the page that failed has used up the request's.
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
