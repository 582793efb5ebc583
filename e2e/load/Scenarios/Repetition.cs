using Ticketing.Load.Report;

namespace Ticketing.Load.Scenarios;

/// <summary>Runs a scenario several times, each with new servers and data, and prints the medians.</summary>
internal static class Repetition
{
    public static async Task<Figures> RunAsync(IScenario scenario, Options options, CancellationToken cancellationToken)
    {
        var runs = new List<Figures>();
        for (var run = 1; run <= options.Runs; run++)
        {
            Console.WriteLine();
            Console.WriteLine(options.Runs == 1 ? scenario.Name : $"{scenario.Name}, run {run} of {options.Runs}");
            runs.Add(await scenario.RunAsync(options, cancellationToken));
            Print(runs[^1]);
        }

        var median = Figures.Median(runs);
        if (runs.Count > 1)
        {
            Console.WriteLine();
            Console.WriteLine($"{scenario.Name}, medians of {runs.Count} runs");
            Print(median);
        }

        return median;
    }

    private static void Print(Figures figures)
    {
        foreach (var line in figures.Lines())
        {
            Console.WriteLine(line);
        }
    }
}
