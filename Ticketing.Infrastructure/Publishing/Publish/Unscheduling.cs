using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Publishing.Review;

namespace Ticketing.Infrastructure.Publishing.Publish;

/// <summary>Takes drafts off the schedule, in the caller's transaction.</summary>
internal static class Unscheduling
{
    /// <summary>Leaves a note at the draft, and asks for a mail to the owners; the caller saves.</summary>
    /// <param name="draft">Locked, with a set time.</param>
    /// <param name="note">One of <see cref="DraftSentences"/>.</param>
    public static async Task StopAsync(
        TicketingDbContext db, StoredDraft draft, string note, EventMails mails, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PublishingLog.AddAudit(db, "event.unscheduled", draft.EventId, new { publishAt = draft.PublishAt }, new { note }, actor, now);
        (draft.PublishAt, draft.PublishBy, draft.ReviewNote) = (null, null, note);
        await mails.AddAsync(db, draft, EventMails.Unscheduled, note, now, cancellationToken);
    }
}
