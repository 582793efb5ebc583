using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>An account's membership in an organization.</summary>
public sealed class Member
{
    public required OrganizationId OrganizationId { get; init; }

    public required UserId UserId { get; init; }

    public required MemberRole Role { get; set; }

    // As the column has them.
    private Guid[]? _eventIds;

    /// <summary>The most events that a membership can be limited to.</summary>
    public const int EventsMax = 200;

    /// <summary>The only events that the member sees and works on, at least one; null: all. Owners have no limit.</summary>
    public IReadOnlyList<EventId>? EventIds
    {
        get => _eventIds is null ? null : [.. _eventIds.Select(id => new EventId(id))];
        set => _eventIds = value is null ? null : [.. value.Select(id => id.Value)];
    }

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
