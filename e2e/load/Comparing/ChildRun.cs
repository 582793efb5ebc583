using System.Diagnostics;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>A finished run of a load driver in its own process.</summary>
/// <param name="Figures">Null: the run failed.</param>
/// <param name="Lines">Its output.</param>
internal sealed record ChildRun(int ExitCode, IReadOnlyList<RunFigure>? Figures, IReadOnlyList<string> Lines)
{
    private const string FailedChecks = "Failed checks: ";

    // For the child's servers to stop.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    /// <summary>What went wrong; null: nothing.</summary>
    public string? Problem => (Figures, ExitCode) switch
    {
        (null, _) => $"failed with exit code {ExitCode}",
        (_, 0) => null,
        _ => Lines.LastOrDefault(line => line.StartsWith(FailedChecks, StringComparison.Ordinal)) ?? $"ended with exit code {ExitCode}",
    };

    private static string Dotnet =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>Runs a driver; when cancelled, ends it first.</summary>
    public static async Task<ChildRun> RunAsync(
        CompareTarget target, string scenario, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Dotnet, [target.Driver, scenario, .. options, .. target.Options])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        try
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Length > 0)
                {
                    lines.Add(line);
                }
            }

            await process.WaitForExitAsync(cancellationToken);
            return new ChildRun(process.ExitCode, lines.Count > 0 ? Comparison.Read(lines[^1]) : null, lines);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            await Signals.SendAsync("TERM", process.Id);
        }

        using var timeout = new CancellationTokenSource(EndTimeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
