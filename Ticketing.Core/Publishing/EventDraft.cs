using System.Collections.Immutable;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;

namespace Ticketing.Core.Publishing;

/// <summary>
/// What organizers prepare for an event: all its steps, in any order, complete or not. Text is kept as typed, so that a half-typed value is
/// not lost; <c>DraftChecks</c> says what is missing or wrong. Publishing writes it to the catalogue.
/// </summary>
public sealed record EventDraft
{
    public static EventDraft Empty { get; } = new();

    public DraftDetails Details { get; init; } = new();

    public ImmutableArray<DraftDate> Dates { get; init; } = [];

    public ImmutableArray<DraftSeries> Series { get; init; } = [];

    public DraftPlace Place { get; init; } = new();

    public DraftPrices Prices { get; init; } = new();

    public DraftSale Sale { get; init; } = new();
}

/// <summary>What the event is.</summary>
public sealed record DraftDetails
{
    public string Title { get; init; } = "";

    /// <summary>One of <see cref="Categories.All"/>; empty: not chosen yet.</summary>
    public string Category { get; init; } = "";

    /// <summary>One or two sentences for cards and previews; plain text.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Markdown; see <c>StoryText</c>.</summary>
    public string Story { get; init; } = "";

    /// <summary>The seed of the generated artwork.</summary>
    public int ArtworkSeed { get; init; }

    /// <summary>The uploaded picture that replaces the artwork; null: the artwork.</summary>
    public Guid? Picture { get; init; }
}

/// <summary>A performance of the event, in the venue's local time.</summary>
/// <param name="Id">The performance's id, fixed when the date is added.</param>
public sealed record DraftDate(Guid Id)
{
    /// <summary>Local date and time of the start; null: not typed yet.</summary>
    public DateTime? StartsAt { get; init; }

    public int Minutes { get; init; } = 120;

    /// <summary>How long before the start the doors open.</summary>
    public int DoorsMinutesBefore { get; init; } = 60;

    /// <summary>The series that it comes from; null: a single date.</summary>
    public Guid? Series { get; init; }

    /// <summary>Whether it was changed by hand: changes of its series leave it.</summary>
    public bool IsChangedByHand { get; init; }
}

/// <summary>A rule that makes dates: RFC 5545, in the venue's local time.</summary>
/// <param name="Rule">An RRULE's value: <c>FREQ=WEEKLY;BYDAY=FR,SA;COUNT=12</c>.</param>
/// <param name="StartsAt">Local date and time of the first date.</param>
/// <param name="Except">Local starts that are left out (EXDATE).</param>
public sealed record DraftSeries(
    Guid Id, string Rule, DateTime StartsAt, int Minutes, int DoorsMinutesBefore, ImmutableArray<DateTime> Except);

/// <summary>Where it takes place, for all dates.</summary>
public sealed record DraftPlace
{
    public VenueId? Venue { get; init; }

    public SeatingPlanId? Plan { get; init; }
}

/// <summary>What seats cost.</summary>
public sealed record DraftPrices
{
    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>In display order; at most one for each category of the plan.</summary>
    public ImmutableArray<DraftTier> Tiers { get; init; } = [];
}

/// <summary>The price of a seat category.</summary>
/// <param name="Category">The key of the plan's category.</param>
public sealed record DraftTier(string Category)
{
    public string Name { get; init; } = "";

    /// <summary>The colour on the seat map: <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#4f6bed";

    /// <summary>Minor units of the currency; null: not typed yet.</summary>
    public long? Price { get; init; }

    /// <summary>The fee for each seat; minor units.</summary>
    public long Fee { get; init; }

    /// <summary>Hundredths of a percent: 1,900 is 19 %.</summary>
    public int TaxBasisPoints { get; init; }

    /// <summary>In display order.</summary>
    public ImmutableArray<DraftReduction> Reductions { get; init; } = [];

    /// <summary>Null: no price for groups.</summary>
    public DraftGroupPrice? Group { get; init; }

    public DraftTierRules Rules { get; init; } = DraftTierRules.None;
}

/// <summary>When and how it is sold, for all dates.</summary>
public sealed record DraftSale
{
    /// <summary>Local date and time at which the sale opens; null: with publication.</summary>
    public DateTime? OpensAt { get; init; }

