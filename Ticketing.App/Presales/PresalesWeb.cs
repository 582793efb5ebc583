using Ticketing.App.Presales.Api;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales;

/// <summary>Presales with their pages and API.</summary>
internal static class PresalesWeb
{
    public static IServiceCollection AddPresalesWeb(this IServiceCollection services) =>
        services.AddPresales().AddSingleton<AccessAttempts>();

    public static void MapPresales(this WebApplication app)
    {
        app.MapAccessCodes();
        app.MapPresalesApi();
    }
}
