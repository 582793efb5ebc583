using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.Shared;

namespace Ticketing.App.BackOffice;

/// <summary>Registers the staff pages' frame and its component library.</summary>
internal static class BackOfficeRegistration
{
    private const int SnackbarMilliseconds = 6_000;

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
        services.AddSingleton(new PageFrame(AppUrls.Admin, "_content/MudBlazor/MudBlazor.min.css", typeof(BackOfficeHead), typeof(BackOfficeBody)));
        return services;
    }
}
