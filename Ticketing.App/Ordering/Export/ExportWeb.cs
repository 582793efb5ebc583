using Ticketing.Infrastructure.Ordering.Attendees;
using Ticketing.Infrastructure.Ordering.Export;

namespace Ticketing.App.Ordering.Export;

/// <summary>Exports of orders and attendees, and the list of attendees.</summary>
internal static class ExportWeb
{
    public static IServiceCollection AddExportWeb(this IServiceCollection services) => services
        .AddSingleton<ExportProgress>().AddSingleton<OpenExportHandler>().AddSingleton<AttendeeReader>();
}
