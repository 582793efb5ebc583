using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Publish;
using Ticketing.Infrastructure.Publishing.Review;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>A submitted event.</summary>
/// <param name="SubmittedBy">The member's name; empty: the account was erased.</param>
/// <param name="Revision">The revision that a decision on this row is about.</param>
/// <param name="MayDecide">False: the admin is a member of its organization.</param>
public sealed record ReviewRow(
    EventId Id, OrganizationId Organization, string OrganizationName, string OrganizationSlug, string Title, DateTimeOffset SubmittedAt,
    string SubmittedBy, int Revision, bool MayDecide)
{
    /// <summary>What was submitted.</summary>
    public required EventDraft Document { get; init; }

    /// <summary>What an admin has given back last, or what was published last; null: it was neither reviewed nor published before.</summary>
    public EventDraft? Before { get; init; }

    /// <summary>The paths of the fields that have changed since <see cref="Before"/>; see <see cref="DraftMerge.Changes"/>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Names of the venues and plans of both documents.</summary>
    public required IReadOnlyDictionary<Guid, string> Places { get; init; }
}

/// <summary>Admins look at the first events of an organization. Who is a member of it does not decide, admin or not.</summary>
public sealed class EventReviews(
    IDbContextFactory<TicketingDbContext> contexts, Publication publication, OrganizationVenues venues, OrganizationPlans plans, EventMails mails,
    TimeProvider time)
{
    private const int RowsMax = 200;

    /// <summary>The submitted events, the longest waiting first; nothing for others than admins.</summary>
    public async Task<IReadOnlyList<ReviewRow>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var drafts = await db.Set<StoredDraft>().AsNoTracking().Where(draft => draft.SubmittedAt != null)
            .OrderBy(draft => draft.SubmittedAt).ThenBy(draft => draft.EventId).Take(RowsMax).ToListAsync(cancellationToken);
        var sellers = await OrganizationReader.OfAsync(db, [.. drafts.Select(draft => draft.OrganizationId).Distinct()], cancellationToken);
        var organizations = sellers.ToDictionary(organization => organization.Id);
        var names = await DraftReading.NamesAsync(db, drafts.Select(draft => draft.SubmittedBy), cancellationToken);
        var rows = new List<ReviewRow>(drafts.Count);
        foreach (var draft in drafts)
        {
            var document = EventDraftJson.Read(draft.Document);
            var before = (draft.ReviewedDocument ?? draft.PublishedDocument) is { } json ? EventDraftJson.Read(json) : null;
            rows.Add(new ReviewRow(
                draft.EventId, draft.OrganizationId, organizations[draft.OrganizationId].Name, organizations[draft.OrganizationId].Slug,
                document.Details.Title, draft.SubmittedAt!.Value, DraftReading.NameOf(names, draft.SubmittedBy), draft.Revision,
                !caller.Memberships.ContainsKey(draft.OrganizationId))
            {
                Document = document,
                Before = before,
                Changes = before is null ? [] : DraftMerge.Changes(before, document),
                Places = await PlacesAsync(draft.OrganizationId, [document.Place, .. before is null ? [] : new[] { before.Place }], cancellationToken),
            });
        }

        return rows;
    }

    private async Task<IReadOnlyDictionary<Guid, string>> PlacesAsync(
        OrganizationId organization, IReadOnlyList<DraftPlace> places, CancellationToken cancellationToken)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var id in places.Select(place => place.Venue).OfType<VenueId>().Distinct())
        {
            names[id.Value] = (await venues.FindAsync(id, organization, cancellationToken))?.Name ?? "";
        }

        foreach (var id in places.Select(place => place.Plan).OfType<SeatingPlanId>().Distinct())
        {
            names[id.Value] = (await plans.FindAsync(id, organization, cancellationToken))?.Name ?? "";
        }

        return names;
    }

    /// <summary>
    /// Publishes it, now or at the time that was set, or gives it back. Refused like a publication when it cannot be published any more: the
    /// event stays submitted.
    /// </summary>
    public async Task<Outcome<EventId, RefusedDraft>> HandleAsync(DecideReview command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!command.Caller.IsAdmin || await DraftStore.FindOwnerAsync(db, command.Event, cancellationToken) is not { } owner
            || command.Caller.Memberships.ContainsKey(owner))
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        return command.Approve ? await ApproveAsync(command, cancellationToken) : await GiveBackAsync(db, command, cancellationToken);
    }

    private async Task<Outcome<EventId, RefusedDraft>> ApproveAsync(DecideReview command, CancellationToken cancellationToken)
    {
        var published = await publication.RunAsync(
            new PublicationWish(command.Event, command.Seen, null, PublicationCause.Approval, command.Caller.Actor), cancellationToken);
        return published.Succeeded ? command.Event : published.Refusal;
    }

    private async Task<Outcome<EventId, RefusedDraft>> GiveBackAsync(TicketingDbContext db, DecideReview command, CancellationToken cancellationToken)
    {
        var note = DraftChecks.OneLine(command.Note ?? "");
        if (!TypedText.IsName(note, StoredDraftConfiguration.NoteLengthMax))
        {
            return new RefusedDraft(DraftRefusal.Invalid);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        if (await DraftStore.LockAsync(db, command.Event, now, cancellationToken) is not { SubmittedAt: not null } draft)
        {
            return new RefusedDraft(DraftRefusal.WrongState);
        }

        if (draft.Revision != command.Seen)
        {
            return new RefusedDraft(DraftRefusal.Outdated, Conflicts: []);
        }

        (draft.SubmittedAt, draft.SubmittedBy, draft.PublishAt, draft.PublishBy, draft.ReviewNote) = (null, null, null, null, note);
        draft.ReviewedDocument = draft.Document;
        PublishingLog.AddAudit(
            db, "event.returned", command.Event, new { stage = PublishingStage.InReview.ToWord() },
            new { stage = PublishingStage.Draft.ToWord(), note }, command.Caller.Actor, now);
        await mails.AddAsync(db, draft, EventMails.Returned, note, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return command.Event;
    }
}
