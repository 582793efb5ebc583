using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Ticketing.App.Access;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Export;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Export;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Ordering.Export;

/// <summary>Files of orders and attendees: for pages by the session's cookie, for programs by the bearer token.</summary>
internal static class ExportEndpoints
{
    private const string Comma = "comma";
    private const string Semicolon = "semicolon";

    public static void MapExports(this WebApplication app)
    {
        app.MapGet(AppUrls.Organizer + "/{slug}/export/{kind}", SendAsync).RequireAuthorization(AccessPolicies.Organizer)
            .WithMetadata(CostlyReadAttribute.Metadata).ExcludeFromDescription();
        app.MapGet(AppUrls.ApiOrganizations + "/{id:guid}/exports/{kind}", SendToProgramAsync).WithName("ExportOrders").WithTags("Organizers")
            .WithSummary("A file of an organization's orders or attendees (box office): CSV or XLSX, streamed")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata);
    }

    private static async Task<IResult> SendAsync(
        string slug, string kind, HttpContext context, OpenExportHandler handler, OwnOrganizations organizations, CurrentActor actor,
        IStringLocalizer<Texts> texts)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        var query = context.Request.Query;
        Guid? progress = Guid.TryParse(query["progress"], out var token) ? token : null;
        return await organizations.FindAsync(slug, caller, context.RequestAborted) is { } own
            ? await OpenAsync(
                own.Id, kind, new Wanted(query["format"], query["separator"], query["columns"], progress, column => texts[column.Title]),
                name => query[name], handler, caller, context)
            : Refuse(ExportRefusal.NotFound);
    }

    /// <param name="id">The organization.</param>
    /// <param name="kind">orders or attendees.</param>
    /// <param name="format">csv (default) or xlsx.</param>
    /// <param name="separator">Of CSV: comma (default) or semicolon.</param>
    /// <param name="columns">Names with commas. Default: all.</param>
    /// <param name="q">A part of the number, name, address or seat.</param>
    /// <param name="event">Orders of this event.</param>
    /// <param name="performance">Orders of this performance.</param>
    /// <param name="status">Orders in this state.</param>
    /// <param name="from">The first day of placing, UTC: 2027-03-28.</param>
    /// <param name="to">The last day of placing, UTC.</param>
    /// <param name="tier">Attendees of this price tier, by its name.</param>
    private static async Task<IResult> SendToProgramAsync(
        Guid id, string kind, HttpContext context, OpenExportHandler handler, CurrentActor actor, string? format = null, string? separator = null,
        string? columns = null, string? q = null, string? @event = null, string? performance = null, string? status = null, string? from = null,
        string? to = null, string? tier = null)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        return await OpenAsync(
            new OrganizationId(id), kind, new Wanted(format, separator ?? Comma, columns, null, column => column.Name),
            name => name switch
            {
                "q" => q,
                "event" => @event,
                "performance" => performance,
                "status" => status,
                "from" => from,
                "to" => to,
                "tier" => tier,
                _ => null,
            },
            handler, caller, context);
    }

    private static async Task<IResult> OpenAsync(
        OrganizationId organization, string kindWord, Wanted wanted, Func<string, string?> valueOf, OpenExportHandler handler, Caller caller,
        HttpContext context)
    {
        if (!EnumWords.TryFromWord<ExportKind>(kindWord, out var kind))
        {
            return Problems.NotFound("There are exports of orders and of attendees.");
        }

        var read = OrderFilterQuery.Read(organization, valueOf);
        var faults = new Dictionary<string, string[]>(read.Faults);
        if (!EnumWords.TryFromWord<ExportFormat>(wanted.Format is { Length: > 0 } word ? word : ExportFormat.Csv.ToWord(), out var format))
        {
            faults["format"] = ["'format' is csv or xlsx."];
        }

        var tier = kind == ExportKind.Attendees ? valueOf("tier") ?? "" : "";
        if (!PlainText.IsStorable(tier))
        {
            faults["tier"] = ["'tier' has characters that no name has."];
        }

        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var separator = wanted.Separator is { Length: > 0 } chosen ? chosen : language == "de" ? Semicolon : Comma;
        if (separator is not (Comma or Semicolon))
        {
            faults["separator"] = ["'separator' is comma or semicolon."];
        }

        var known = ExportColumn.Of(kind);
        string[] names = wanted.Columns is { Length: > 0 } list
            ? list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. known.Select(column => column.Name)];
        ExportColumn[] columns =
        [
            .. names.Select(name => known.FirstOrDefault(column => column.Name == name) is { } column
                ? column with { Title = wanted.TitleOf(column) } : new ExportColumn(name, name)),
        ];
        if (faults.Count > 0 && caller.ServesSomeBuyersOf(organization))
        {
            return Problems.Invalid(faults);
        }

        var command = new ExportOrders(
            read.Filter, kind, format, columns, separator == Semicolon ? ';' : ',', language, wanted.Progress, caller)
        {
            Tier = tier,
        };
        var opened = await handler.HandleAsync(command, context.RequestAborted);
        return opened.Succeeded ? new ExportResult(opened.Value) : Refuse(opened.Refusal);
    }

    private static ProblemHttpResult Refuse(ExportRefusal refusal) => refusal switch
    {
        ExportRefusal.NotFound => Problems.NotFound("There is no such organization."),
        ExportRefusal.NotAllowed => Problems.Of(403, "forbidden", "Your role does not allow exports: they have names and addresses of buyers."),
        ExportRefusal.ColumnsInvalid => Problems.Invalid("columns", "'columns' are names of columns with commas, each once. See docs/messages.md."),
        ExportRefusal.Running => Problems.Of(409, "export-running", "Another export of your account is running. Wait for it, or cancel it."),
        ExportRefusal.TooManyRows => Problems.Of(
            409, "too-many-rows",
            string.Create(CultureInfo.InvariantCulture, $"A sheet has at most {ExportOrders.SheetRowsMax:N0} rows. Choose CSV, or fewer orders.")),
        ExportRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have exported too often. Wait ten minutes and try again."),
    };

    /// <summary>What a request asks for.</summary>
    private sealed record Wanted(string? Format, string? Separator, string? Columns, Guid? Progress, Func<ExportColumn, string> TitleOf);

    /// <summary>Writes an export to the response as its rows are read.</summary>
    private sealed class ExportResult(RunningExport export) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using (export)
            {
                var response = httpContext.Response;
                response.ContentType = export.ContentType;
                response.Headers.ContentDisposition = $"attachment; filename=\"{export.FileName}\"";
                try
                {
                    await export.WriteAsync(response.Body, httpContext.RequestAborted);
                }
                catch (OperationCanceledException)
                {
                    // The client has left, or took too long: an end without an error would look like a complete file.
                    httpContext.Abort();
                }
            }
        }
    }
}
