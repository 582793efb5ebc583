namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string ApiPerformances = Api + "/performances";
    public const string ApiHolds = Api + "/holds";

    public static string ApiSeats(Guid performanceId) => $"{ApiPerformances}/{performanceId}/seats";

    public static string ApiSeatStream(Guid performanceId) => $"{ApiPerformances}/{performanceId}/stream";

    public static string ApiPerformanceHolds(Guid performanceId) => $"{ApiPerformances}/{performanceId}/holds";

    public static string ApiHold(Guid id) => $"{ApiHolds}/{id}";

    public static string ApiHoldExtension(Guid id) => $"{ApiHolds}/{id}/extend";
}
