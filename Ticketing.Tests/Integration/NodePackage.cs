using System.Diagnostics;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Integration;

/// <summary>The tests of a folder below <c>e2e</c> with peers of a protocol in Node. <c>./test</c> installs their packages.</summary>
internal static class NodePackage
{
    private const int MinutesMax = 3;

    /// <summary>Runs <c>node --test</c>; fails with its output. Skips the test if the package is not installed.</summary>
    public static async Task TestAsync(string folder, string package, params (string Name, string Value)[] environment)
    {
        var directory = Path.Combine(Repository.Root, "e2e", folder);
        Assert.SkipUnless(Directory.Exists(Path.Combine(directory, "node_modules", package)), $"npm ci has not been run in e2e/{folder}.");
        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=spec"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var node = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(MinutesMax));
        try
        {
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(limit.Token), node.StandardError.ReadToEndAsync(limit.Token));
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, await output + await errors);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }
}
