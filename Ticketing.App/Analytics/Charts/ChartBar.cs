namespace Ticketing.App.Analytics.Charts;

/// <summary>A bar of a chart.</summary>
/// <param name="Key">Unique in the chart.</param>
/// <param name="Tip">The tooltip: all that the bar says.</param>
/// <param name="Up">Drawn above the axis, at least 0.</param>
/// <param name="Down">Drawn below the axis, at least 0.</param>
public sealed record ChartBar(string Key, string Tip, double Up, double Down);
