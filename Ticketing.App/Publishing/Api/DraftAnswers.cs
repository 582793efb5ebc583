using System.Globalization;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing.Api;

/// <summary>An event in preparation.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Revision">For If-Match; rises with every save.</param>
/// <param name="HasChanges">Whether it differs from what is published.</param>
/// <param name="ReviewNote">Why it was given back, or not published at its time.</param>
/// <param name="Slug">The event's name in addresses; null before its first publication.</param>
/// <param name="PublishAt">When it is published by itself.</param>
/// <param name="Problems">What keeps it from being published.</param>
/// <param name="Warnings">What its editors should know, and what does not keep it from being published.</param>
/// <param name="TakenOver">Fields that others had changed and that this save has kept; items of lists by their id or category.</param>
/// <param name="Document">Times are the venue's local ones, without offset.</param>
public sealed record DraftAnswer(
    Guid Id, Guid Organization, int Revision, PublishingStage Stage, bool HasChanges, string? ReviewNote, bool CanUndo, string? Slug,
    DateTimeOffset? PublishAt, DateTimeOffset SavedAt, string SavedBy, IReadOnlyList<DraftProblemAnswer> Problems, IReadOnlyList<string> TakenOver,
    EventDraft Document, IReadOnlyList<DraftProblemAnswer> Warnings)
{
    public static DraftAnswer Of(EventDraftView view) => Of(view, []);

    public static DraftAnswer Of(EventDraftView view, IReadOnlyList<string> takenOver) => new(
        view.Id.Value, view.Organization.Value, view.Revision, view.Stage, view.HasChanges, view.ReviewNote, view.CanUndo, view.Slug,
        view.PublishAt, view.SavedAt, view.SavedBy, [.. view.Problems.Select(DraftProblemAnswer.Of)], takenOver, view.Document,
        [.. view.Warnings.Select(DraftProblemAnswer.Of)]);
}

/// <summary>Something that keeps an event from being published, or a warning.</summary>
/// <param name="Step">The step of the editor.</param>
/// <param name="Field">The path in the document: <c>prices.tiers[0].price</c>.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record DraftProblemAnswer(DraftStep Step, string Field, string Detail)
{
    public static DraftProblemAnswer Of(DraftProblem problem) => new(
        problem.Step, problem.Field,
        string.Format(CultureInfo.InvariantCulture, problem.Sentence, [.. problem.Arguments]));
}

/// <summary>A draft of a list.</summary>
public sealed record DraftRowAnswer(
    Guid Id, string Title, PublishingStage Stage, bool HasChanges, DateTimeOffset? PublishAt, DateTimeOffset SavedAt, string SavedBy)
{
    public static DraftRowAnswer Of(DraftRow row) =>
        new(row.Id.Value, row.Title, row.Stage, row.HasChanges, row.PublishAt, row.SavedAt, row.SavedBy);
}

/// <param name="Next">For <c>after</c>; null on the last page.</param>
public sealed record DraftsAnswer(IReadOnlyList<DraftRowAnswer> Items, string? Next);

/// <summary>Body of <c>POST /api/v1/organizer/organizations/{id}/drafts</c>.</summary>
/// <param name="CopyOf">An event of the organization whose texts, place, prices and terms of sale are taken over.</param>
public sealed record DraftRequest(Guid? CopyOf = null);

/// <summary>Body of <c>POST /api/v1/organizer/events/{id}/draft/undo</c>.</summary>
/// <param name="Revision">The revision to undo: the latest.</param>
public sealed record UndoRequest(int Revision);

/// <summary>Body of <c>POST /api/v1/organizer/events/{id}/publication</c>.</summary>
/// <param name="Revision">The revision that is meant: the latest.</param>
/// <param name="At">When to publish; left out: now.</param>
public sealed record PublicationRequest(int Revision, DateTimeOffset? At = null);

/// <summary>Body of <c>POST /api/v1/organizer/events/{id}/state</c>.</summary>
/// <param name="Reason">For buyers; required to cancel.</param>
/// <param name="Refund">Of a cancellation: refunds the paid orders of all dates that it cancels; left out: the box office refunds.</param>
public sealed record EventStateRequest(EventStateChange Change, string? Reason = null, RefundAll? Refund = null);

/// <summary>Body of <c>POST /api/v1/organizer/performances/{id}/state</c>.</summary>
/// <param name="StartsAt">The new local start of a date that is postponed; left out: not known yet.</param>
/// <param name="Reason">For buyers; required to postpone and to cancel.</param>
/// <param name="Refund">Of a cancellation: refunds the paid orders; left out: the box office refunds.</param>
public sealed record DateStateRequest(DateStateChange Change, DateTime? StartsAt = null, string? Reason = null, RefundAll? Refund = null);
