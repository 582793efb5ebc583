using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.App.Seating.Api;

/// <summary>A plan as it is being drawn.</summary>
/// <param name="Document">Objects, sections, categories and floors; lengths are centimetres, angles degrees clockwise.</param>
/// <param name="Revision">For If-Match; rises with every change set.</param>
/// <param name="BaseVersion">The version that it was made from or saved as last.</param>
/// <param name="PublishedVersion">The version that new events get; null: none.</param>
/// <param name="Editor">Null: nobody edits.</param>
public sealed record PlanDraftAnswer(JsonElement Document, long Revision, int BaseVersion, int? PublishedVersion, PlanEditorAnswer? Editor)
{
    public static PlanDraftAnswer Of(PlanDraftView view) => new(
        DesignerJson.Element(view.Document), view.Revision, view.BaseVersion, view.PublishedVersion,
        view.Editor is { } editor ? new PlanEditorAnswer(editor.Name, editor.IsCaller, editor.Until) : null);
}

/// <summary>Who edits a plan.</summary>
/// <param name="Name">Empty: an API key, or a deleted account.</param>
/// <param name="Until">When the lease ends unless it is renewed.</param>
public sealed record PlanEditorAnswer(string Name, bool Mine, DateTimeOffset Until);

/// <param name="Revision">The draft's latest.</param>
public sealed record PlanRevisionAnswer(long Revision);

/// <summary>Body of <c>POST …/draft/editing</c>.</summary>
/// <param name="TakeOver">Whether to take the lease from another editor.</param>
public sealed record EditingRequest(bool TakeOver = false);

/// <param name="Until">When the lease ends unless it is renewed.</param>
public sealed record EditingAnswer(DateTimeOffset Until);

/// <summary>What there is to say about a draft.</summary>
public sealed record PlanCheckAnswer(long Revision, IReadOnlyList<PlanProblemAnswer> Problems, PlanStatisticsAnswer Statistics)
{
    internal static PlanCheckAnswer Of(PlanDraftView view, IStringLocalizer<Texts> texts)
    {
        var review = PlanReview.Of(view.Document);
        return new PlanCheckAnswer(
            view.Revision,
            [
                .. review.Problems.Select(problem => PlanProblemAnswer.Of(problem, view.Document, texts)),
                .. review.Warnings.Select(warning => PlanProblemAnswer.Of(warning, texts)),
            ],
            PlanStatisticsAnswer.Of(review.Statistics, texts));
    }
}

/// <summary>A problem of a plan.</summary>
/// <param name="Kind">A stable word: <c>overlapping-seats</c>.</param>
/// <param name="Severity"><c>error</c> prevents publishing, <c>warning</c> does not.</param>
/// <param name="Text">For people, in the request's language.</param>
/// <param name="ObjectId">The object's id; null: none in particular.</param>
/// <param name="Section">The section's name; null: none in particular.</param>
/// <param name="Row">The row's name; null: none in particular.</param>
/// <param name="Seat">The seat's number; null: none in particular.</param>
public sealed record PlanProblemAnswer(
    string Kind, string Severity, string Text, [property: JsonPropertyName("object")] string? ObjectId, string? Section, string? Row, string? Seat)
{
    internal static PlanProblemAnswer Of(PlanProblem problem, PlanDocument document, IStringLocalizer<Texts> texts)
    {
        var drawn = problem.ObjectId is null ? null : document.Objects.FirstOrDefault(each => each.Id == problem.ObjectId);
        var key = drawn switch { SeatedObject seated => seated.Section, AreaObject area => area.Section, _ => null };
        return new PlanProblemAnswer(
            DesignerJson.Word(problem.Kind), "error", PlanProblemTexts.Describe(problem, texts), problem.ObjectId,
            key is null ? null : document.Sections.FirstOrDefault(section => section.Key == key)?.Name,
            drawn switch { RowObject row => row.Name, TableObject table => table.Name, _ => null }, null);
    }

    internal static PlanProblemAnswer Of(PlanWarning warning, IStringLocalizer<Texts> texts) => new(
        DesignerJson.Word(warning.Kind), "warning", PlanProblemTexts.Describe(warning, texts), warning.ObjectId, warning.Section, warning.Row, warning.Seat);
}

/// <summary>What a plan has.</summary>
/// <param name="Seats">With a number each.</param>
/// <param name="Places">Seats, and the places of areas.</param>
/// <param name="ByKind">Keys as in documents: <c>restrictedView</c>.</param>
public sealed record PlanStatisticsAnswer(
    int Seats, int Places, IReadOnlyList<NamedCount> ByCategory, IReadOnlyList<NamedCount> BySection, IReadOnlyList<NamedCount> ByKind)
{
    internal static PlanStatisticsAnswer Of(PlanStatistics statistics, IStringLocalizer<Texts> texts) => new(
        statistics.Seats, statistics.Places, statistics.ByCategory, statistics.BySection,
        [.. statistics.ByKind.Select(kind => new NamedCount(
            JsonNamingPolicy.CamelCase.ConvertName(kind.Kind.ToString()), PlanProblemTexts.NameOf(kind.Kind, texts), kind.Count))]);
}

/// <summary>The seats that "best available" sells first.</summary>
public sealed record BestPlanSeatsAnswer(IReadOnlyList<PlanSeatAnswer> Seats);

/// <summary>A seat of a plan.</summary>
/// <param name="ObjectId">The object's id.</param>
/// <param name="Row">The row's ordinal in its object, from 0.</param>
/// <param name="Seat">The seat's ordinal in its row, from 0.</param>
/// <param name="X">Null for a place in an area.</param>
/// <param name="Y">Null for a place in an area.</param>
public sealed record PlanSeatAnswer([property: JsonPropertyName("object")] string ObjectId, int Row, int Seat, int? X, int? Y);

/// <summary>A saved version of a plan.</summary>
/// <param name="Name">Empty: saved without a name.</param>
/// <param name="By">Empty: the system, an API key, or a deleted account.</param>
/// <param name="Places">Null: not counted.</param>
public sealed record PlanVersionAnswer(int Number, PlanVersionKind Kind, string Name, string By, DateTimeOffset At, int? Places)
{
    internal static PlanVersionAnswer Of(PlanVersionRow row) => new(row.Number, row.Kind, row.Name, row.By, row.At, row.Places);
}

/// <summary>Body of <c>POST …/versions</c>.</summary>
/// <param name="Name">At most 80 characters.</param>
public sealed record VersionRequest(string Name);

public sealed record VersionNumberAnswer(int Number);

public sealed record PlanDocumentAnswer(JsonElement Document);

/// <param name="Version">The version that new events get.</param>
public sealed record PublishedPlanAnswer(int Version);

/// <summary>Body of <c>PATCH …/plans/{plan}</c>.</summary>
/// <param name="Name">At most 80 characters.</param>
public sealed record RenameRequest(string Name);
