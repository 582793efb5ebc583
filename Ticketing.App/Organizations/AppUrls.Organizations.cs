namespace Ticketing.App.Shared;

/// <summary>The addresses of organizers' pages and of what admins decide about them.</summary>
public static partial class AppUrls
{
    /// <summary>The caller's organizations.</summary>
    public const string Organizer = "/organizer";

    public const string NewOrganization = Organizer + "/new";

    /// <summary>The dashboard of an organization.</summary>
    public static string OrganizerHome(string slug) => $"{Organizer}/{Uri.EscapeDataString(slug)}";

    public static string OrganizerTeam(string slug) => OrganizerHome(slug) + "/team";

    public static string OrganizerSettings(string slug) => OrganizerHome(slug) + "/settings";

    public static string OrganizerKeys(string slug) => OrganizerHome(slug) + "/keys";

    /// <summary>The root of the organizers' public pages.</summary>
    public const string PublicOrganizers = "/organizers";

    /// <summary>An organizer's public page.</summary>
    public static string PublicOrganizer(string slug) => $"{PublicOrganizers}/{Uri.EscapeDataString(slug)}";

    /// <summary>The coming dates of an organizer as a calendar.</summary>
    public static string PublicOrganizerCalendar(string slug) => PublicOrganizer(slug) + "/calendar.ics";

    /// <summary>The organizers that the account follows.</summary>
    public const string Following = "/account/following";

    /// <summary>Stops the mails by a POST; opened in a browser, it leads to the page that asks.</summary>
    public const string UnsubscribeFollowers = Following + "/unsubscribe";

    public static string UnsubscribeFollower(string token) => WithQuery(UnsubscribeFollowers, ("token", token));

    /// <summary>The page that stops the mails to a follower.</summary>
    /// <param name="token">The link's secret; null: none.</param>
    public static string StopFollowerMails(string? token) => WithQuery(Following + "/stop", ("token", token));

    public const string Invitations = "/invitations";

    /// <summary>The page that accepts an invitation.</summary>
    /// <param name="token">The link's secret; null: none.</param>
    public static string Invitation(string? token) => WithQuery(Invitations, ("token", token));

    public const string AdminOrganizations = Admin + "/organizations";

    /// <summary>The admins' list of organizations.</summary>
    /// <param name="search">Empty: all.</param>
    /// <param name="status">Empty: all.</param>
    /// <param name="before">The last row of the page before; null: the first page.</param>
    public static string AdminOrganizationsFound(string search, string status, Guid? before = null) => WithQuery(
        AdminOrganizations,
        ("q", search.Length > 0 ? search : null), ("status", status.Length > 0 ? status : null), ("before", before?.ToString()));

    public static string AdminOrganization(Guid id) => $"{AdminOrganizations}/{id}";

    public const string AdminUsers = Admin + "/users";

    /// <summary>The admins' list of accounts.</summary>
    /// <param name="search">Empty: all.</param>
    /// <param name="role">Empty: all.</param>
    /// <param name="before">The last row of the page before; null: the first page.</param>
    public static string AdminUsersFound(string search, string role, Guid? before = null) => WithQuery(
        AdminUsers, ("q", search.Length > 0 ? search : null), ("role", role.Length > 0 ? role : null), ("before", before?.ToString()));

    public static string AdminUser(Guid id) => $"{AdminUsers}/{id}";

    public const string ApiOrganizations = ApiOrganizer + "/organizations";

    public static string ApiInvitation(Guid organization, Guid invitation) => $"{ApiOrganizations}/{organization}/invitations/{invitation}";

    /// <summary>The organization that an address is about; null: none.</summary>
    /// <param name="relative">Relative to the site's base: <c>organizer/nordlicht/team</c>.</param>
    public static string? OrganizerSlug(string relative)
    {
        var parts = relative.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["organizer", var slug, ..] && "/organizer/" + slug != NewOrganization ? Uri.UnescapeDataString(slug) : null;
    }
}
