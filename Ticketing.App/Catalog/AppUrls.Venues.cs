namespace Ticketing.App.Shared;

/// <summary>The addresses of organizers' venues.</summary>
public static partial class AppUrls
{
    /// <summary>The route of an organization's venues.</summary>
    public const string ApiVenuesRoute = ApiOrganizations + "/{id:guid}/venues";

    public static string ApiVenue(Guid organization, Guid venue) => $"{ApiOrganizations}/{organization}/venues/{venue}";
}
