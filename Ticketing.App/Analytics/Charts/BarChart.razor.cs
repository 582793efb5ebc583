using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;

namespace Ticketing.App.Analytics.Charts;

/// <summary>Bars above and below an axis. A table beside it has the same numbers; the chart's description sums them up.</summary>
public sealed partial class BarChart
{
    private const double Width = 600;
    private const double Height = 160;

    private double _top;
    private double _zero;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>One sentence or two for those who do not see the bars.</summary>
    [Parameter, EditorRequired]
    public required string Description { get; set; }

    /// <summary>At least one, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartBar> Bars { get; set; }

    /// <summary>The label of the first bar.</summary>
    [Parameter, EditorRequired]
    public required string First { get; set; }

    /// <summary>The label of the last bar.</summary>
    [Parameter, EditorRequired]
    public required string Last { get; set; }

    private double Step => Width / Bars.Count;

    private double Gap => Step * 0.12;

    private string GridPath => string.Create(CultureInfo.InvariantCulture, $"M0 0.5H{Width}M0 {_zero / 2:0.#}H{Width}");

    private string AxisPath => string.Create(CultureInfo.InvariantCulture, $"M0 {_zero:0.#}H{Width}");

    // Both sides have one scale: a returned seat is as long as a sold one.
    protected override void OnParametersSet()
    {
        _top = ChartAxis.TopFor(Bars.Max(bar => bar.Up));
        var bottom = Bars.Max(bar => bar.Down);
        _zero = Height * _top / (_top + bottom);
    }

    private double X(int index) => index * Step;

    private double Length(double value) => _zero * value / _top;

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
