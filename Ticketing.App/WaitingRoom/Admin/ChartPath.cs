using System.Globalization;
using System.Text;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>SVG paths of chart lines, in a view box of <see cref="Width"/> by <see cref="Height"/>.</summary>
internal static class ChartPath
{
    public const int Width = 600;
    public const int Height = 160;

    public static string Line(IReadOnlyList<RoomSample> samples, Func<RoomSample, double> value, double top)
    {
        var path = new StringBuilder();
        for (var index = 0; index < samples.Count; index++)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? 'M' : 'L')}{X(samples, index):0.#} {Y(value(samples[index]), top):0.#}");
        }

        return path.ToString();
    }

    public static string Area(IReadOnlyList<RoomSample> samples, Func<RoomSample, double> value, double top) =>
        string.Create(CultureInfo.InvariantCulture, $"{Line(samples, value, top)}L{Width} {Height}L0 {Height}Z");

    private static double X(IReadOnlyList<RoomSample> samples, int index) =>
        Width * (samples[index].At - samples[0].At) / (samples[^1].At - samples[0].At);

    private static double Y(double value, double top) => Height - (Height * Math.Min(value, top) / top);
}
