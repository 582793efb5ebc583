using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>Reads organizations for other features; SQL reads the view <c>organization_terms</c>.</summary>
internal static class OrganizationReader
{
    public static Task<Organization> GetAsync(TicketingDbContext db, OrganizationId id, CancellationToken cancellationToken) =>
        db.Organizations.AsNoTracking().SingleAsync(organization => organization.Id == id, cancellationToken);

    public static Task<List<Organization>> AllAsync(TicketingDbContext db, CancellationToken cancellationToken) =>
        db.Organizations.AsNoTracking().ToListAsync(cancellationToken);

    public static Task<bool> ExistsAsync(TicketingDbContext db, OrganizationId id, CancellationToken cancellationToken) =>
        db.Organizations.AnyAsync(organization => organization.Id == id, cancellationToken);

    public static Task<List<Organization>> OfAsync(
        TicketingDbContext db, IReadOnlyCollection<OrganizationId> ids, CancellationToken cancellationToken) =>
        db.Organizations.AsNoTracking().Where(organization => ids.Contains(organization.Id)).ToListAsync(cancellationToken);
}
