namespace Ticketing.App.Shared;

/// <summary>The addresses of presales and their codes.</summary>
public static partial class AppUrls
{
    /// <summary>The presales of an event.</summary>
    public static string OrganizerPresales(string slug, Guid eventId) => $"{OrganizerHome(slug)}/events/{eventId}/presales";

    /// <summary>A presale with its codes.</summary>
    /// <param name="search">A part of a code; empty: all.</param>
    /// <param name="after">The last code of the page before; null: the first page.</param>
    public static string OrganizerPresale(string slug, Guid eventId, Guid presale, string search = "", string? after = null) => WithQuery(
        $"{OrganizerPresales(slug, eventId)}/{presale}", ("q", search.Length > 0 ? search : null), ("after", after));

    /// <summary>All codes of a presale as a CSV file.</summary>
    public static string OrganizerPresaleCodes(string slug, Guid presale) => $"{OrganizerHome(slug)}/presales/{presale}/codes.csv";

    public static string ApiPresale(Guid organization, Guid presale) => $"{ApiOrganizations}/{organization}/presales/{presale}";

    internal const string OrganizerPresaleCodesPattern = Organizer + "/{slug}/presales/{presale:guid}/codes.csv";
}
