using Microsoft.AspNetCore.Authorization;
using Ticketing.Core.Access;

namespace Ticketing.App.Access;

/// <summary>Who may open which part of the site. What they see there ends at their organizations; the handlers see to that.</summary>
public static class AccessPolicies
{
    /// <summary>The back office: staff and admins.</summary>
    public const string BackOffice = "back-office";

    /// <summary>
    /// The control room of the waiting rooms: whoever may be owner or manager somewhere. What they find there is what they run
    /// (<see cref="Caller.Runs"/>).
    /// </summary>
    public const string ControlRoom = "control-room";

    /// <summary>What concerns the whole site.</summary>
    public const string Admins = "admins";

    /// <summary>The organizers' pages.</summary>
    public const string Organizers = "organizers";

    internal static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(BackOffice, policy => policy.RequireRole(Roles.Staff, Roles.Admin));
        options.AddPolicy(ControlRoom, policy => policy.RequireRole(Roles.Staff, Roles.Organizer, Roles.Admin));
        options.AddPolicy(Admins, policy => policy.RequireRole(Roles.Admin));
        options.AddPolicy(Organizers, policy => policy.RequireRole(Roles.Organizer, Roles.Admin));
    }
}
