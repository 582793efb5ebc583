using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;

namespace Ticketing.App.Organizations.Api;

/// <summary>An organization of the account.</summary>
/// <param name="Slug">Its name in URLs.</param>
/// <param name="Role">The account's role in it.</param>
public sealed record OrganizationAnswer(Guid Id, string Name, string Slug, MemberRole? Role, OrganizationStatus Status)
{
    public static OrganizationAnswer Of(OwnOrganization own) => new(own.Id.Value, own.Name, own.Slug, own.Role, own.Status);
}

/// <param name="Next">Always null: an account has few.</param>
public sealed record OrganizationsAnswer(IReadOnlyList<OrganizationAnswer> Items, string? Next);

/// <summary>A member of an organization.</summary>
/// <param name="Email">Null for who does not invite members.</param>
/// <param name="Events">Ids of the only events that the member sees; null: all, or the caller does not invite members.</param>
public sealed record MemberAnswer(Guid User, string Name, string? Email, MemberRole Role, IReadOnlyList<Guid>? Events, DateTimeOffset Since)
{
    public static MemberAnswer Of(TeamMember member) => new(
        member.User.Value, member.Name, member.Email.Length > 0 ? member.Email : null, member.Role,
        member.Events is { } events ? [.. events.Select(id => id.Value)] : null, member.Since);
}

/// <param name="Next">Always null: an organization has at most 200.</param>
public sealed record MembersAnswer(IReadOnlyList<MemberAnswer> Items, string? Next);

/// <summary>Body of <c>POST /api/v1/organizer/organizations/{id}/invitations</c>.</summary>
/// <param name="Email">Whom the mail with the link goes to.</param>
/// <param name="Events">Ids of the only events that the member will see, 1 to 200; null: all. Owners have no limit.</param>
public sealed record InvitationRequest(string Email, MemberRole Role, IReadOnlyList<Guid>? Events = null);

/// <param name="Id">Revokes it.</param>
public sealed record InvitationAnswer(Guid Id);
