using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Api;

internal static class SeatingEndpoints
{
    private const string Json = "application/json";
    private const string Immutable = "public, max-age=31536000, immutable";

    // A performance's plan can be replaced: clients revalidate by ETag.
    private const string Revalidate = "public, no-cache";

    public static IServiceCollection AddSeating(this IServiceCollection services) => services
        .AddSingleton<PlanGeometries>().AddSingleton<OrganizationPlans>().AddSingleton<PlanShelf>().AddSingleton<PlanDrafts>().AddSingleton<PlanVersions>()
        .AddSingleton<PlanImports>();

    public static void MapSeating(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/plans/{planId}.json", PlanAsync).ExcludeFromDescription();
        endpoints.MapGet(AppUrls.ApiPerformances + "/{id:guid}/plan", PlanOfPerformanceAsync)
            .WithTags("Performances").WithSummary("The seating plan: sections, rows, seats and what is drawn around them");
        endpoints.MapPlans();
        endpoints.MapDesigner();
        endpoints.MapPlanExchange();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PlanAsync(
        string planId, HttpContext context, PlanGeometries geometries, CancellationToken cancellationToken) =>
        await geometries.FindAsync(planId, cancellationToken) is { } geometry
            ? Send(context, planId, geometry, Immutable)
            : Problems.NotFound("There is no such plan.");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PlanOfPerformanceAsync(
        Guid id, HttpContext context, SellingFactsCache performances, PlanGeometries geometries, CancellationToken cancellationToken) =>
        await performances.GetAsync(new PerformanceId(id), cancellationToken) is { Plan.Id: var planId } && await geometries
            .FindAsync(planId, cancellationToken) is { } geometry
            ? Send(context, planId, geometry, Revalidate)
            : Problems.NotFound("There is no such performance.");

    private static FileContentHttpResult Send(HttpContext context, string planId, PlanGeometry geometry, string cacheControl)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        var takesBrotli = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is null or > 0);
        if (takesBrotli)
        {
            headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(takesBrotli ? geometry.Brotli : geometry.Json, Json, entityTag: new EntityTagHeaderValue($"\"{planId}\""));
    }
}
