using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Organizer.Panels;

/// <summary>How a performance sells towards its day, against another one of the event.</summary>
public sealed partial class PacePanel
{
    private const int RowsMax = 40;

    [Parameter, EditorRequired]
    public required EventDashboard Report { get; set; }

    [Parameter, EditorRequired]
    public required PerformanceFigures Chosen { get; set; }

    /// <summary>Gets the chosen comparison; null: what the page chooses.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<PerformanceId?> OnCompare { get; set; }

    private IReadOnlyList<PerformanceFigures> Others => [.. Report.Performances.Where(each => each.Id != Chosen.Id)];

    private int DaysLeft => Math.Max(0, DateOnly.FromDateTime(Chosen.StartsAt.DateTime).DayNumber
        - DateOnly.FromDateTime(VenueTime.At(Report.ReadAt, Chosen.TimeZone).DateTime).DayNumber);

    private string Sentence => Report.Comparison is { } other && Report.ComparisonPace.Points.Count > 0
        ? L[
            "{0:N0} seats sold, {1:N0} days before the performance. At this point {2} had sold {3:N0}.", Report.Sold, DaysLeft,
            DeskTime.Text(other.StartsAt, other.TimeZone), Report.ComparisonPace.At(DaysLeft)]
        : L["{0:N0} seats sold, {1:N0} days before the performance.", Report.Sold, DaysLeft];

    private Task ChooseAsync(ChangeEventArgs change) =>
        OnCompare.InvokeAsync(Guid.TryParse((string?)change.Value, out var id) ? new PerformanceId(id) : null);

    // Days on which either line changes, the last of them when there are too many.
    private IEnumerable<int> Days() => Report.Pace.Points.Concat(Report.ComparisonPace.Points).Select(point => point.DaysBefore).Distinct()
        .Order().Take(RowsMax).Reverse();
}
