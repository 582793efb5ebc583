using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Publishing.Review;

/// <summary>Payload of the facts that ask for a mail to an owner about an event.</summary>
/// <param name="Link">The editor's last step.</param>
/// <param name="Note">Why it was given back or not published; empty for an approval.</param>
internal sealed record EventMail(string Email, string Name, string Link, string Locale, string Organization, string Title, string Note);

/// <summary>Asks for mails to an organization's owners about the review of an event, or about a publication that did not take place.</summary>
public sealed class EventMails(PublishingLinks links)
{
    internal const string Approved = "account.event-approved";
    internal const string Returned = "account.event-returned";
    internal const string Unscheduled = "account.event-unscheduled";

    /// <summary>One for each owner, in the caller's transaction.</summary>
    internal async Task AddAsync(
        TicketingDbContext db, StoredDraft draft, string type, string note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var organization = await OrganizationReader.GetAsync(db, draft.OrganizationId, cancellationToken);
        var title = DraftChecks.OneLine(EventDraftJson.Read(draft.Document).Details.Title);
        var link = links.Draft(organization.Slug, draft.EventId).AbsoluteUri;
        await OwnerMails.AddAsync(
            db, draft.OrganizationId, type,
            owner => new EventMail(owner.Email, owner.Name, link, owner.Locale, organization.Name, title, note), now, cancellationToken);
    }
}
