using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Publish;
using Ticketing.Infrastructure.Publishing.States;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>A date of an event as it is sold now.</summary>
/// <param name="TimeZone">The venue's IANA zone.</param>
/// <param name="Seats">The number of all its seats.</param>
public sealed record PublishedDate(PerformanceId Id, DateTimeOffset StartsAt, string TimeZone, PerformanceStatus Status, int Seats, int Sold);

/// <summary>
/// Hides, shows and cancels published events, and pauses, postpones and cancels their dates. Locks like a publication
/// (<see cref="Publication"/>). A cancelled or paused date refuses holds within two seconds; orders that await their payment end by
/// themselves; tickets stay as they are until their orders are refunded, which a cancellation can ask for (<see cref="BulkRefund"/>).
/// </summary>
public sealed class EventStates(
    IDbContextFactory<TicketingDbContext> contexts, Publication publication, DraftReading reading, ISeatCounter counts, CommandCounter limits,
    RecentProof proof, TimeProvider time)
{
    /// <summary>The longest reason that buyers are told.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>The event's dates, by start. Empty: there are none, or the caller may not change them.</summary>
    public async Task<IReadOnlyList<PublishedDate>> DatesAsync(EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EventStore.FindAsync(db, id, cancellationToken) is not { Venue: { } venue } stored || !caller.Runs(stored.Event.OrganizationId, id))
        {
            return [];
        }

        var seats = await counts.OfAsync([.. stored.Performances.Select(date => date.Id)], cancellationToken);
        return
        [
            .. stored.Performances.Select(date => new PublishedDate(
                date.Id, date.StartsAt, venue.TimeZone, date.Status, date.SeatCount, seats.GetValueOrDefault(date.Id).Sold)),
        ];
    }

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(SetEventState command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EventStore.FindOwnerAsync(db, command.Event, cancellationToken) is not { } owner || !command.Caller.Runs(owner, command.Event))
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        var reason = DraftChecks.OneLine(command.Reason ?? "");
        if (await RefuseAsync(command.Caller, command.Change == EventStateChange.Cancel, reason) is { } refused)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(db, owner, cancellationToken);

        // Before the event, as by a publication: what was to be published of a cancelled one is published no more.
        var draft = command.Change == EventStateChange.Cancel ? await DraftStore.LockAsync(db, command.Event, now, cancellationToken) : null;
        var stored = await EventStore.LockAsync(db, command.Event, cancellationToken);
        List<PerformanceId> ahead = [.. stored!.Performances.Where(date => StoredEvent.IsAhead(date, now)).Select(date => date.Id)];
        var refusal = await SetAsync(db, stored, command, reason, now, cancellationToken)
            ?? (command is { Change: EventStateChange.Cancel, Refund: { } terms }
                ? await RefundAsync(db, owner, command.Event, ahead, terms, command.Caller, now, cancellationToken)
                : null);
        if (refusal is not null)
        {
            return refusal;
        }

        if (draft is not null)
        {
            TakeBack(db, draft, command.Caller.Actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        publication.Announce(stored.Performances.Select(date => date.Id));
        return await reading.ViewAsync(db, (await DraftStore.FindAsync(db, command.Event, now, cancellationToken))!, cancellationToken);
    }

    public async Task<Outcome<PerformanceId, RefusedDraft>> HandleAsync(SetDateState command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await EventStore.FindOwnerAsync(db, command.Performance, cancellationToken) is not { } owner || !command.Caller.Runs(owner.Organization, owner.Event))
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        var reason = DraftChecks.OneLine(command.Reason ?? "");
        var needsReason = command.Change is DateStateChange.Cancel or DateStateChange.Postpone;
        if (await RefuseAsync(command.Caller, needsReason, reason) is { } refused)
        {
            return refused;
        }

        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Publication.LockAsync(db, owner.Organization, cancellationToken);

        // Before the event, as by a publication: a postponed date's draft takes over the new time.
        var draft = command.StartsAt is null ? null : await DraftStore.LockAsync(db, owner.Event, now, cancellationToken);
        var stored = await EventStore.LockAsync(db, owner.Event, cancellationToken);
        if (await DateChange.ApplyAsync(db, stored!, draft, command with { Reason = reason }, now, cancellationToken) is { } impossible)
        {
            return new RefusedDraft(impossible);
        }

        if (command is { Change: DateStateChange.Cancel, Refund: { } terms }
            && await RefundAsync(db, owner.Organization, owner.Event, [command.Performance], terms, command.Caller, now, cancellationToken)
                is { } notRefunded)
        {
            return notRefunded;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        publication.Announce([command.Performance]);
        return command.Performance;
    }

    // In the transaction of the cancellation: the mail announces refunds only if their job exists.
    private async Task<RefusedDraft?> RefundAsync(
        TicketingDbContext db, OrganizationId organization, EventId of, List<PerformanceId> dates, RefundAll terms, Caller caller,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!caller.ServesBuyersOf(organization, of))
        {
            return new RefusedDraft(DraftRefusal.AboveLimit);
        }

        if (!proof.IsOf(caller))
        {
            return new RefusedDraft(DraftRefusal.ProofNeeded);
        }

        if (await RefundableOrders.ExceededLimitAsync(db, organization, dates, caller, cancellationToken) is { } limit)
        {
            return new RefusedDraft(DraftRefusal.AboveLimit) { RefundLimit = limit };
        }

        if (dates.Count > 0)
        {
            await BulkRefundRows.AddAsync(db, organization, of, dates, terms, caller, now, cancellationToken);
        }

        return null;
    }

    private async Task<RefusedDraft?> RefuseAsync(Caller caller, bool needsReason, string reason) =>
        !await limits.TryCountAsync(CommandLimits.EventChanges, caller) ? new RefusedDraft(DraftRefusal.TooOften)
        : needsReason && !TypedText.IsName(reason, ReasonLengthMax) ? new RefusedDraft(DraftRefusal.Invalid)
        : null;

    private static async Task<RefusedDraft?> SetAsync(
        TicketingDbContext db, StoredEvent stored, SetEventState command, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = stored.Event;
        var (from, to, type) = command.Change switch
        {
            EventStateChange.Hide => (EventStatus.Published, EventStatus.Hidden, "event.hidden"),
            EventStateChange.Show => (EventStatus.Hidden, EventStatus.Published, "event.published"),
            EventStateChange.Cancel => (entry.Status, EventStatus.Cancelled, "event.cancelled"),
        };
        if (entry.Status != from || entry.Status is EventStatus.Draft or EventStatus.Cancelled)
        {
            return new RefusedDraft(DraftRefusal.WrongState);
        }

        if (command.Change == EventStateChange.Show && stored.Performances.Any(date => StoredEvent.IsAhead(date, now)))
        {
            var organization = await OrganizationReader.GetAsync(db, entry.OrganizationId, cancellationToken);
            if (await Publication.ExceededAsync(db, organization, entry.Id, now, cancellationToken) is { } limit)
            {
                return new RefusedDraft(DraftRefusal.LimitReached, Limit: limit);
            }
        }

        entry.Status = to;
        PublishingLog.Add(
            db, type, entry.Id, entry.OrganizationId, new { id = entry.Id.Value, entry.Slug, status = to.ToWord() }, new { status = from.ToWord() },
            new { status = to.ToWord(), reason = reason.Length > 0 ? reason : null }, command.Caller.Actor, now);
        if (to == EventStatus.Cancelled)
        {
            await CancelDatesAsync(db, stored, reason, command.Refund is not null, command.Caller.Actor, now, cancellationToken);
        }

        return null;
    }

    private static void TakeBack(TicketingDbContext db, StoredDraft draft, Actor actor, DateTimeOffset now)
    {
        if (draft.SubmittedAt is not null || draft.PublishAt is not null)
        {
            PublishingLog.AddAudit(
                db, "event.withdrawn", draft.EventId, new { submitted = draft.SubmittedAt, publishAt = draft.PublishAt },
                new { submitted = (DateTimeOffset?)null }, actor, now);
            (draft.SubmittedAt, draft.SubmittedBy, draft.PublishAt, draft.PublishBy) = (null, null, null, null);
        }
    }

    // Dates that are over took place.
    private static async Task CancelDatesAsync(
        TicketingDbContext db, StoredEvent stored, string reason, bool isRefunded, Actor actor, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        foreach (var date in stored.Performances.Where(date => StoredEvent.IsAhead(date, now)))
        {
            await DateChange.CancelAsync(db, date, reason, isRefunded, actor, now, cancellationToken);
        }
    }
}
