using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>Applies change sets to a plan's draft, in order, all or none.</summary>
/// <param name="Seen">The revision that they are based on.</param>
public sealed record EditPlan(OrganizationId Organization, SeatingPlanId Plan, long Seen, IReadOnlyList<PlanChangeSet> Sets, Caller Caller);

/// <summary>Takes or renews the lease of the one account that edits a plan.</summary>
/// <param name="Force">Takes it from another editor, who watches from then on.</param>
public sealed record TakeOverEditing(OrganizationId Organization, SeatingPlanId Plan, bool Force, Caller Caller);

/// <summary>Saves the draft as a version with a name.</summary>
/// <param name="Name">As typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record SaveVersion(OrganizationId Organization, SeatingPlanId Plan, string Name, Caller Caller);

/// <summary>Makes the draft what a version was. Nothing is lost: it is a change like any other, and a new version.</summary>
public sealed record RestoreVersion(OrganizationId Organization, SeatingPlanId Plan, int Version, Caller Caller);

/// <summary>Compiles the draft and offers it for new events. What is on sale stays as it is.</summary>
public sealed record PublishPlan(OrganizationId Organization, SeatingPlanId Plan, Caller Caller);

/// <summary>Reads a plan from a file. Nothing is applied.</summary>
/// <param name="File">JSON; at most <see cref="PlanEditing.FileBytesMax"/> bytes are read.</param>
public sealed record ImportPlan(OrganizationId Organization, SeatingPlanId Plan, Stream File, Caller Caller);

/// <summary>Why a draft was not changed, saved or published; nothing was changed.</summary>
public enum PlanEditRefusal
{
    /// <summary>The caller runs no such organization, or it has no such plan or version.</summary>
    NotFound,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,

    /// <summary>The draft has another revision: <see cref="RefusedPlanEdit.Revision"/>.</summary>
    Conflict,

    /// <summary>See <see cref="RefusedPlanEdit.Invalid"/>.</summary>
    InvalidChange,

    /// <summary>Somebody else has the lease: <see cref="RefusedPlanEdit.Editor"/>.</summary>
    BeingEdited,

    /// <summary>See <see cref="RefusedPlanEdit.Problems"/>.</summary>
    Incomplete,

    /// <summary>The name of the version is empty, has control characters, or is too long.</summary>
    InvalidName,

    /// <summary>The document would be larger than <see cref="PlanEditing.DocumentLengthMax"/>.</summary>
    TooLarge,

    /// <summary>The file is no plan that can be read: <see cref="RefusedPlanEdit.Unread"/>.</summary>
    Unreadable,
}

/// <summary>A refusal with what the editor needs to go on.</summary>
/// <param name="Revision">The draft's revision, of a conflict.</param>
/// <param name="Changes">The change sets since the revision that was seen, oldest first; empty: they are not kept any more.</param>
/// <param name="Editor">Who edits, of <see cref="PlanEditRefusal.BeingEdited"/>.</param>
/// <param name="Problems">What prevents publishing.</param>
/// <param name="Unread">Why a file was not read.</param>
public sealed record RefusedPlanEdit(
    PlanEditRefusal Reason, long Revision = 0, IReadOnlyList<PlanChangeSet>? Changes = null, InvalidChange? Invalid = null, PlanEditor? Editor = null,
    IReadOnlyList<PlanProblem>? Problems = null, PlanReadRefusal? Unread = null);

/// <summary>Who edits a plan.</summary>
/// <param name="Name">Empty: an API key, or an account that was erased.</param>
/// <param name="IsCaller">Whether it is who asks.</param>
public sealed record PlanEditor(string Name, bool IsCaller, DateTimeOffset Until);

/// <summary>Numbers of editing plans.</summary>
public static class PlanEditing
{
    /// <summary>The largest document, in characters of JSON: a stadium of single rows takes a tenth of it.</summary>
    public const int DocumentLengthMax = 8_000_000;

    /// <summary>The largest file that is read, in bytes; <see cref="ExchangeLimits.Default"/>.</summary>
    public const int FileBytesMax = 20 * 1024 * 1024;

    /// <summary>How many change sets one request may have.</summary>
    public const int SetsMax = 500;

    /// <summary>How long a lease lasts without being renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>A version is saved by itself with the first change after this time.</summary>
    public static readonly TimeSpan VersionInterval = TimeSpan.FromMinutes(10);

    /// <summary>How long change sets are kept at least, for editors who were offline.</summary>
    public static readonly TimeSpan ChangesKept = TimeSpan.FromDays(7);
}

/// <summary>A plan as its editor opens it.</summary>
/// <param name="BaseVersion">The version that it was made from or saved as last.</param>
/// <param name="PublishedVersion">The version that new events get; null: none.</param>
/// <param name="Editor">Null: nobody edits.</param>
public sealed record PlanDraftView(
    SeatingPlanId Id, VenueId Venue, PlanDocument Document, long Revision, int BaseVersion, int? PublishedVersion, PlanEditor? Editor);

/// <summary>A saved version of a list.</summary>
/// <param name="Name">Empty: saved without a name.</param>
/// <param name="By">Empty: the system, an API key, or an account that was erased.</param>
/// <param name="Places">Null: it has problems, or an earlier release did not count them.</param>
public sealed record PlanVersionRow(int Number, PlanVersionKind Kind, string Name, string By, DateTimeOffset At, int? Places);
