using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Organizations;

namespace Ticketing.App.Organizations.Api;

/// <summary>Maps refusals about members to problem+json.</summary>
internal static class OrganizationProblems
{
    public static ProblemHttpResult Of(MemberRefusal refusal) => refusal switch
    {
        MemberRefusal.NotFound => Problems.NotFound("There is no such organization, member or invitation."),
        MemberRefusal.NotAllowed => Problems.Of(403, "forbidden", "Your role does not allow this."),
        MemberRefusal.ProofNeeded => Problems.Of(
            403, "proof-needed", "Prove first that it is you: with your password, a code or a passkey, on the site."),
        MemberRefusal.LastOwner => Problems.Of(409, "last-owner", "An organization needs at least one owner. Make another member an owner first."),
        MemberRefusal.EmailInvalid => Problems.Invalid("email", "Enter an e-mail address like name@example.com."),
        MemberRefusal.AlreadyMember => Problems.Of(409, "already-member", "This address belongs to a member already."),
        MemberRefusal.AlreadyInvited => Problems.Of(409, "already-invited", "This address has an open invitation."),
        MemberRefusal.InvitationEnded => Problems.Of(409, "invitation-ended", "The invitation has been accepted."),
        MemberRefusal.EventsInvalid => Problems.Invalid(
            "events", $"Name 1 to {Core.Access.Member.EventsMax} events of the organization, or none for all. Owners see all events."),
        MemberRefusal.TooMany => Problems.Of(
            409, "limit-reached", $"An organization can have at most {MemberInvitation.PerOrganizationMax} members and open invitations."),
        MemberRefusal.TooManyMails => Problems.Of(429, "too-many-requests", "There have been too many invitations within a day."),
        MemberRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have invited or changed too much within a short time."),
    };
}
