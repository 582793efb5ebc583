using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating;

/// <summary>Copies a plan of the library to one of an organization's venues, compiled and ready for performances.</summary>
/// <param name="Template">A key of <c>PlanLibrary.All</c>.</param>
/// <param name="Name">The new plan's name, as typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record CopyTemplate(OrganizationId Organization, VenueId Venue, string Template, string Name, Caller Caller);

/// <summary>Why a plan was not made; nothing was changed.</summary>
public enum PlanRefusal
{
    /// <summary>The caller runs no such organization, or it has no such venue.</summary>
    NotFound,

    /// <summary>There is no such template, or the name is empty, has control characters, or is too long.</summary>
    Invalid,

    /// <summary>The organization has as many plans as its subscription allows.</summary>
    LimitReached,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
