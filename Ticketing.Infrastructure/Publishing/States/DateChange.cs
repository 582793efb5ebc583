using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Publishing.Drafts;

namespace Ticketing.Infrastructure.Publishing.States;

/// <summary>Changes one date in the caller's transaction, with its fact, its audit entry and the mails to its buyers.</summary>
internal static class DateChange
{
    // A new time further ahead is a mistyped year.
    private const int YearsAheadMax = 5;

    /// <param name="draft">The event's draft, locked, if the command has a new time.</param>
    /// <returns>Null: it was changed; the caller saves.</returns>
    public static async Task<DraftRefusal?> ApplyAsync(
        TicketingDbContext db, StoredEvent stored, StoredDraft? draft, SetDateState command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var date = stored.Performances.Single(one => one.Id == command.Performance);
        var (actor, reason) = (command.Caller.Actor, command.Reason ?? "");
        if (stored.Event.Status is not (EventStatus.Published or EventStatus.Hidden) || !StoredEvent.IsAhead(date, now))
        {
            return DraftRefusal.WrongState;
        }

        switch (command.Change)
        {
            case DateStateChange.Pause when date.Status == PerformanceStatus.Scheduled:
                Set(db, date, PerformanceStatus.Paused, "performance.changed", null, actor, now);
                return null;
            case DateStateChange.Resume when date.Status == PerformanceStatus.Paused:
                Set(db, date, PerformanceStatus.Scheduled, "performance.changed", null, actor, now);
                return null;
            case DateStateChange.Cancel:
                await CancelAsync(db, date, reason, command.Refund is not null, actor, now, cancellationToken);
                return null;
            case DateStateChange.Postpone when command.StartsAt is { } local:
                return await PostponeAsync(db, stored, date, draft, local, command with { Reason = reason }, now, cancellationToken);
            case DateStateChange.Postpone when date.Status != PerformanceStatus.Postponed && date.StartsAt > now:
                Set(db, date, PerformanceStatus.Postponed, "performance.postponed", reason, actor, now);
                await BuyerNotices.AddAsync(db, date.Id, date.OrganizationId, DateNotice.Postponed(date.Id, reason, null), now, cancellationToken);
                return null;
            default:
                return DraftRefusal.WrongState;
        }
    }

    /// <summary>Ends its sale for good; the buyers are told the reason. The caller saves.</summary>
    /// <param name="isRefunded">Whether their orders are refunded in bulk, as they are told.</param>
    public static async Task CancelAsync(
        TicketingDbContext db, Performance date, string reason, bool isRefunded, Actor actor, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        Set(db, date, PerformanceStatus.Cancelled, "performance.cancelled", reason, actor, now);
        await BuyerNotices.AddAsync(db, date.Id, date.OrganizationId, DateNotice.Cancelled(date.Id, reason, isRefunded), now, cancellationToken);
    }

    private static async Task<DraftRefusal?> PostponeAsync(
        TicketingDbContext db, StoredEvent stored, Performance date, StoredDraft? draft, DateTime local, SetDateState command, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var zone = stored.Venue!.TimeZone;
        var start = LocalTimes.ToInstant(local, zone);
        if (!LocalTimes.IsPlanned(local) || start <= now || start > now.AddYears(YearsAheadMax))
        {
            return DraftRefusal.Invalid;
        }

        var isOpen = date.Status == PerformanceStatus.Postponed || (date.StartsAt > now && date.StartsAt != start);
        if (!isOpen)
        {
            return DraftRefusal.WrongState;
        }

        if (start <= date.OnSaleAt)
        {
            // It would be over before its sale opens.
            return DraftRefusal.Invalid;
        }

        var (before, moved) = (date.StartsAt, start - date.StartsAt);
        (date.DoorsAt, date.StartsAt, date.EndsAt) = (date.DoorsAt + moved, start, date.EndsAt + moved);

        // A sale that ends long before the start would end before it opens, if the date comes soon after.
        date.OffSaleAt = date.OffSaleAt + moved > date.OnSaleAt ? date.OffSaleAt + moved : start;
        var status = date.Status == PerformanceStatus.Postponed ? PerformanceStatus.Scheduled : date.Status;
        Set(db, date, status, "performance.postponed", command.Reason, command.Caller.Actor, now, before);
        await BuyerNotices.AddAsync(
            db, date.Id, date.OrganizationId, DateNotice.Postponed(date.Id, command.Reason!, before), now, cancellationToken);
        if (draft is not null)
        {
            await TakeOverAsync(db, draft, date.Id.Value, local, now, cancellationToken);
        }

        return null;
    }

    // The draft shows the new time, and a later publication does not bring the old one back.
    private static async Task TakeOverAsync(
        TicketingDbContext db, StoredDraft draft, Guid date, DateTime local, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (draft.PublishedDocument is { } published)
        {
            draft.PublishedDocument = WithStart(published, date, local);
        }

        var document = WithStart(draft.Document, date, local);
        if (!EventDraftJson.AreSame(document, draft.Document))
        {
            await DraftStore.ReviseAsync(db, draft, document, null, null, now, cancellationToken);
        }
    }

    private static string WithStart(string json, Guid id, DateTime local)
    {
        var document = EventDraftJson.Read(json);
        return EventDraftJson.Write(document with
        {
            Dates = [.. document.Dates.Select(date => date.Id == id ? date with { StartsAt = local, IsChangedByHand = date.Series is not null } : date)],
        });
    }

    private static void Set(
        TicketingDbContext db, Performance date, PerformanceStatus status, string type, string? reason, Actor actor, DateTimeOffset now,
        DateTimeOffset? previousStart = null)
    {
        var before = date.Status;
        date.Status = status;
        PublishingLog.AddDate(
            db, type, date.Id, date.OrganizationId,
            new { id = date.Id.Value, eventId = date.EventId.Value, status = status.ToWord(), date.StartsAt, previousStartsAt = previousStart },
            new { status = before.ToWord(), startsAt = previousStart ?? date.StartsAt }, new { status = status.ToWord(), date.StartsAt, reason },
            actor, now);
    }
}
