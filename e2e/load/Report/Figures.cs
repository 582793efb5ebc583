using System.Globalization;
using System.Text.Json.Nodes;

namespace Ticketing.Load.Report;

/// <summary>Results of a run: names and values in the order of the report.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, double Value, bool IsFault)> _all = [];

    /// <param name="name">The JSON name; a dot starts a nested object: <c>cpu.app</c>.</param>
    /// <param name="digits">Decimals.</param>
    public Figures Add(string name, double value, int digits = 0)
    {
        _all.Add((name, Math.Round(value, digits), false));
        return this;
    }

    /// <summary>A count that must be zero; of several runs the maximum is reported, not the median.</summary>
    public Figures AddFault(string name, double value)
    {
        _all.Add((name, value, true));
        return this;
    }

    public Figures AddAll(string prefix, Figures others)
    {
        _all.AddRange(others._all.Select(figure => (prefix.Length == 0 ? figure.Name : $"{prefix}.{figure.Name}", figure.Value, figure.IsFault)));
        return this;
    }

    public double this[string name] => _all.Single(figure => figure.Name == name).Value;

    /// <summary>Names of nonzero faults.</summary>
    public IEnumerable<string> Faults => _all.Where(figure => figure.IsFault && figure.Value != 0).Select(figure => figure.Name);

    /// <summary>The median of each figure of several runs, and the maximum of each fault.</summary>
    public static Figures Median(IReadOnlyList<Figures> runs)
    {
        var median = new Figures();
        foreach (var (name, _, isFault) in runs[0]._all)
        {
            var values = runs.SelectMany(run => run._all).Where(figure => figure.Name == name).Select(figure => figure.Value).Order().ToList();
            median._all.Add((name, isFault ? values[^1] : values[values.Count / 2], isFault));
        }

        return median;
    }

    public JsonObject ToJson()
    {
        var root = new JsonObject();
        foreach (var (name, value, _) in _all)
        {
            var path = name.Split('.');
            var parent = root;
            foreach (var step in path[..^1])
            {
                parent = (JsonObject)(parent[step] ??= new JsonObject());
            }

            parent[path[^1]] = value == Math.Floor(value) ? (long)value : value;
        }

        return root;
    }

    /// <summary>All figures as lines of a table.</summary>
    public IEnumerable<string> Lines()
    {
        var width = _all.Max(figure => figure.Name.Length);
        return _all.Select(figure => string.Create(CultureInfo.InvariantCulture, $"  {figure.Name.PadRight(width)}  {figure.Value,12:#,0.###}"));
    }
}
