using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.Core.Catalog;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>A line of a chart. The first is filled, the second dashed: the lines differ without colour.</summary>
public sealed record ChartLine(string Name, Func<RoomSample, double> Value);

/// <summary>A chart of a room's samples over time.</summary>
public sealed partial class RoomChart
{
    private double _top;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>At least two, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RoomSample> Samples { get; set; }

    /// <summary>One or two.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartLine> Lines { get; set; }

    [Parameter, EditorRequired]
    public required string Zone { get; set; }

    protected override void OnParametersSet() => _top = ChartAxis.TopFor(Lines.Max(line => Samples.Max(line.Value)));

    private string Describe() => string.Join(' ', Lines.Select(line => L[
        "{0}: between {1:N0} and {2:N0}, {3:N0} now.", line.Name, Samples.Min(line.Value), Samples.Max(line.Value), line.Value(Samples[^1])].Value));

    private string Clock(DateTimeOffset time) => VenueTime.Time(VenueTime.At(time, Zone), CultureInfo.CurrentCulture);

    private static string Text(double number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
