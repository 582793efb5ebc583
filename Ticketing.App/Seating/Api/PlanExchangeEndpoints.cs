using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.OpenApi;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Api;

/// <summary>Seating plans from and to files, over the API. Who may do what is decided by the handlers.</summary>
internal static class PlanExchangeEndpoints
{
    private const string Own = "own";
    private const string Pretix = "pretix";
    private const string Csv = "csv";
    private const string Svg = "svg";

    public static void MapPlanExchange(this IEndpointRouteBuilder endpoints)
    {
        var plan = endpoints.MapGroup(AppUrls.ApiPlanRoute).WithTags("Organizers").RequireAuthorization();
        plan.MapPost("import", ImportAsync).WithName("ImportPlan")
            .WithSummary("Read a seating plan from a JSON file, at most 20 MB: answers the change set that would replace the draft's drawing")
            .WithMetadata(new RequestSizeLimitAttribute(PlanEditing.FileBytesMax))
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                    },
                };
                return Task.CompletedTask;
            });
        plan.MapGet("export", ExportAsync).WithName("ExportPlan").WithMetadata(CostlyReadAttribute.Metadata)
            .WithSummary("A plan's draft as a file: own, pretix (JSON), csv or svg");
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    private static async Task<Results<Ok<ImportedPlanAnswer>, ProblemHttpResult>> ImportAsync(
        Guid id, Guid plan, HttpContext context, PlanImports imports, CurrentActor actor, IStringLocalizer<Texts> texts)
    {
        var command = new ImportPlan(
            new OrganizationId(id), new SeatingPlanId(plan), context.Request.Body, await actor.ReadAsync(context.RequestAborted));
        var read = await imports.HandleAsync(command, context.RequestAborted);
        return read.Succeeded
            ? TypedResults.Ok(new ImportedPlanAnswer(read.Value.Set, [.. read.Value.Notes.Select(note => ExchangeTexts.Of(note, texts))]))
            : PlanEditProblems.Of(read.Refusal, null, texts);
    }

    /// <param name="id">The organization.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="format">own (default), pretix, csv or svg.</param>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        Guid id, Guid plan, HttpContext context, PlanDrafts drafts, CurrentActor actor, IStringLocalizer<Texts> texts, string format = Own)
    {
        var view = await drafts.FindAsync(
            new OrganizationId(id), new SeatingPlanId(plan), await actor.ReadAsync(context.RequestAborted), context.RequestAborted);
        if (view is null)
        {
            return PlanEditProblems.NotFound();
        }

        var words = ExchangeTexts.Print(texts);
        var separator = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? ';' : ',';
        (WrittenPlan? File, string Extension) written = format switch
        {
            Own => (PlanExchange.WriteOwn(view.Document), "json"),
            Pretix => (PlanExchange.WritePretix(view.Document), "pretix.json"),
            Csv => (PlanExchange.WriteCsv(view.Document, separator, words), "csv"),
            Svg => (PlanExchange.WriteSvg(view.Document, words), "svg"),
            _ => (null, ""),
        };
        return written.File is { } file
            ? TypedResults.File(file.Bytes, file.ContentType, $"{Core.Catalog.Slug.Of(view.Document.Name)}.{written.Extension}")
            : Problems.Invalid("format", "'format' is own, pretix, csv or svg.");
    }
}

/// <summary>What was read from a file.</summary>
/// <param name="ChangeSet">To be applied like any other; null: the draft is the same already.</param>
/// <param name="Notes">What was lost, replaced or guessed, in the request's language.</param>
public sealed record ImportedPlanAnswer(PlanChangeSet? ChangeSet, IReadOnlyList<string> Notes);
