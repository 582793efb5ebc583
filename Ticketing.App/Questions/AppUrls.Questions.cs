namespace Ticketing.App.Shared;

/// <summary>The addresses of questions.</summary>
public static partial class AppUrls
{
    /// <summary>The questions of an event.</summary>
    public static string OrganizerQuestions(string slug, Guid eventId) => $"{OrganizerHome(slug)}/events/{eventId}/questions";

    public static string ApiQuestion(Guid organization, Guid question) => $"{ApiOrganizations}/{organization}/questions/{question}";
}
