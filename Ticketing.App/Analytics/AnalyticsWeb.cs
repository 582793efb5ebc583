using Ticketing.App.Analytics.Api;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Analytics;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Analytics;

/// <summary>Sales figures: the API, files for organizers, and the command line's rebuild.</summary>
internal static class AnalyticsWeb
{
    /// <summary>The command line's key: <c>--rebuild sales</c>.</summary>
    public const string RebuildKey = "rebuild";

    public static IServiceCollection AddAnalyticsWeb(this IServiceCollection services) => services.AddAnalytics();

    public static void MapAnalytics(this WebApplication app)
    {
        app.MapFigures();
        app.MapOrganizerFiles();
    }

    /// <summary>
    /// The projection that this process is to rebuild instead of serving requests; null: none. Such a process listens nowhere: running
    /// instances have the addresses.
    /// </summary>
    /// <exception cref="StartUpException">There is no such projection.</exception>
    public static string? RebuildOf(ConfigurationManager settings)
    {
        if (settings[RebuildKey] is not { Length: > 0 } name)
        {
            return null;
        }

        foreach (var key in (string[])[WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey])
        {
            settings[key] = "";
        }

        return Projection.All.Contains(name)
            ? name
            : throw new StartUpException($"{RebuildKey} is '{name}' and must be one of: {string.Join(", ", Projection.All)}.");
    }

    /// <summary>Rebuilds it.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RebuildAsync(WebApplication app, string name) =>
        app.Services.GetRequiredService<ProjectionBuilds>().RebuildAsync(name, Console.Out, app.Lifetime.ApplicationStopping);
}
