using System.Text.Json.Nodes;
using Ticketing.Load.Http;
using Ticketing.Load.Report;
using Ticketing.Load.Scenarios;

namespace Ticketing.Load;

/// <summary>The load driver behind <c>./bench</c>. In a namespace: the tests reference the application's <c>Program</c> too.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [TrivialServer.Argument])
        {
            TrivialServer.Serve();
            return 0;
        }

        Options options;
        Compare? compare;
        IReadOnlyList<IScenario> scenarios;
        try
        {
            options = Options.Parse(args);
            compare = options.Scenario == Options.Compare ? Compare.Of(options) : null;
            scenarios = compare is null ? ScenarioTable.Choose(options.Scenario) : [];
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }

        using var stopping = Interruption.Listen();
        Machine.Describe(options.DataDirectory);
        try
        {
            return compare is null ? await MeasureAsync(scenarios, options, stopping.Token) : await compare.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            return 130;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
    }

    /// <returns>The exit code: 1 if a check failed.</returns>
    private static async Task<int> MeasureAsync(IReadOnlyList<IScenario> scenarios, Options options, CancellationToken cancellationToken)
    {
        var report = new JsonObject();
        var faults = new List<string>();
        foreach (var scenario in scenarios)
        {
            var figures = await Repetition.RunAsync(scenario, options with { IsBrief = options.Scenario is null }, cancellationToken);
            report[scenario.Name] = figures.ToJson();
            faults.AddRange(figures.Faults.Select(fault => $"{scenario.Name}: {fault}"));
        }

        if (faults.Count > 0)
        {
            Console.WriteLine($"Failed checks: {string.Join(", ", faults)}");
        }

        Console.WriteLine(Summary.Line(options.Scenario, report));
        return faults.Count > 0 ? 1 : 0;
    }
}
