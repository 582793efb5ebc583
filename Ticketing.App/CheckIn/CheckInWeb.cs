using Ticketing.App.CheckIn.Api;
using Ticketing.App.CheckIn.Pwa;
using Ticketing.Infrastructure.CheckIn;

namespace Ticketing.App.CheckIn;

/// <summary>The door: the API and the app of devices, and organizers' pages.</summary>
internal static class CheckInWeb
{
    public static IServiceCollection AddCheckInWeb(this IServiceCollection services) =>
        services.AddCheckIn().AddSingleton<SignedRequests>().AddSingleton<ServiceWorkerFile>();

    public static void MapCheckIn(this WebApplication app)
    {
        app.MapCheckInApi();
        app.MapCheckInApp();
        app.MapScanExport();
    }
}
