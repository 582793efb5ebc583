using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Load.Comparing;

/// <summary>A number of a run's JSON.</summary>
/// <param name="Name">With a dot for each level: <c>cpu.app</c>.</param>
internal sealed record RunFigure(string Name, double Value);

/// <summary>A run of a comparison.</summary>
/// <param name="Pair">From 1.</param>
internal readonly record struct CompareTurn(int Pair, bool IsB);

/// <summary>A figure of two versions A and B.</summary>
/// <param name="A">Median of A's runs.</param>
/// <param name="B">Median of B's runs.</param>
/// <param name="Ratio">B divided by A; null: A is 0.</param>
/// <param name="Min">The smallest ratio of a pair; pairs in which A is 0 have none. Null: no pair has one.</param>
/// <param name="Max">The largest, likewise.</param>
internal sealed record ComparedFigure(string Name, double A, double B, double? Ratio, double? Min, double? Max);

/// <summary>The arithmetic of a comparison, without processes.</summary>
internal static class Comparison
{
    private const string HeadlineName = "perSecond";
    private const int RatioDigits = 4;

    /// <summary>A B, B A, A B, ...: a drift of the machine's speed affects both versions alike.</summary>
    public static IEnumerable<CompareTurn> Turns(int pairs)
    {
        for (var pair = 1; pair <= pairs; pair++)
        {
            var isBFirst = pair % 2 == 0;
            yield return new CompareTurn(pair, isBFirst);
            yield return new CompareTurn(pair, !isBFirst);
        }
    }

    /// <summary>The numbers of a run's last line, in its order. Null: it is not a JSON object with a number.</summary>
    public static IReadOnlyList<RunFigure>? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject run && Leaves("", run).ToList() is { Count: > 0 } figures ? figures : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary><c>perSecond</c>, or else the first figure.</summary>
    public static RunFigure Headline(IReadOnlyList<RunFigure> figures) =>
        figures.FirstOrDefault(figure => figure.Name == HeadlineName) ?? figures[0];

    /// <summary>Compares the figures that all runs have.</summary>
    /// <param name="ofA">Runs of A by pair. Runs without a counterpart are ignored.</param>
    /// <param name="ofB">Runs of B by pair.</param>
    public static IReadOnlyList<ComparedFigure> Of(
        IReadOnlyList<IReadOnlyList<RunFigure>> ofA, IReadOnlyList<IReadOnlyList<RunFigure>> ofB)
    {
        var pairs = ofA.Zip(ofB, (a, b) => (A: ByName(a), B: ByName(b))).ToList();
        return pairs.Count == 0
            ? []
            : ofA[0].Select(figure => figure.Name)
                .Where(name => pairs.All(pair => pair.A.ContainsKey(name) && pair.B.ContainsKey(name)))
                .Select(name => Compare(name, pairs.ConvertAll(pair => (pair.A[name], pair.B[name]))))
                .ToList();
    }

    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary><c>{name: {a, b, ratio, min, max}}</c>; a ratio that does not exist is null.</summary>
    public static JsonObject ToJson(IEnumerable<ComparedFigure> figures)
    {
        var json = new JsonObject();
        foreach (var figure in figures)
        {
            json[figure.Name] = new JsonObject
            {
                ["a"] = figure.A,
                ["b"] = figure.B,
                ["ratio"] = Rounded(figure.Ratio),
                ["min"] = Rounded(figure.Min),
                ["max"] = Rounded(figure.Max),
            };
        }

        return json;
    }

    private static ComparedFigure Compare(string name, List<(double A, double B)> values)
    {
        var (a, b) = (Median(values.Select(value => value.A)), Median(values.Select(value => value.B)));
        var ratios = values.ConvertAll(value => Ratio(value.A, value.B));
        return new ComparedFigure(name, a, b, Ratio(a, b), ratios.Min(), ratios.Max());
    }

    private static double? Ratio(double a, double b) => a == 0 ? null : b / a;

    private static double? Rounded(double? ratio) => ratio is { } number ? Math.Round(number, RatioDigits) : null;

    private static Dictionary<string, double> ByName(IReadOnlyList<RunFigure> run) =>
        run.ToDictionary(figure => figure.Name, figure => figure.Value);

    private static IEnumerable<RunFigure> Leaves(string prefix, JsonObject parent)
    {
        foreach (var (name, value) in parent)
        {
            if (value is JsonObject child)
            {
                foreach (var leaf in Leaves($"{prefix}{name}.", child))
                {
                    yield return leaf;
                }
            }
            else if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
            {
                yield return new RunFigure(prefix + name, number.GetValue<double>());
            }
        }
    }
}