    /// <summary>How long before each start its sale ends; 0: with the start.</summary>
    public int ClosesMinutesBefore { get; init; }

    public int SeatsPerOrderMax { get; init; } = 10;

    public int SeatsPerBuyerMax { get; init; } = 20;

    /// <summary>Minutes for which seats are held.</summary>
    public int HoldMinutes { get; init; } = 10;

    public bool NoSingleSeats { get; init; }

    public bool AttendeeNames { get; init; }

    /// <summary>Whether each date gets a waiting room, which opens automatically in a rush.</summary>
    public bool WaitingRoom { get; init; }
}

/// <summary>The wizard's steps, in order.</summary>
public enum DraftStep
{
    Details,
    Dates,
    Plan,
    Prices,
    Sale,
    Review,
}

/// <summary>Something that keeps a draft from being published, or a warning.</summary>
/// <param name="Field">The field's path, as in <c>prices.tiers[0].price</c>; empty: the step as a whole.</param>
/// <param name="Sentence">English with placeholders <c>{0}</c>; also the resource key.</param>
/// <param name="Arguments">The values of the placeholders.</param>
public sealed record DraftProblem(DraftStep Step, string Field, string Sentence, params IReadOnlyList<string> Arguments);

/// <summary>Where an event stands.</summary>
public enum PublishingStage
{
    /// <summary>Never published.</summary>
    Draft,

    /// <summary>Submitted; an admin decides.</summary>
    InReview,

    Published,

    /// <summary>Published and taken from public view by its organizer: seats are not sold, tickets stay valid.</summary>
    Hidden,

    Cancelled,
}

/// <summary>A draft as its editors see it.</summary>
/// <param name="Id">The event's id, fixed when the draft is made; the catalogue has the event from its first publication on.</param>
/// <param name="Revision">Rises with every save; a save names the one that it is based on.</param>
/// <param name="HasChanges">Whether it differs from what is published.</param>
/// <param name="ReviewNote">Why an admin gave it back; null: they did not.</param>
/// <param name="CanUndo">Whether there is an earlier revision to go back to.</param>
/// <param name="Slug">The event's name in public addresses; null before its first publication.</param>
/// <param name="PublishAt">When it is published by itself; null: not scheduled.</param>
public sealed record EventDraftView(
    EventId Id, OrganizationId Organization, EventDraft Document, int Revision, PublishingStage Stage, bool HasChanges, string? ReviewNote,
    bool CanUndo, string? Slug, DateTimeOffset? PublishAt, DateTimeOffset SavedAt, string SavedBy)
{
    /// <summary>What is missing or wrong; empty: it can be published.</summary>
    public required IReadOnlyList<DraftProblem> Problems { get; init; }

    /// <summary>What its editors should know, and what does not keep it from being published.</summary>
    public IReadOnlyList<DraftProblem> Warnings { get; init; } = [];
}

/// <summary>Starts a draft. Refused with <see cref="DraftRefusal.NotFound"/> and <see cref="DraftRefusal.TooOften"/>.</summary>
/// <param name="CopyOf">The event whose texts, place, prices and sale it takes over, without dates; null: an empty draft.</param>
public sealed record StartDraft(OrganizationId Organization, EventId? CopyOf, Caller Caller);

/// <summary>
/// Saves a draft. Fields that only others have changed since <paramref name="Seen"/> keep the others' values; a field that both changed is
/// refused with <see cref="DraftRefusal.Outdated"/>, unless <paramref name="Overwrite"/>.
/// </summary>
/// <param name="Seen">The revision that the document is based on.</param>
/// <param name="Overwrite">Whether the caller was shown the others' changes of the same fields and replaces them.</param>
public sealed record SaveDraft(EventId Event, EventDraft Document, int Seen, bool Overwrite, Caller Caller);

/// <summary>A saved draft.</summary>
/// <param name="TakenOver">Paths of fields that others had changed and that the save has kept.</param>
public sealed record SavedDraft(EventDraftView View, IReadOnlyList<string> TakenOver);

/// <summary>Goes back to the revision before the latest; itself a new revision.</summary>
/// <param name="Seen">The revision to undo.</param>
public sealed record UndoDraft(EventId Event, int Seen, Caller Caller);

