using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;

namespace Ticketing.Infrastructure.Data;

/// <summary>Creates <see cref="OrganizationContext"/>s for the pages of organizers and staff.</summary>
public sealed class OrganizationContexts(DbContextOptions<TicketingDbContext> options)
{
    /// <summary>Data of the organizations of <paramref name="caller"/>; all for an admin, none for a guest.</summary>
    public OrganizationContext ForMember(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(options, caller.IsAdmin ? null : [.. caller.Memberships.Keys]);
    }

    /// <summary>The same, limited to organizations whose buyers <paramref name="caller"/> may serve; excludes analysts.</summary>
    public OrganizationContext ForBoxOffice(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(
            options, caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.ServesBuyersOf)]);
    }

    /// <summary>The same, limited to organizations whose sales <paramref name="caller"/> manages.</summary>
    public OrganizationContext ForRunner(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(options, caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.Runs)]);
    }

    /// <summary>The same, limited to organizations whose figures <paramref name="caller"/> may see.</summary>
    public OrganizationContext ForFigures(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new OrganizationContext(
            options, caller.IsAdmin ? null : [.. caller.Memberships.Keys.Where(caller.SeesFiguresOf)]);
    }
}
