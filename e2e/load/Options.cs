using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load;

/// <summary>Options of the command line. Null: the scenario's default.</summary>
internal sealed record Options
{
    /// <summary>In place of a scenario: compares two versions, see <see cref="Compared"/>.</summary>
    public const string Compare = "compare";

    private const string PairsOption = "--pairs";

    /// <summary>Null: the short round.</summary>
    public string? Scenario { get; init; }

    public int? Clients { get; init; }

    public int? Circuits { get; init; }

    public int? Seconds { get; init; }

    public int? WarmUpSeconds { get; init; }

    public int? Minutes { get; init; }

    public int Runs { get; init; } = 1;

    public int? Rounds { get; init; }

    public int? Seed { get; init; }

    public bool Contended { get; init; }

    public bool WithoutKeys { get; init; }

    public bool WithoutBaseline { get; init; }

    public int? SpreadMs { get; init; }

    /// <summary>Applications on one PostgreSQL and one Redis.</summary>
    public int Apps { get; init; } = 1;

    /// <summary>Pins each of several applications to a share of the cores.</summary>
    public bool Pin { get; init; }

    /// <summary>File for an SVG of the run.</summary>
    public string? Graph { get; init; }

    /// <summary>Visitors in the waiting room.</summary>
    public int? Waiting { get; init; }

    /// <summary>Part of the short round: reduced sizes and times.</summary>
    public bool IsBrief { get; init; }

    public string DataDirectory { get; init; } = Path.GetTempPath();

    /// <summary>Path of the application to measure.</summary>
    public string App { get; init; } = Repository.App;

    /// <summary>The paths of a comparison, as typed: trees, or files of the application.</summary>
    public IReadOnlyList<string> Compared { get; init; } = [];

    /// <summary>The scenario of a comparison's runs.</summary>
    public string? ComparedScenario { get; init; }

    /// <summary>Pairs of runs of a comparison.</summary>
    public int Pairs { get; init; } = 5;

    /// <summary>Options as typed, with their values: those of a comparison's runs.</summary>
    public IReadOnlyList<string> PassedOn { get; init; } = [];

    /// <exception cref="FormatException">An argument is invalid.</exception>
    public static Options Parse(IEnumerable<string> arguments)
    {
        var options = new Options();
        var all = arguments.ToList();
        var rest = new Queue<string>(all);
        while (rest.TryDequeue(out var argument))
        {
            var at = all.Count - rest.Count - 1;
            options = argument switch
            {
                "--clients" => options with { Clients = Number(rest, argument, 1, 15_000) },
                "--circuits" => options with { Circuits = Number(rest, argument, 1, 20_000) },
                "--seconds" => options with { Seconds = Number(rest, argument, 1, 3600) },
                "--warm-up" => options with { WarmUpSeconds = Number(rest, argument, 0, 600) },
                "--minutes" => options with { Minutes = Number(rest, argument, 2, 240) },
                "--runs" => options with { Runs = Number(rest, argument, 1, 100) },
                "--rounds" => options with { Rounds = Number(rest, argument, 1, 10_000) },
                "--seed" => options with { Seed = Number(rest, argument, 0, int.MaxValue) },
                "--spread" => options with { SpreadMs = Number(rest, argument, 0, 60_000) },
                "--waiting" => options with { Waiting = Number(rest, argument, 1_000, 2_000_000) },
                "--apps" => options with { Apps = Number(rest, argument, 1, 3) },
                PairsOption => options with { Pairs = Number(rest, argument, 1, 100) },
                "--pin" => options with { Pin = true },
                "--contended" => options with { Contended = true },
                "--without-keys" => options with { WithoutKeys = true },
                "--without-baseline" => options with { WithoutBaseline = true },
                "--graph" => options with { Graph = Path.GetFullPath(Text(rest, argument)) },
                "--data" => options with { DataDirectory = Text(rest, argument) },
                "--app" => options with { App = Path.GetFullPath(Text(rest, argument)) },
                _ when argument.StartsWith('-') => throw Unknown(argument),
                _ => options.WithWord(argument),
            };
            if (argument.StartsWith('-') && argument != PairsOption)
            {
                options = options with { PassedOn = [.. options.PassedOn, .. all[at..^rest.Count]] };
            }
        }

        return options;
    }

    private Options WithWord(string word) => this switch
    {
        { Scenario: null } => this with { Scenario = word },
        { Scenario: Compare, Compared.Count: < 2 } => this with { Compared = [.. Compared, word] },
        { Scenario: Compare, ComparedScenario: null } => this with { ComparedScenario = word },
        _ => throw Unknown(word),
    };

    private static FormatException Unknown(string argument) => new($"Unknown argument: {argument}");

    private static string Text(Queue<string> rest, string option) =>
        rest.TryDequeue(out var value) ? value : throw new FormatException($"{option} needs a value.");

    private static int Number(Queue<string> rest, string option, int min, int max) =>
        int.TryParse(Text(rest, option), CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{option} takes a whole number from {min} to {max}.");
}
