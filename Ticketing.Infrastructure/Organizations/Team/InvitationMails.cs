using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>Payload of the fact that asks for the mail of an invitation. Personal data: it is removed with the invitation.</summary>
/// <param name="Link">The page that accepts it, with the secret.</param>
/// <param name="Inviter">The name of who invites.</param>
/// <param name="Role">In the API's words.</param>
internal sealed record InvitationMail(
    string Email, string Link, string Locale, string Organization, string Inviter, string Role, DateTimeOffset ExpiresAt);

/// <summary>Asks for the mails of invitations, in the caller's transaction.</summary>
internal static class InvitationMails
{
    /// <summary>The type of the fact.</summary>
    public const string Type = "member.invited";

    /// <summary>Adds the fact; the caller saves.</summary>
    public static void Add(TicketingDbContext db, MemberInvitation invitation, InvitationMail mail, DateTimeOffset now) =>
        Outbox.Add(db, Type, OrganizationLog.InvitationAggregate, invitation.Id.ToString(), invitation.OrganizationId, mail, now);
}
