using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>A room over time: four charts and a table.</summary>
public sealed partial class RoomCharts
{
    private const int RowsMax = 30;
    private Dictionary<DateTimeOffset, double> _admittedPerMinute = [];

    [Parameter, EditorRequired]
    public required IReadOnlyList<RoomSample> Samples { get; set; }

    [Parameter, EditorRequired]
    public required TimeSpan Span { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<TimeSpan> SpanChanged { get; set; }

    [Parameter, EditorRequired]
    public required string Zone { get; set; }

    [Parameter, EditorRequired]
    public required int ActiveMax { get; set; }

    // Passes are a running counter: the rate is the difference to the previous sample, at least 0 after a reset of Redis.
    protected override void OnParametersSet() => _admittedPerMinute = Samples.Zip(Samples.Skip(1)).ToDictionary(
        pair => pair.Second.At,
        pair => Math.Max(0, pair.Second.Admitted - pair.First.Admitted) / (pair.Second.At - pair.First.At).TotalMinutes);

    private double AdmittedPerMinute(RoomSample sample) => _admittedPerMinute.GetValueOrDefault(sample.At);

    private IEnumerable<RoomSample> Rows() => Samples.Reverse().Where((_, index) => index % Math.Max(1, Samples.Count / RowsMax) == 0).Take(RowsMax);

    private IEnumerable<(TimeSpan Length, string Name)> Spans() =>
    [
        (TimeSpan.FromMinutes(15), L["15 minutes"]),
        (TimeSpan.FromHours(1), L["1 hour"]),
        (TimeSpan.FromHours(6), L["6 hours"]),
        (TimeSpan.FromHours(24), L["24 hours"]),
    ];

    private static ChartLine[] Lines(params ReadOnlySpan<(LocalizedString Name, Func<RoomSample, double> Value)> lines)
    {
        var drawn = new ChartLine[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            drawn[i] = new ChartLine(lines[i].Name, lines[i].Value);
        }

        return drawn;
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
