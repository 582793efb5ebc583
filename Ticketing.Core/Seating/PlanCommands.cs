using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating;

/// <summary>Copies a plan of the library to one of an organization's venues, compiled and ready for performances.</summary>
/// <param name="Template">A key of <c>PlanLibrary.All</c>.</param>
/// <param name="Name">The new plan's name, as typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record CopyTemplate(OrganizationId Organization, VenueId Venue, string Template, string Name, Caller Caller);

/// <summary>Starts a plan without objects at one of an organization's venues. Events can have it when it is published.</summary>
/// <param name="Name">As typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record CreatePlan(OrganizationId Organization, VenueId Venue, string Name, Caller Caller);

/// <summary>Copies a plan of the organization, as it is being drawn, to one of its venues.</summary>
/// <param name="Name">As typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record CopyPlan(OrganizationId Organization, SeatingPlanId Original, VenueId Venue, string Name, Caller Caller);

/// <summary>Gives a plan and its draft another name.</summary>
/// <param name="Name">As typed; at most <see cref="PlanLimits.NameLengthMax"/> characters.</param>
public sealed record RenamePlan(OrganizationId Organization, SeatingPlanId Plan, string Name, Caller Caller);

/// <summary>Deletes a plan with all its versions, unless a date is sold by it.</summary>
public sealed record DeletePlan(OrganizationId Organization, SeatingPlanId Plan, Caller Caller);

/// <summary>A plan of an organization's list, published or not.</summary>
/// <param name="PublishedVersion">The version that new events get; null: none yet.</param>
/// <param name="CompiledPlanId">Of the published version, for its drawing; null: none yet.</param>
/// <param name="Places">Of the published version; null: none yet.</param>
/// <param name="HasChanges">Whether the draft differs from what is published.</param>
/// <param name="ChangedAt">When its draft was changed or its newest version saved.</param>
public sealed record PlanRow(
    SeatingPlanId Id, VenueId Venue, string Name, int? PublishedVersion, string? CompiledPlanId, int? Places, bool HasChanges, DateTimeOffset ChangedAt);

/// <summary>Why a plan was not made, renamed or deleted; nothing was changed.</summary>
public enum PlanRefusal
{
    /// <summary>The caller runs no such organization, or it has no such venue or plan.</summary>
    NotFound,

    /// <summary>There is no such template, or the name is empty, has control characters, or is too long.</summary>
    Invalid,

    /// <summary>The organization has as many plans as its subscription allows.</summary>
    LimitReached,

    /// <summary>A date is sold by the plan.</summary>
    InUse,

    /// <summary>Somebody else is editing the plan.</summary>
    BeingEdited,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
