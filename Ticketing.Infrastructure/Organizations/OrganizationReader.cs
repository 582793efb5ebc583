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

    /// <summary>The organization that the public may see under this slug; null: there is none, or it is not approved.</summary>
    public static async Task<Organization?> FindApprovedAsync(TicketingDbContext db, string slug, CancellationToken cancellationToken) =>
        OrganizationSlug.IsSlug(slug)
            ? await db.Organizations.AsNoTracking().SingleOrDefaultAsync(
                organization => organization.Slug == slug && organization.Status == OrganizationStatus.Approved, cancellationToken)
            : null;

    public static Task<List<Organization>> OfAsync(
        TicketingDbContext db, IReadOnlyCollection<OrganizationId> ids, CancellationToken cancellationToken) =>
        db.Organizations.AsNoTracking().Where(organization => ids.Contains(organization.Id)).ToListAsync(cancellationToken);

    /// <summary>
    /// The organization, locked against other changes until the transaction ends; null: there is none. Members, events and orders that refer
    /// to it do not wait.
    /// </summary>
    internal static async Task<Organization?> LockAsync(TicketingDbContext db, OrganizationId id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM organizations WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        return await db.Organizations.SingleOrDefaultAsync(organization => organization.Id == id, cancellationToken);
    }
}
