namespace Ticketing.App.Shared;

/// <summary>The addresses of figures.</summary>
public static partial class AppUrls
{
    public const string ApiOrganizer = Api + "/organizer";

    public const string AdminProjections = Admin + "/projections";
}
