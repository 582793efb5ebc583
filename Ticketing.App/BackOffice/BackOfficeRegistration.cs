using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.Shared;

namespace Ticketing.App.BackOffice;

/// <summary>Registers the frame of staff and organizers, and its component library.</summary>
internal static class BackOfficeRegistration
{
    private const int SnackbarMilliseconds = 6_000;

    /// <summary>The frame's pages: of staff and admins, and of organizers. A circuit opens both without loading another document.</summary>
    private static readonly string[] Paths = [AppUrls.Admin, AppUrls.Organizer];

    /// <summary>Whether a page of this address has the frame.</summary>
    public static bool Has(PathString path) => Array.Exists(Paths, root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));

    public static IServiceCollection AddBackOffice(this IServiceCollection services)
    {
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.VisibleStateDuration = SnackbarMilliseconds;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            options.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddTransient<MudLocalizer, LibraryTexts>();
        services.AddScoped<Desk>();
        foreach (var path in Paths)
        {
            services.AddSingleton(new PageFrame(path, "_content/MudBlazor/MudBlazor.min.css", typeof(BackOfficeHead), typeof(BackOfficeBody)));
        }

        return services;
    }
}
