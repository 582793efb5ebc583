using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>Invites the holder of an e-mail address to become a member.</summary>
/// <param name="Email">As typed.</param>
/// <param name="Locale">The language of the mail: <c>en</c> or <c>de</c>.</param>
public sealed record InviteMember(OrganizationId Organization, string? Email, MemberRole Role, string Locale, Caller Caller)
{
    /// <summary>The only events that the member will see; null: all.</summary>
    public IReadOnlyCollection<EventId>? Events { get; init; }
}

/// <summary>Sends an open or expired invitation again, with a new link and a new term; the link before ends.</summary>
/// <param name="Locale">The language of the mail: <c>en</c> or <c>de</c>.</param>
public sealed record ResendInvitation(OrganizationId Organization, Guid Invitation, string Locale, Caller Caller);

/// <summary>Ends an invitation's link. Idempotent.</summary>
public sealed record RevokeInvitation(OrganizationId Organization, Guid Invitation, Caller Caller);

/// <summary>Becomes a member by the link of a mail.</summary>
/// <param name="Token">The link's secret.</param>
public sealed record AcceptInvitation(string? Token, Caller Caller);

/// <summary>Gives a member another role.</summary>
public sealed record ChangeMemberRole(OrganizationId Organization, UserId Member, MemberRole Role, Caller Caller);

/// <summary>Limits a member to some events, or lifts the limit.</summary>
/// <param name="Events">The only events that the member sees and works on from now on; null: all.</param>
public sealed record ChangeMemberEvents(OrganizationId Organization, UserId Member, IReadOnlyCollection<EventId>? Events, Caller Caller);

/// <summary>Ends a membership.</summary>
public sealed record RemoveMember(OrganizationId Organization, UserId Member, Caller Caller);

/// <summary>Ends the caller's own membership.</summary>
public sealed record LeaveOrganization(OrganizationId Organization, Caller Caller);

/// <summary>Makes a member owner, and the caller, who is one, manager.</summary>
public sealed record TransferOwnership(OrganizationId Organization, UserId To, Caller Caller);

/// <summary>Why a change of members was refused; nothing was changed.</summary>
public enum MemberRefusal
{
    /// <summary>The caller has no such organization, member or invitation.</summary>
    NotFound,

    /// <summary>The caller's role may not change members with this role; see <see cref="Caller.Manages"/>.</summary>
    NotAllowed,

    /// <summary>The session has no recent proof that its holder is present.</summary>
    ProofNeeded,

    /// <summary>An organization keeps an owner: this one is the last.</summary>
    LastOwner,

    /// <summary>No mail can be sent to the address.</summary>
    EmailInvalid,

    /// <summary>An account with this address is a member.</summary>
    AlreadyMember,

    /// <summary>The address has an open invitation, which can be sent again.</summary>
    AlreadyInvited,

    /// <summary>The invitation was accepted or revoked.</summary>
    InvitationEnded,

    /// <summary>
    /// No event, more than <see cref="Access.Member.EventsMax"/>, or one that the organization does not have; or an owner, who has no limit.
    /// </summary>
    EventsInvalid,

    /// <summary>The organization has <see cref="MemberInvitation.PerOrganizationMax"/> members and open invitations.</summary>
    TooMany,

    /// <summary>See <see cref="MemberInvitation.PerDayMax"/> and <see cref="MemberInvitation.MailsPerDayMax"/>.</summary>
    TooManyMails,

    /// <summary>The account has invited or changed too much within a short time.</summary>
    TooOften,
}

/// <summary>Why an invitation was not accepted; nothing was changed.</summary>
public enum InvitationRefusal
{
    /// <summary>There is no invitation with this secret.</summary>
    NotFound,

    /// <summary>The caller's account has another address than the invited one, or has not confirmed it.</summary>
    OtherAddress,

    Expired,

    /// <summary>It was revoked, or its inviter may no longer invite with its role.</summary>
    Revoked,

    /// <summary>It was accepted.</summary>
    Used,

    /// <summary>The caller is a member, whose role an invitation does not change. It stays open.</summary>
    AlreadyMember,
}
