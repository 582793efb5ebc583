using System.Globalization;
using System.Text.Json.Nodes;
using Ticketing.Load.Comparing;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Compares two versions A and B: runs a scenario of each in alternating pairs, each run a process of its own, and reports for every
/// figure both medians, their ratio, and the spread of the pairs' ratios.
/// </summary>
internal sealed class Compare
{
    private const string ScenarioDefault = "bookings";
    private const int LinesShown = 15;

    private readonly CompareTarget _a;
    private readonly CompareTarget _b;
    private readonly string _scenario;
    private readonly Options _options;
    private readonly List<string> _problems = [];

    private Compare(CompareTarget a, CompareTarget b, string scenario, Options options) =>
        (_a, _b, _scenario, _options) = (a, b, scenario, options);

    /// <summary>A comparison by the command line.</summary>
    /// <exception cref="FormatException">A path or an option is invalid, or a tree has not been built.</exception>
    public static Compare Of(Options options)
    {
        if (options.Compared is not [var a, var b])
        {
            throw new FormatException("compare takes two paths: of built trees, or of files Ticketing.App.dll.");
        }

        if (options.PassedOn.Contains("--app"))
        {
            throw new FormatException("compare takes applications as its paths, not as --app.");
        }

        var scenario = ScenarioTable.Choose(options.ComparedScenario ?? ScenarioDefault)[0];
        return new Compare(CompareTarget.Find(a), CompareTarget.Find(b), scenario.Name, options);
    }

    /// <summary>Runs all pairs, or up to the first run without figures, and prints the report.</summary>
    /// <returns>The exit code: 1 if a run failed or had a fault.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine();
        Console.WriteLine($"compare {_scenario}: A is {_a.Place}, B is {_b.Place}");
        var (ofA, ofB) = (new List<IReadOnlyList<RunFigure>>(), new List<IReadOnlyList<RunFigure>>());
        foreach (var turn in Comparison.Turns(_options.Pairs))
        {
            if (await RunTurnAsync(turn, cancellationToken) is not { } figures)
            {
                break;
            }

            (turn.IsB ? ofB : ofA).Add(figures);
        }

        var compared = Comparison.Of(ofA, ofB);
        if (compared.Count > 0)
        {
            Print(compared);
        }

        foreach (var problem in _problems)
        {
            Console.WriteLine("Failed: " + problem);
        }

        var json = new JsonObject { ["scenario"] = Options.Compare, ["of"] = _scenario, ["figures"] = Comparison.ToJson(compared) };
        Console.WriteLine(json.ToJsonString());
        return _problems.Count > 0 ? 1 : 0;
    }

    /// <summary>Runs one version once. Null: it failed.</summary>
    private async Task<IReadOnlyList<RunFigure>?> RunTurnAsync(CompareTurn turn, CancellationToken cancellationToken)
    {
        var target = turn.IsB ? _b : _a;
        var name = string.Create(CultureInfo.InvariantCulture, $"pair {turn.Pair} of {_options.Pairs}, {(turn.IsB ? 'B' : 'A')}");
        var run = await ChildRun.RunAsync(target, _scenario, _options.PassedOn, cancellationToken);
        if (run.Problem is { } problem)
        {
            _problems.Add($"{name} ({target.Place}): {problem}");
        }

        if (run.Figures is not { } figures)
        {
            foreach (var line in run.Lines.TakeLast(LinesShown))
            {
                Console.WriteLine("  | " + line);
            }

            return null;
        }

        var headline = Comparison.Headline(figures);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {headline.Name} {headline.Value:#,0.###} {run.Problem}"));
        return figures;
    }

    private static void Print(IReadOnlyList<ComparedFigure> figures)
    {
        var width = figures.Max(figure => figure.Name.Length);
        Console.WriteLine($"  {"".PadRight(width)}  {"A",12}  {"B",12}  {"B/A",9}  {"min",9}  {"max",9}");
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {figure.Name.PadRight(width)}  {figure.A,12:#,0.###}  {figure.B,12:#,0.###}"
                + $"  {Text(figure.Ratio),9}  {Text(figure.Min),9}  {Text(figure.Max),9}"));
        }
    }

    private static string Text(double? ratio) => ratio is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
