namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public static string OrganizerPresales(string slug, Guid eventId) => $"{OrganizerHome(slug)}/events/{eventId}/presales";

    public static string Picture(Guid id, int width) => FormattableString.Invariant($"/pictures/{id}/{width}.webp");
}
