using Ticketing.App.BoxOffice.Api;

namespace Ticketing.App.BoxOffice;

/// <summary>The box office: sales at the door, allotments, shifts.</summary>
internal static class BoxOfficeWeb
{
    public static void MapBoxOffice(this WebApplication app) => app.MapBoxOfficeApi();
}
