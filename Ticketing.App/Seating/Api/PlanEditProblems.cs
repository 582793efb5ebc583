using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.App.Seating.Api;

/// <summary>Maps refusals of the designer to problem+json.</summary>
internal static class PlanEditProblems
{
    public static ProblemHttpResult Of(RefusedPlanEdit refused, PlanDocument? document, IStringLocalizer<Texts> texts) => refused.Reason switch
    {
        PlanEditRefusal.NotFound => NotFound(),
        PlanEditRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a few minutes. Wait a moment and try again."),
        PlanEditRefusal.Conflict => Problems.Of(
            409, "conflict", "Others have changed the plan. Apply their changes, and send yours with the new revision.",
            ("revision", refused.Revision), ("changes", refused.Changes ?? [])),
        PlanEditRefusal.InvalidChange => Problems.Of(
            422, "invalid-change", refused.Invalid!.Detail, ("object", refused.Invalid.Key), ("reason", DesignerJson.Word(refused.Invalid.Kind))),
        PlanEditRefusal.BeingEdited => Problems.Of(
            423, "being-edited", "Somebody else is editing the plan. Wait until they have finished, or take over.",
            ("editor", refused.Editor?.Name ?? ""), ("until", refused.Editor?.Until)),
        PlanEditRefusal.Incomplete => Problems.Of(
            422, "incomplete", "The plan has problems that prevent this: see problems.", ("problems", Answers(refused.Problems ?? [], document, texts))),
        PlanEditRefusal.InvalidName => Problems.Invalid(
            "name", $"Enter a name with a letter or a digit, of at most {PlanLimits.NameLengthMax} characters."),
        PlanEditRefusal.TooLarge => Problems.Of(413, "body-too-large", "The plan would be larger than is allowed."),
        PlanEditRefusal.Unreadable => Problems.Of(
            422, "unreadable", ExchangeTexts.Of(refused.Unread!.Value, texts), ("reason", DesignerJson.Word(refused.Unread.Value))),
    };

    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such plan.");

    /// <summary>428: the request names no revision.</summary>
    public static ProblemHttpResult RevisionNeeded() => Problems.Of(
        428, "revision-needed", "Send the revision that the changes are based on, as in If-Match: \"3\".");

    private static List<PlanProblemAnswer> Answers(IReadOnlyList<PlanProblem> problems, PlanDocument? document, IStringLocalizer<Texts> texts) =>
        [.. problems.Select(problem => PlanProblemAnswer.Of(problem, document ?? new PlanDocument { Name = "" }, texts))];
}
