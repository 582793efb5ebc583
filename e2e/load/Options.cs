using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load;

/// <summary>Options of the command line. Null: the scenario's default.</summary>
internal sealed record Options
{
    /// <summary>Null: the short round.</summary>
    public string? Scenario { get; init; }

    public int? Clients { get; init; }

    public int? Circuits { get; init; }

    public int? Seconds { get; init; }

    public int? WarmUpSeconds { get; init; }

    public int Runs { get; init; } = 1;

    public int? Rounds { get; init; }

    public int? Seed { get; init; }

    public bool Contended { get; init; }

    public bool WithoutKeys { get; init; }

    public bool WithoutBaseline { get; init; }

    public int? SpreadMs { get; init; }

    /// <summary>File for an SVG of the run.</summary>
    public string? Graph { get; init; }

    /// <summary>Visitors in the waiting room.</summary>
    public int? Waiting { get; init; }

    /// <summary>Part of the short round: reduced sizes and times.</summary>
    public bool IsBrief { get; init; }

    public string DataDirectory { get; init; } = Path.GetTempPath();

    /// <summary>Path of the application to measure.</summary>
    public string App { get; init; } = Repository.App;

    /// <exception cref="FormatException">An argument is invalid.</exception>
    public static Options Parse(IEnumerable<string> arguments)
    {
        var options = new Options();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            options = argument switch
            {
                "--clients" => options with { Clients = Number(rest, argument, 1, 15_000) },
                "--circuits" => options with { Circuits = Number(rest, argument, 1, 20_000) },
                "--seconds" => options with { Seconds = Number(rest, argument, 1, 3600) },
                "--warm-up" => options with { WarmUpSeconds = Number(rest, argument, 0, 600) },
                "--runs" => options with { Runs = Number(rest, argument, 1, 100) },
                "--rounds" => options with { Rounds = Number(rest, argument, 1, 10_000) },
                "--seed" => options with { Seed = Number(rest, argument, 0, int.MaxValue) },
                "--spread" => options with { SpreadMs = Number(rest, argument, 0, 60_000) },
                "--waiting" => options with { Waiting = Number(rest, argument, 1_000, 2_000_000) },
                "--contended" => options with { Contended = true },
                "--without-keys" => options with { WithoutKeys = true },
                "--without-baseline" => options with { WithoutBaseline = true },
                "--graph" => options with { Graph = Path.GetFullPath(Text(rest, argument)) },
                "--data" => options with { DataDirectory = Text(rest, argument) },
                "--app" => options with { App = Path.GetFullPath(Text(rest, argument)) },
                _ when argument.StartsWith('-') || options.Scenario is not null => throw new FormatException($"Unknown argument: {argument}"),
                _ => options with { Scenario = argument },
            };
        }

        return options;
    }

    private static string Text(Queue<string> rest, string option) =>
        rest.TryDequeue(out var value) ? value : throw new FormatException($"{option} needs a value.");

    private static int Number(Queue<string> rest, string option, int min, int max) =>
        int.TryParse(Text(rest, option), CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{option} takes a whole number from {min} to {max}.");
}
