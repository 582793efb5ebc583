using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.CheckIn.Desk;

namespace Ticketing.App.CheckIn.Api;

/// <summary>The scans of a performance as a CSV file. Tickets have their refs: no names.</summary>
internal static class ScanExportEndpoint
{
    public static void MapScanExport(this WebApplication app) => app.MapGet(AppUrls.OrganizerScansPattern, DownloadAsync)
        .RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadAsync(
        Guid performance, HttpContext context, ScanExporter exporter, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        if (await exporter.ReadAsync(new PerformanceId(performance), caller, context.RequestAborted) is not { } export)
        {
            return TypedResults.NotFound();
        }

        var csv = new CsvText();
        foreach (var head in new[] { "at", "received_at", "gate", "device", "kind", "shown", "judged", "flags", "method", "ticket", "reason" })
        {
            csv.Text(head);
        }

        csv.EndRow();
        foreach (var scan in export.Scans)
        {
            csv.Time(VenueTime.At(scan.At, export.TimeZone)).Time(VenueTime.At(scan.ReceivedAt, export.TimeZone)).Text(scan.Gate).Text(scan.Device)
                .Text(scan.Kind.ToWord()).Text(scan.Said.ToWord()).Text(scan.Judged.ToWord()).Text(string.Join(' ', scan.Flags)).Text(scan.Method.ToWord())
                .Text(scan.Ticket).Text(scan.Reason).EndRow();
        }

        return TypedResults.File(csv.ToBytes(), CsvText.ContentType, "scans.csv");
    }
}
