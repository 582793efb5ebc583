using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.Core.Analytics.Dashboards;

namespace Ticketing.App.Analytics.Charts;

/// <summary>Seats sold by days before a performance, with another performance's as a dashed line.</summary>
public sealed partial class PaceChart
{
    private const double Width = 600;
    private const double Height = 160;

    private int _days;
    private double _top;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>A sentence or two for those who do not see the lines.</summary>
    [Parameter, EditorRequired]
    public required string Description { get; set; }

    [Parameter, EditorRequired]
    public required SalesPace Pace { get; set; }

    [Parameter, EditorRequired]
    public required SalesPace Comparison { get; set; }

    protected override void OnParametersSet()
    {
        List<PacePoint> all = [.. Pace.Points, .. Comparison.Points];
        _days = Math.Max(1, all.Select(point => point.DaysBefore).DefaultIfEmpty().Max());
        _top = ChartAxis.TopFor(all.Select(point => point.Seats).DefaultIfEmpty().Max());
    }

    // Between two points the number of seats stays: a line of steps.
    private string PathOf(SalesPace pace)
    {
        var path = new StringBuilder();
        for (var i = 0; i < pace.Points.Count; i++)
        {
            var (x, y) = (X(pace.Points[i].DaysBefore), Y(pace.Points[i].Seats));
            if (i == 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {Y(0):0.#}");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"H{x:0.#}");
            }

            path.Append(CultureInfo.InvariantCulture, $"V{y:0.#}");
        }

        return path.ToString();
    }

    private string AreaOf(SalesPace pace) => string.Create(CultureInfo.InvariantCulture, $"{PathOf(pace)}V{Y(0):0.#}Z");

    private double X(int daysBefore) => Width * (_days - daysBefore) / _days;

    private double Y(long seats) => Height - (Height * Math.Max(0, seats) / _top);

    private static string Number(double value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
