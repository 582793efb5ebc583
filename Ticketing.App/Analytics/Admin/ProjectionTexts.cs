using Microsoft.Extensions.Localization;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Analytics.Rebuild;

namespace Ticketing.App.Analytics.Admin;

/// <summary>Texts of projections.</summary>
internal static class ProjectionTexts
{
    public static string NameOf(string name, IStringLocalizer<Texts> texts) => name switch
    {
        Projection.Sales => texts["Sales figures"],
        Projection.Availability => texts["Availability"],
        _ => name,
    };

    public static string StateOf(ProjectionView view, IStringLocalizer<Texts> texts) => view.Projection.Status switch
    {
        ProjectionStatus.Never => texts["Not built yet"],
        ProjectionStatus.Rebuilding when view.IsRunning => texts["Being rebuilt"],
        ProjectionStatus.Rebuilding => texts["Rebuild interrupted"],
        ProjectionStatus.Current => texts["Up to date"],
        ProjectionStatus.Failed => texts["Rebuild failed"],
    };

    public static string BadgeOf(ProjectionView view) => view.Projection.Status switch
    {
        ProjectionStatus.Never => "badge-warning",
        ProjectionStatus.Rebuilding => view.IsRunning ? "badge-info" : "badge-warning",
        ProjectionStatus.Current => "badge-success",
        ProjectionStatus.Failed => "badge-danger",
    };

    public static string Describe(RebuildRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        RebuildRefusal.NotFound => texts["There is no such projection any more."],
        RebuildRefusal.AlreadyRunning => texts["A rebuild is running already. Wait until it is done."],
    };
}
