using System.Diagnostics;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Integration;

/// <summary>Runs modules of the pages in Node.</summary>
internal static class NodeScript
{
    /// <summary>The address of a module, from its path below <c>wwwroot/js</c> without extension.</summary>
    public static string Module(string path) => new Uri(Path.Combine(Repository.Root, "Ticketing.App/wwwroot/js", path + ".js")).AbsoluteUri;

    /// <summary>What the script printed, trimmed. Fails the test with the script's errors if it ended by one.</summary>
    public static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("node", ["--input-type=module", "--no-warnings", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(script.AsMemory(), TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await errors);
        return (await output).Trim();
    }
}
