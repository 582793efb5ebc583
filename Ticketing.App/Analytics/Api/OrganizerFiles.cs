using Ticketing.App.Access;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Analytics.Api;

/// <summary>The figures as CSV for the dashboards' links: as the API has them, by the session's cookie.</summary>
internal static class OrganizerFiles
{
    public static void MapOrganizerFiles(this WebApplication app)
    {
        // They add up many rows.
        var files = app.MapGroup(AppUrls.Organizer + "/{slug}").RequireAuthorization(AccessPolicies.Organizer)
            .WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();
        files.MapGet("/performances/{performance:guid}/sales.csv", SalesAsync);
        files.MapGet("/events/{eventId:guid}/revenue.csv", RevenueAsync);
    }

    private static async Task<IResult> SalesAsync(
        string slug, Guid performance, HttpContext context, ReadSalesHandler handler, OwnOrganizations organizations, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await organizations.FindAsync(slug, caller, context.RequestAborted) is null)
        {
            return FiguresProblems.Of(ReadSalesRefusal.NotFound, SalesStep.Day);
        }

        var reader = new SalesQueryReader(context.Request.Query);
        var query = reader.Read(new PerformanceId(performance), caller);
        if (reader.Parameters.Errors.Count > 0)
        {
            return Problems.Invalid(reader.Parameters.Errors);
        }

        var report = await handler.HandleAsync(query, context.RequestAborted);
        return report.Succeeded
            ? FiguresFormat.File(context, FiguresFiles.Of(report.Value), $"sales-{performance}.csv")
            : FiguresProblems.Of(report.Refusal, query.By);
    }

    private static async Task<IResult> RevenueAsync(
        string slug, Guid eventId, HttpContext context, ReadRevenueHandler handler, OwnOrganizations organizations, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await organizations.FindAsync(slug, caller, context.RequestAborted) is not null
            && await handler.HandleAsync(new ReadRevenue(new Core.Common.EventId(eventId), caller), context.RequestAborted) is { } report
                ? FiguresFormat.File(context, FiguresFiles.Of(report), $"revenue-{eventId}.csv")
                : FiguresProblems.NoEvent();
    }
}
