using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>An organization as one of its members, or an admin, has it open.</summary>
/// <param name="Slug">The name in URLs.</param>
/// <param name="Role">The caller's role; null: an admin who is no member.</param>
public sealed record OwnOrganization(OrganizationId Id, string Name, string Slug, MemberRole? Role, OrganizationStatus Status);
