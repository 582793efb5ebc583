using Microsoft.AspNetCore.Authorization;
using Ticketing.Core.Access;

namespace Ticketing.App.Access;

/// <summary>Authorization policies by part of the site. Handlers restrict the data to the caller's organizations.</summary>
public static class AccessPolicies
{
    /// <summary>The back office: staff and admins.</summary>
    public const string BackOffice = "back-office";

    /// <summary>
    /// The control room of the waiting rooms: roles that can be owner or manager of an organization. It lists what the caller runs
    /// (<see cref="Caller.Runs"/>).
    /// </summary>
    public const string ControlRoom = "control-room";

    /// <summary>Pages that concern the whole site: admins only.</summary>
    public const string Admins = "admins";

    /// <summary>The organizers' pages.</summary>
    public const string Organizers = "organizers";

    internal static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(BackOffice, policy => policy.RequireRole(Roles.Staff, Roles.Admin));
        options.AddPolicy(ControlRoom, policy => policy.RequireRole(Roles.OfTheBackOffice));
        options.AddPolicy(Admins, policy => policy.RequireRole(Roles.Admin));
        options.AddPolicy(Organizers, policy => policy.RequireRole(Roles.Organizer, Roles.Admin));
    }
}
