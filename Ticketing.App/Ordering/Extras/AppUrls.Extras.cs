namespace Ticketing.App.Shared;

/// <summary>The addresses of extras.</summary>
public static partial class AppUrls
{
    /// <summary>The extras of an event.</summary>
    public static string OrganizerExtras(string slug, Guid eventId) => $"{OrganizerHome(slug)}/events/{eventId}/extras";

    public static string ApiExtra(Guid organization, Guid extra) => $"{ApiOrganizations}/{organization}/extras/{extra}";
}
