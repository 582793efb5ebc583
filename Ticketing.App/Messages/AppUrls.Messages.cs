namespace Ticketing.App.Shared;

/// <summary>The addresses of messages to buyers.</summary>
public static partial class AppUrls
{
    /// <summary>An organization's messages.</summary>
    /// <param name="before">The last message of the page before; null: the first page.</param>
    public static string OrganizerMessages(string slug, Guid? before = null) =>
        WithQuery(OrganizerHome(slug) + "/messages", ("before", before?.ToString()));

    public static string OrganizerMessage(string slug, Guid message) => $"{OrganizerMessages(slug)}/{message}";

    public static string ApiMessage(Guid organization, Guid message) => $"{ApiOrganizations}/{organization}/messages/{message}";
}
