using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>The organizations that a caller may open.</summary>
public sealed class OwnOrganizations(OrganizationContexts contexts)
{
    /// <summary>Null: there is none with this slug that the caller may see. Admins see all.</summary>
    public async Task<OwnOrganization?> FindAsync(string slug, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!OrganizationSlug.IsSlug(slug))
        {
            return null;
        }

        await using var db = contexts.ForMember(caller);
        var found = await db.Organizations.AsNoTracking()
            .SingleOrDefaultAsync(organization => organization.Slug == slug, cancellationToken);
        return found is null ? null : Of(found, caller);
    }

    /// <summary>Those that the caller is a member of, by name; not all of them for an admin.</summary>
    public async Task<IReadOnlyList<OwnOrganization>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Memberships.Count == 0)
        {
            return [];
        }

        await using var db = contexts.ForMember(caller);
        var found = await OrganizationReader.OfAsync(db, [.. caller.Memberships.Keys], cancellationToken);
        return [.. found.Select(organization => Of(organization, caller)).OrderBy(own => own.Name, StringComparer.CurrentCulture)];
    }

    private static OwnOrganization Of(Organization organization, Caller caller) => new(
        organization.Id, organization.Name, organization.Slug,
        caller.Memberships.TryGetValue(organization.Id, out var role) ? role : null, organization.Status);
}