/// <summary>
/// Publishes a complete draft, or what has changed since its last publication. An organization's first three events are submitted for
/// review instead (<see cref="PublishingStage.InReview"/>).
/// </summary>
/// <param name="Seen">The revision that the caller has looked at.</param>
/// <param name="At">When to publish; null: now.</param>
public sealed record PublishEvent(EventId Event, int Seen, DateTimeOffset? At, Caller Caller);

/// <summary>Deletes a draft that was never published, or takes back its submission.</summary>
public sealed record WithdrawDraft(EventId Event, bool Delete, Caller Caller);

/// <summary>Hides a published event, shows a hidden one, or cancels it for good.</summary>
/// <param name="Reason">Why it is cancelled, for its buyers; required to cancel.</param>
public sealed record SetEventState(EventId Event, EventStateChange Change, string? Reason, Caller Caller)
{
    /// <summary>Of a cancellation: refunds the paid orders of the dates that it cancels; null: the box office refunds.</summary>
    public RefundAll? Refund { get; init; }
}

public enum EventStateChange
{
    Hide,
    Show,
    Cancel,
}

/// <summary>Changes the state of one date.</summary>
/// <param name="StartsAt">The new local start of a date that is postponed; null: not known yet.</param>
/// <param name="Reason">For its buyers; required to postpone or cancel.</param>
public sealed record SetDateState(PerformanceId Performance, DateStateChange Change, DateTime? StartsAt, string? Reason, Caller Caller)
{
    /// <summary>Of a cancellation: refunds the paid orders; null: the box office refunds.</summary>
    public RefundAll? Refund { get; init; }
}

public enum DateStateChange
{
    Pause,
    Resume,
    Postpone,
    Cancel,
}

/// <summary>
/// An admin's decision on a submitted event. Members of its organization do not decide. Refused with <see cref="DraftRefusal.Outdated"/> if
/// it was taken back, changed and submitted again since.
/// </summary>
/// <param name="Seen">The revision that the admin has looked at.</param>
/// <param name="Note">What has to change; required to give it back.</param>
public sealed record DecideReview(EventId Event, int Seen, bool Approve, string? Note, Caller Caller);

/// <summary>A refused change of a draft or an event; nothing was changed.</summary>
/// <param name="Problems">Of <see cref="DraftRefusal.Incomplete"/>.</param>
/// <param name="Current">The stored draft, of <see cref="DraftRefusal.Outdated"/>.</param>
/// <param name="Conflicts">Paths of the fields that both have changed, of <see cref="DraftRefusal.Outdated"/>.</param>
/// <param name="Limit">What the organization's plan allows, of <see cref="DraftRefusal.LimitReached"/>.</param>
public sealed record RefusedDraft(
    DraftRefusal Reason, IReadOnlyList<DraftProblem>? Problems = null, EventDraftView? Current = null, IReadOnlyList<string>? Conflicts = null,
    int Limit = 0)
{
    /// <summary>The caller's limit per order, of <see cref="DraftRefusal.AboveLimit"/>; null: the caller may refund nothing.</summary>
    public Money? RefundLimit { get; init; }
}

public enum DraftRefusal
{
    /// <summary>There is none, or the caller may not prepare this organization's events.</summary>
    NotFound,

    /// <summary>Others have changed the same fields.</summary>
    Outdated,

    /// <summary>Something is missing or wrong.</summary>
    Incomplete,

    /// <summary>An admin is deciding; it cannot be changed until then.</summary>
    InReview,

    /// <summary>The organization waits for approval or is suspended.</summary>
    NotApproved,

    /// <summary>The organization's plan allows no more events on sale, or no more dates.</summary>
    LimitReached,

    /// <summary>The event's state does not allow it: cancelled, never published, already so.</summary>
    WrongState,

    /// <summary>A field of the command itself is invalid: a reason is missing, a time has passed.</summary>
    Invalid,

    /// <summary>The document is too large: see <c>DraftChecks.DocumentLengthMax</c>.</summary>
    TooLarge,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,

    /// <summary>The cancellation refunds, and the caller's last proof of presence is too old.</summary>
    ProofNeeded,

    /// <summary>The cancellation refunds, and the caller may not refund all of the orders.</summary>
    AboveLimit,
}
