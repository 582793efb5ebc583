namespace Ticketing.App.Shared;

/// <summary>The addresses of organizers' pages and of what admins decide about them.</summary>
public static partial class AppUrls
{
    /// <summary>The caller's organizations.</summary>
    public const string Organizer = "/organizer";

    public const string OrganizerNew = Organizer + "/new";

    /// <summary>The dashboard of an organization.</summary>
    public static string OrganizerHome(string slug) => $"{Organizer}/{Uri.EscapeDataString(slug)}";

    public static string OrganizerTeam(string slug) => OrganizerHome(slug) + "/team";

    public static string OrganizerSettings(string slug) => OrganizerHome(slug) + "/settings";

    /// <summary>The organization that an address is about; null: none.</summary>
    /// <param name="relative">Relative to the site's base: <c>organizer/nordlicht/team</c>.</param>
    public static string? OrganizerSlug(string relative)
    {
        var parts = relative.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["organizer", var slug, ..] && "/organizer/" + slug != OrganizerNew ? Uri.UnescapeDataString(slug) : null;
    }
}
