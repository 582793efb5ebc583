using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Data;

/// <summary>Creates <see cref="OrganizationContext"/>s for the pages of organizers and staff.</summary>
public sealed class OrganizationContexts(DbContextOptions<TicketingDbContext> options)
{
    /// <summary>
    /// Data of the organizations of <paramref name="caller"/>; all for an admin, none for a guest. Of an organization in which the caller is
    /// limited to some events: what belongs to these events.
    /// </summary>
    public OrganizationContext ForMember(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller, caller.Sees);
    }

    /// <summary>The same, limited to organizations whose buyers <paramref name="caller"/> may serve; excludes analysts.</summary>
    public OrganizationContext ForBoxOffice(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller, caller.ServesSomeBuyersOf);
    }

    /// <summary>The same, limited to organizations whose sales <paramref name="caller"/> manages.</summary>
    public OrganizationContext ForRunner(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller, caller.RunsSomeOf);
    }

    /// <summary>The same, limited to organizations whose tickets <paramref name="caller"/> checks in.</summary>
    public OrganizationContext ForDoor(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller, caller.ChecksInSomeOf);
    }

    /// <summary>The same, limited to organizations whose figures <paramref name="caller"/> may see.</summary>
    public OrganizationContext ForFigures(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller, caller.SeesSomeFiguresOf);
    }

    private OrganizationContext Of(Caller caller, Func<OrganizationId, bool> may)
    {
        if (caller.IsAdmin)
        {
            return new OrganizationContext(options, null, [], []);
        }

        var visible = caller.Memberships.Keys.Where(may).ToLookup(caller.IsLimitedIn);
        return new OrganizationContext(
            options, [.. visible[false]], [.. visible[true]], [.. visible[true].SelectMany(organization => caller.Events[organization])]);
    }
}
