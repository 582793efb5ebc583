using Microsoft.AspNetCore.Components;
using Ticketing.App.Analytics.Charts;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;

namespace Ticketing.App.Analytics.Organizer.Panels;

/// <summary>Seats sold and returned by period, as a chart and as a table with the money.</summary>
public sealed partial class SeriesPanel
{
    private IReadOnlyList<ChartBar> _bars = [];

    [Parameter, EditorRequired]
    public required EventDashboard Report { get; set; }

    [Parameter, EditorRequired]
    public required DashboardRange Range { get; set; }

    private IReadOnlyList<SeriesPeriod> Periods => Report.Series.Periods;

    // The newest first; what has nothing to say is left out.
    private IEnumerable<SeriesPeriod> Rows => Periods.Where(period => period.Totals.Count > 0).Reverse();

    private string Description => L[
        "{0:N0} seats sold and {1:N0} returned in the last {2}.", Periods.Sum(period => period.Seats),
        Periods.Sum(period => period.SeatsReturned), FigureTexts.Describe(Range, L)];

    protected override void OnParametersSet() =>
        _bars = [.. Periods.Select(period => new ChartBar(KeyOf(period), TipOf(period), Math.Max(0, period.Seats), Math.Max(0, period.SeatsReturned)))];

    private static string KeyOf(SeriesPeriod period) =>
        period.Period.Start.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string TipOf(SeriesPeriod period) => L[
        "{0}: {1:N0} sold, {2:N0} returned", FigureTexts.Describe(period.Period, Report.Series.By), period.Seats, period.SeatsReturned];

    private string Ends(int index) => FigureTexts.Describe(Periods[index].Period, Report.Series.By);

    private static string Amounts(SeriesPeriod period, Func<SalesSums, long> amount) =>
        string.Join(" · ", period.Totals.Select(total => FigureTexts.Money(amount(total.Sums), total.Currency)));
}
