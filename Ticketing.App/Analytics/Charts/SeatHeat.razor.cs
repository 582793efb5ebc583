using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Analytics.Dashboards;

namespace Ticketing.App.Analytics.Charts;

/// <summary>A seating plan by sold share, with a table. Small plans show each seat, large ones shade their sections.</summary>
public sealed partial class SeatHeat
{
    /// <summary>Maximum number of seats drawn individually: about 30 kB for the browser.</summary>
    private const int DotsMax = 3000;

    private const int Margin = 60;
    private const double OpacityMin = 0.06;

    private IReadOnlyList<HeatSection> _sections = [];
    private bool _hasDots;

    [Parameter, EditorRequired]
    public required PerformanceSeats Seats { get; set; }

    private string ViewBox
    {
        get
        {
            var bounds = Seats.Plan.Bounds;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{bounds.MinX - Margin} {bounds.MinY - Margin} {bounds.MaxX - bounds.MinX + (2 * Margin)} {bounds.MaxY - bounds.MinY + (2 * Margin)}");
        }
    }

    private string DotWidth => (Seats.Plan.SeatRadius * 1.8).ToString("0.#", CultureInfo.InvariantCulture);

    protected override void OnParametersSet()
    {
        _sections = HeatSection.Of(Seats, DotsMax);
        _hasDots = Seats.Plan.PlacedCount is > 0 and <= DotsMax;
    }

    private string Describe(HeatSection section) =>
        L["{0}: {1:N0} of {2:N0} seats sold, {3:N0} in baskets.", section.Name, section.Sold, section.Seats, section.Held];

    private static string Opacity(double share) =>
        (OpacityMin + ((1 - OpacityMin) * share)).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.CurrentCulture);
}
