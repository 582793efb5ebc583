using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;

namespace Ticketing.Infrastructure.Data;

/// <summary>Opens the database as far as somebody may see it: where organizers' and staff's pages read from.</summary>
public sealed class OrganizationContexts(DbContextOptions<TicketingDbContext> options)
{
    /// <summary>What belongs to the organizations of <paramref name="caller"/>; everything for an admin, nothing for a guest.</summary>
    public OrganizationContext ForMember(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(options, caller.IsAdmin ? null : [.. caller.Memberships.Keys]);
    }

    /// <summary>The same, but only organizations whose buyers <paramref name="caller"/> serves: an analyst reads no names.</summary>
    public OrganizationContext ForBoxOffice(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(options, caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.ServesBuyersOf)]);
    }

    /// <summary>The same, but only organizations whose sale <paramref name="caller"/> runs.</summary>
    public OrganizationContext ForRunner(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(options, caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.Runs)]);
    }
}
