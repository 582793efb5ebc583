using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ticketing.App.Catalog.Api;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Analytics.Read;

namespace Ticketing.App.Analytics.Api;

/// <summary>Sales figures over the API, for organizers' programs. Who may see them is decided by the handlers.</summary>
internal static class FiguresEndpoints
{
    public static void MapFigures(this WebApplication app)
    {
        // They add up many rows.
        var organizer = app.MapGroup(AppUrls.ApiOrganizer).WithTags("Organizers").RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata);
        organizer.MapGet("performances/{id:guid}/sales", SalesAsync).WithName("GetSales")
            .WithSummary("A performance's sales by minute, hour or day; JSON or CSV");
        organizer.MapGet("events/{id:guid}/revenue", RevenueAsync).WithName("GetRevenue")
            .WithSummary("An event's revenue by performance and tier; JSON or CSV");
        organizer.MapGet("events/{id:guid}/funnel", FunnelAsync).WithName("GetFunnel")
            .WithSummary("An event's holds, orders and payments by day; JSON or CSV");
    }

    /// <param name="id">The performance.</param>
    /// <param name="from">First day (2027-03-28), or a time with its offset. Default: 30 days, a day or an hour ago, by periods.</param>
    /// <param name="to">Last day, or a time with its offset, which is not included. Default: now.</param>
    /// <param name="by">minute, hour or day (default). At most 2, 92 or 800 days at once.</param>
    /// <param name="group">tier, section or channel, or several of them with commas.</param>
    /// <param name="timezone">IANA time zone of days and periods. Default: the venue's.</param>
    /// <param name="format">json or csv. Default: by the Accept header.</param>
    private static async Task<Results<Ok<SalesAnswer>, FileContentHttpResult, ProblemHttpResult>> SalesAsync(
        Guid id, HttpContext context, ReadSalesHandler handler, CurrentActor actor, string? from = null, string? to = null,
        string? by = null, string? group = null, string? timezone = null, string? format = null)
    {
        var reader = new SalesQueryReader(context.Request.Query);
        var query = reader.Read(new PerformanceId(id), await actor.ReadAsync(context.RequestAborted));
        var wantsCsv = FiguresFormat.WantsCsv(context.Request, reader.Parameters);
        if (reader.Parameters.Errors.Count > 0)
        {
            return Problems.Invalid(reader.Parameters.Errors);
        }

        var report = await handler.HandleAsync(query, context.RequestAborted);
        if (!report.Succeeded)
        {
            return FiguresProblems.Of(report.Refusal, query.By);
        }

        if (wantsCsv)
        {
            return FiguresFormat.File(context, FiguresFiles.Of(report.Value), $"sales-{id}.csv");
        }

        context.Response.Headers.Vary = HeaderNames.Accept;
        return TypedResults.Ok(SalesAnswer.Of(report.Value, query.By));
    }

    /// <param name="id">The event.</param>
    /// <param name="format">json or csv. Default: by the Accept header.</param>
    private static async Task<Results<Ok<RevenueAnswer>, FileContentHttpResult, ProblemHttpResult>> RevenueAsync(
        Guid id, HttpContext context, ReadRevenueHandler handler, CurrentActor actor, string? format = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var wantsCsv = FiguresFormat.WantsCsv(context.Request, parameters);
        if (parameters.Errors.Count > 0)
        {
            return Problems.Invalid(parameters.Errors);
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await handler.HandleAsync(new ReadRevenue(new Core.Common.EventId(id), caller), context.RequestAborted) is not { } report)
        {
            return FiguresProblems.NoEvent();
        }

        if (wantsCsv)
        {
            return FiguresFormat.File(context, FiguresFiles.Of(report), $"revenue-{id}.csv");
        }

        context.Response.Headers.Vary = HeaderNames.Accept;
        return TypedResults.Ok(RevenueAnswer.Of(report));
    }
    /// <param name="id">The event.</param>
    /// <param name="from">First day (2027-03-28), at the venue. Default: 29 days before the last.</param>
    /// <param name="to">Last day. Default: today. At most 800 days at once.</param>
    /// <param name="format">json or csv. Default: by the Accept header.</param>
    private static async Task<Results<Ok<FunnelAnswer>, FileContentHttpResult, ProblemHttpResult>> FunnelAsync(
        Guid id, HttpContext context, ReadFunnelHandler handler, CurrentActor actor, string? from = null, string? to = null,
        string? format = null)
    {
        var parameters = new CatalogQueryReader(context.Request.Query);
        var (first, last) = (Day(parameters, "from"), Day(parameters, "to"));
        var wantsCsv = FiguresFormat.WantsCsv(context.Request, parameters);
        if (parameters.Errors.Count > 0)
        {
            return Problems.Invalid(parameters.Errors);
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        var report = await handler.HandleAsync(new ReadFunnel(new Core.Common.EventId(id), first, last, caller), context.RequestAborted);
        if (!report.Succeeded)
        {
            return report.Refusal == ReadSalesRefusal.NotFound ? FiguresProblems.NoEvent() : FiguresProblems.Of(report.Refusal, SalesStep.Day);
        }

        if (wantsCsv)
        {
            return FiguresFormat.File(context, FiguresFiles.Of(report.Value), $"funnel-{id}.csv");
        }

        context.Response.Headers.Vary = HeaderNames.Accept;
        return TypedResults.Ok(FunnelAnswer.Of(report.Value));
    }

    // Counts are by whole days.
    private static DateOnly? Day(CatalogQueryReader parameters, string name)
    {
        if (parameters.Bound(name) is not { } bound)
        {
            return null;
        }

        if (bound.Day is null)
        {
            parameters.Refuse(name, $"'{name}' is a date (2027-03-28).");
        }

        return bound.Day;
    }
}
