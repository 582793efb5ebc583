using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Seating;

/// <summary>Stand-in.</summary>
public sealed record CopyTemplate(OrganizationId Organization, VenueId Venue, string Template, string Name, Caller Caller);

/// <summary>Stand-in.</summary>
public enum PlanRefusal
{
    NotFound,
    Invalid,
    LimitReached,
    TooOften,
}
