using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Review;

namespace Ticketing.Infrastructure.Publishing.Publish;

/// <summary>Why a draft is to be published.</summary>
internal enum PublicationCause
{
    /// <summary>A member wants it, now or at a time.</summary>
    Member,

    /// <summary>An admin has approved what was submitted.</summary>
    Approval,

    /// <summary>The time has come that a member has set.</summary>
    Schedule,
}

/// <summary>A wish to publish a draft; who asks was judged before.</summary>
/// <param name="Seen">The revision that is meant; null: the latest.</param>
/// <param name="At">When to publish; null: now.</param>
internal sealed record PublicationWish(EventId Event, int? Seen, DateTimeOffset? At, PublicationCause Cause, Actor Actor);

/// <summary>
/// Publishes drafts. An advisory lock of the organization serialises its publications and changes of states, so that the limits of its plan
/// hold; below it the draft's row, the event's, and those of its dates are locked, in this order. All is written in one transaction.
/// </summary>
public sealed class Publication(
    IDbContextFactory<TicketingDbContext> contexts, DraftReading reading, EventMails mails, SellingFactsCache selling, EventReader events,
    TimeProvider time)
{
    /// <summary>How many events of an organization an admin reviews.</summary>
    internal const int ReviewedMax = 3;

    private const int AttemptsMax = 5;

    internal async Task<Outcome<EventDraftView, RefusedDraft>> RunAsync(PublicationWish wish, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(wish, cancellationToken);
            }
            catch (DbUpdateException taken) when (attempt < AttemptsMax && EventSlugs.IsTaken(taken))
            {
                // A concurrent publication of another organization has taken the slug.
            }
        }
    }

    /// <summary>Serialises what counts against the organization's plan, until the transaction ends.</summary>
    internal static Task LockAsync(TicketingDbContext db, OrganizationId organization, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"events of " + organization}, 0))", cancellationToken);

    /// <summary>The limit that one more event on sale would exceed; null: none.</summary>
    internal static async Task<int?> ExceededAsync(
        TicketingDbContext db, Organization organization, EventId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limit = PlanLimits.Of(organization.Plan).EventsOnSale;
        return await EventStore.CountOnSaleAsync(db, organization.Id, id, now, cancellationToken) >= limit ? limit : null;
    }

    /// <summary>After the commit: this instance sells and shows the new state at once, others within two seconds.</summary>
    internal void Announce(IEnumerable<PerformanceId> performances)
    {
        foreach (var performance in performances)
        {
            selling.Invalidate(performance);
        }

        events.Clear();
    }

    private async Task<Outcome<EventDraftView, RefusedDraft>> RunOnceAsync(PublicationWish wish, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        if (await DraftStore.FindAsync(db, wish.Event, now, cancellationToken) is not { } read)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        // Read before the locks: these have connections of their own.
        var document = EventDraftJson.Read(read.Document);
        var parts = await reading.PartsAsync(document, read.OrganizationId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, read.OrganizationId, cancellationToken);
        if (await DraftStore.LockAsync(db, wish.Event, now, cancellationToken) is not { } draft)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (draft.Revision != read.Revision || (wish.Seen is { } seen && seen != draft.Revision))
        {
            await transaction.RollbackAsync(cancellationToken);
            return new RefusedDraft(DraftRefusal.Outdated, Current: await reading.ViewAsync(db, draft, cancellationToken), Conflicts: []);
        }

        var stored = await EventStore.LockAsync(db, wish.Event, cancellationToken);
        var organization = await OrganizationReader.GetAsync(db, draft.OrganizationId, cancellationToken);
        if (await RefusalAsync(db, wish, draft, document, parts, stored, organization, now, cancellationToken) is { } refused)
        {
            return refused;
        }

        var changed = await ApplyAsync(db, wish, draft, parts, stored, organization, now, cancellationToken);
        if (wish.Cause == PublicationCause.Approval)
        {
            PublishingLog.AddAudit(
                db, "event.approved", draft.EventId, new { stage = PublishingStage.InReview.ToWord() }, new { draft.PublishAt }, wish.Actor, now);
            await mails.AddAsync(db, draft, EventMails.Approved, "", now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(changed);
        return await reading.ViewAsync(db, draft, cancellationToken);
    }

    private async Task<RefusedDraft?> RefusalAsync(
        TicketingDbContext db, PublicationWish wish, StoredDraft draft, EventDraft document, DraftParts parts, StoredEvent? stored,
        Organization organization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isSubmitted = draft.SubmittedAt is not null;
        if (wish.Cause == PublicationCause.Member && isSubmitted)
        {
            return new RefusedDraft(DraftRefusal.InReview);
        }

        if (stored?.Event.Status == EventStatus.Cancelled || (wish.Cause == PublicationCause.Approval && !isSubmitted)
            || (wish.Cause == PublicationCause.Schedule && (isSubmitted || draft.PublishAt is not { } at || at > now)))
        {
            return new RefusedDraft(DraftRefusal.WrongState);
        }

        List<DraftProblem> problems = [.. reading.ProblemsOf(document, draft.PublishedDocument, parts, stored)];
        var foreign = await EventStore.ForeignAsync(
            db, draft.EventId, [.. document.Dates.Select(date => new PerformanceId(date.Id))], cancellationToken);
        problems.AddRange(document.Dates.Index().Where(date => foreign.Contains(new PerformanceId(date.Item.Id)))
            .Select(date => new DraftProblem(DraftStep.Dates, FormattableString.Invariant($"dates[{date.Index}]"), DraftSentences.DateTaken)));
        if (problems.Count > 0)
        {
            return new RefusedDraft(DraftRefusal.Incomplete, problems);
        }

        if (organization.Status != OrganizationStatus.Approved)
        {
            return new RefusedDraft(DraftRefusal.NotApproved);
        }

        return await LimitAsync(db, draft, document, stored, organization, now, cancellationToken) is { } limit
            ? new RefusedDraft(DraftRefusal.LimitReached, Limit: limit)
            : null;
    }

    // What is there already stays, whatever the plan allows by now.
    private static async Task<int?> LimitAsync(
        TicketingDbContext db, StoredDraft draft, EventDraft document, StoredEvent? stored, Organization organization, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var known = DraftReading.IdsOf(stored);
        var added = document.Dates.Count(date => !known.Contains(date.Id));
        var kept = (stored?.Performances ?? []).Count(date => date.Status != PerformanceStatus.Cancelled);
        var dates = PlanLimits.Of(organization.Plan).DatesPerEvent;
        if (added > 0 && added + kept > dates)
        {
            return dates;
        }

        var isCounted = IsNew(stored) || (added > 0 && stored!.Event.Status == EventStatus.Published && !stored.IsOnSaleAt(now));
        return !isCounted
            ? null
            : await ExceededAsync(db, organization, draft.EventId, now, cancellationToken);
    }

    private static bool IsNew(StoredEvent? stored) => stored is null || stored.Event.Status == EventStatus.Draft;

    /// <returns>The dates whose sale is different afterwards.</returns>
    private static async Task<IReadOnlyList<PerformanceId>> ApplyAsync(
        TicketingDbContext db, PublicationWish wish, StoredDraft draft, DraftParts parts, StoredEvent? stored, Organization organization,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An approved publication keeps the time that was set when it was submitted.
        var at = wish.Cause == PublicationCause.Approval ? draft.PublishAt : wish.At;
        var isReviewed = wish.Cause == PublicationCause.Approval || draft.ApprovedRevision == draft.Revision
            || !await NeedsReviewAsync(db, draft, stored, organization, cancellationToken);
        if (!isReviewed)
        {
            Submit(db, draft, at, wish.Actor, now);
            return [];
        }

        if (at is { } later && later > now)
        {
            Schedule(db, draft, later, wish, now);
            return [];
        }

        return await PublicationWriter.WriteAsync(db, draft, parts, stored, wish.Actor, now, cancellationToken);
    }

    private static async Task<bool> NeedsReviewAsync(
        TicketingDbContext db, StoredDraft draft, StoredEvent? stored, Organization organization, CancellationToken cancellationToken) =>
        organization.Plan != OrganizationPlan.Enterprise && IsNew(stored)
            && await EventStore.CountPublishedAsync(db, draft.OrganizationId, draft.EventId, cancellationToken) < ReviewedMax;

    private static void Submit(TicketingDbContext db, StoredDraft draft, DateTimeOffset? at, Actor actor, DateTimeOffset now)
    {
        (draft.SubmittedAt, draft.SubmittedBy, draft.ReviewNote) = (now, actor.Id, null);
        (draft.PublishAt, draft.PublishBy) = (at, at is null ? null : actor.Id);
        PublishingLog.Add(
            db, "event.submitted", draft.EventId, draft.OrganizationId, new { id = draft.EventId.Value, publishAt = at }, null,
            PublishingLog.Summary(EventDraftJson.Read(draft.Document), draft.Revision), actor, now);
    }

    private static void Schedule(TicketingDbContext db, StoredDraft draft, DateTimeOffset at, PublicationWish wish, DateTimeOffset now)
    {
        PublishingLog.AddAudit(db, "event.scheduled", draft.EventId, new { draft.PublishAt }, new { publishAt = at }, wish.Actor, now);
        draft.ReviewNote = null;
        if (wish.Cause == PublicationCause.Approval)
        {
            (draft.SubmittedAt, draft.SubmittedBy, draft.ApprovedRevision) = (null, null, draft.Revision);
            return;
        }

        (draft.PublishAt, draft.PublishBy) = (at, wish.Actor.Id);
    }
}
