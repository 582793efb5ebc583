using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>An account that follows an organizer.</summary>
public sealed class Follower
{
    /// <summary>The maximum number of organizers that an account follows.</summary>
    public const int PerAccountMax = 500;

    public required UserId UserId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether new events are mailed, once a day at most.</summary>
    public required bool Notify { get; set; }

    /// <summary>Events that were published until then have been mailed, or were there before.</summary>
    public required DateTimeOffset NewsUntil { get; set; }
}

/// <summary>Follows an organizer, or stops following it. Idempotent.</summary>
public sealed record FollowOrganizer(OrganizationId Organization, bool Follow, Caller Caller);

/// <summary>Turns the mails about all followed organizers on or off. Idempotent.</summary>
public sealed record SetFollowerMails(bool Notify, Caller Caller);

/// <summary>An organizer that an account follows.</summary>
/// <param name="IsPublic">Whether it has a public page: it was approved, and is not suspended.</param>
public sealed record FollowedOrganizer(
    OrganizationId Id, string Name, string Slug, bool IsPublic, DateTimeOffset Since, bool Notify);

public enum FollowRefusal
{
    /// <summary>There is no approved organization with this id.</summary>
    NotFound,

    /// <summary>The caller has no account.</summary>
    SignInNeeded,

    /// <summary>The account follows <see cref="Follower.PerAccountMax"/> organizers.</summary>
    TooMany,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
