using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Review;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.Infrastructure.Publishing.Publish;

/// <summary>
/// Publishes drafts at the times that members have set. Instances do not agree on who does it: the draft's row is locked and looked at again,
/// so that the second finds it published, and one that is killed leaves it due.
/// </summary>
public sealed partial class ScheduledPublications(
    IDbContextFactory<TicketingDbContext> contexts, Publication publication, EventMails mails, TimeProvider time,
    ILogger<ScheduledPublications> logger)
{
    private const int BatchMax = 20;

    /// <summary>Publishes what is due, or takes it off the schedule with a note and a mail to the owners.</summary>
    /// <returns>How many drafts were due.</returns>
    internal async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tried = new List<EventId>();
        List<StoredDraft> due;
        do
        {
            due = await DueAsync(now, tried, cancellationToken);
            foreach (var draft in due)
            {
                tried.Add(draft.EventId);
                await TryPublishAsync(draft, cancellationToken);
            }
        }
        while (due.Count == BatchMax);

        return tried.Count;
    }

    // Without those that this pass has tried: drafts that stay due do not keep later ones waiting.
    private async Task<List<StoredDraft>> DueAsync(DateTimeOffset now, List<EventId> tried, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<StoredDraft>().AsNoTracking()
            .Where(draft => draft.PublishAt <= now && draft.SubmittedAt == null && !tried.Contains(draft.EventId))
            .OrderBy(draft => draft.PublishAt).Take(BatchMax).ToListAsync(cancellationToken);
    }

    private async Task TryPublishAsync(StoredDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(draft, cancellationToken);
        }
#pragma warning disable CA1031 // A draft that cannot be published must not keep the others from it, whatever is wrong with it.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            LogFailed(failure, draft.EventId.Value);
        }
    }

    private async Task PublishAsync(StoredDraft draft, CancellationToken cancellationToken)
    {
        if (await FindActorAsync(draft, cancellationToken) is not { } actor)
        {
            await StopAsync(draft.EventId, DraftSentences.StoppedRight, cancellationToken);
            return;
        }

        var outcome = await publication.RunAsync(
            new PublicationWish(draft.EventId, null, null, PublicationCause.Schedule, actor), cancellationToken);
        if (!outcome.Succeeded && NoteOf(outcome.Refusal.Reason) is { } note)
        {
            await StopAsync(draft.EventId, note, cancellationToken);
        }
    }

    // Null: a member saves or deletes it at this moment; the next pass looks again. A wrong state is that of a cancelled event, or another
    // instance was faster: then the draft is not due any more, and not stopped.
    private static string? NoteOf(DraftRefusal refusal) => refusal switch
    {
        DraftRefusal.Incomplete => DraftSentences.StoppedIncomplete,
        DraftRefusal.NotApproved => DraftSentences.StoppedNotApproved,
        DraftRefusal.LimitReached => DraftSentences.StoppedLimit,
        DraftRefusal.WrongState => DraftSentences.StoppedCancelled,
        DraftRefusal.NotFound or DraftRefusal.Outdated or DraftRefusal.InReview or DraftRefusal.Invalid or DraftRefusal.TooLarge
            or DraftRefusal.TooOften or DraftRefusal.ProofNeeded or DraftRefusal.AboveLimit => null,
    };

    // Null: who set the time may not publish for the organization any more.
    private async Task<Actor?> FindActorAsync(StoredDraft draft, CancellationToken cancellationToken)
    {
        if (draft.PublishBy is not { } user)
        {
            // A program with the organization's key, which belongs to no member.
            return Actor.System;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Memberships.RunsAsync(db, user, draft.OrganizationId, draft.EventId, cancellationToken)
            && (await AccountContacts.ReadAsync(db, [user], cancellationToken)).SingleOrDefault() is { } contact
            ? new Actor(user, contact.Email)
            : null;
    }

    private async Task StopAsync(EventId id, string note, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        if (await DraftStore.LockAsync(db, id, now, cancellationToken) is not { SubmittedAt: null } draft
            || draft.PublishAt is not { } at || at > now)
        {
            return;
        }

        await Unscheduling.StopAsync(db, draft, note, mails, Actor.System, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogStopped(id.Value);
    }

    [LoggerMessage(LogLevel.Information, "The scheduled publication of event {EventId} was stopped")]
    private partial void LogStopped(Guid eventId);

    [LoggerMessage(LogLevel.Error, "The scheduled publication of event {EventId} failed; the next pass repeats it")]
    private partial void LogFailed(Exception failure, Guid eventId);
}
