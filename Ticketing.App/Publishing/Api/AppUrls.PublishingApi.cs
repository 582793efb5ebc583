namespace Ticketing.App.Shared;

/// <summary>The addresses of drafts and of what becomes of published events, over the API.</summary>
public static partial class AppUrls
{
    public static string ApiDraft(Guid id) => $"{ApiOrganizer}/events/{id}/draft";
}
