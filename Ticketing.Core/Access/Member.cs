using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>An account's membership in an organization.</summary>
public sealed class Member
{
    public required OrganizationId OrganizationId { get; init; }

    public required UserId UserId { get; init; }

    public required MemberRole Role { get; set; }

    /// <summary>When the membership began.</summary>
    public DateTimeOffset Since { get; init; }
}

/// <summary>What a member may do; see the questions that <see cref="Caller"/> answers.</summary>
public enum MemberRole
{
    Owner,
    Manager,
    BoxOffice,
    CheckIn,
    Analyst,
}
