using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Venues;

public sealed class OrganizationVenues(IDbContextFactory<TicketingDbContext> contexts)
{
    public async Task<Venue?> FindAsync(VenueId id, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Venues.AsNoTracking()
            .SingleOrDefaultAsync(venue => venue.Id == id && venue.OrganizationId == organization, cancellationToken);
    }
}
