using System.Globalization;
using System.Text;

namespace Ticketing.Load.Report;

/// <summary>An SVG line chart over seconds: one scale, one shaded interval, a legend.</summary>
internal sealed class LineGraph(string title, string unit)
{
    private const int Width = 760;
    private const int Height = 300;
    private const int Left = 60;
    private const int Top = 46;
    private const int Bottom = 34;

    private static readonly string[] Colors = ["#4b36dd", "#b3541e", "#0a6638"];

    private readonly List<(string Name, IReadOnlyList<double> Values)> _lines = [];
    private (int From, int To, string Name)? _shaded;

    public LineGraph Add(string name, IReadOnlyList<double> values)
    {
        _lines.Add((name, values));
        return this;
    }

    public LineGraph Shade(int from, int to, string name)
    {
        _shaded = (from, to, name);
        return this;
    }

    public string ToSvg()
    {
        var svg = new StringBuilder();
        var seconds = _lines.Max(line => line.Values.Count) - 1;
        var top = Math.Ceiling(_lines.Max(line => line.Values.Max()) / 10) * 10;
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{title}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/><text x=\"{Left}\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{title}</text>\n");
        if (_shaded is { } time)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(time.From, seconds):0}\" y=\"{Top}\" width=\"{X(time.To, seconds) - X(time.From, seconds):0}\" height=\"{Height - Top - Bottom}\" fill=\"#f3eee3\"/><text x=\"{X(time.From, seconds) + 6:0}\" y=\"{Top + 14}\" fill=\"#5a5666\">{time.Name}</text>\n");
        }

        for (var part = 0; part <= 4; part++)
        {
            var value = top * part / 4;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 10}\" y1=\"{Y(value, top):0.0}\" y2=\"{Y(value, top):0.0}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Y(value, top) + 4:0.0}\" text-anchor=\"end\">{value:0.#}</text>\n");
        }

        for (var second = 0; second <= seconds; second += 20)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(second, seconds):0}\" y=\"{Height - 14}\" text-anchor=\"middle\">{second} s</text>\n");
        }

        foreach (var (line, number) in _lines.Select((line, number) => (line, number)))
        {
            var points = string.Join(' ', line.Values.Select((value, second) => string.Create(CultureInfo.InvariantCulture, $"{X(second, seconds):0.0},{Y(value, top):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colors[number]}\" stroke-width=\"2\"/><text x=\"{Left + (number * 210)}\" y=\"36\" fill=\"{Colors[number]}\">{line.Name}</text>\n");
        }

        return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - 10}\" y=\"18\" text-anchor=\"end\" fill=\"#5a5666\">{unit}</text></svg>\n").ToString();
    }

    private static double X(double second, int seconds) => Left + ((Width - Left - 10) * second / Math.Max(1, seconds));

    private static double Y(double value, double top) => Height - Bottom - ((Height - Top - Bottom) * value / top);
}
