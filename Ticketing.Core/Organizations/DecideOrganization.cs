using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>Lets an organization sell; ends a suspension. Idempotent.</summary>
public sealed record ApproveOrganization(OrganizationId Organization, Caller Caller);

/// <summary>Stops an organization's sales; tickets that were sold stay valid. The owners are told the reason.</summary>
/// <param name="Reason">As typed.</param>
public sealed record SuspendOrganization(OrganizationId Organization, string? Reason, Caller Caller);

/// <summary>Sets what an organization may have. Removes nothing.</summary>
public sealed record SetOrganizationPlan(OrganizationId Organization, OrganizationPlan Plan, Caller Caller);

public enum DecisionRefusal
{
    /// <summary>There is no such organization, or the caller is no admin.</summary>
    NotFound,

    /// <summary>The reason is missing, has control characters, or is longer than <see cref="Organization.ReasonLengthMax"/>.</summary>
    ReasonNeeded,
}
