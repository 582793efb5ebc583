using System.Diagnostics;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.CheckIn;

/// <summary>Runs the tests of the door's app in Node: <c>e2e/checkin/*.test.mjs</c>.</summary>
public sealed class CheckInScriptTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "e2e/checkin"), "*.test.mjs").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Tests_InNode_Pass(string file)
    {
        var start = new ProcessStartInfo("node", ["--test", "--no-warnings", Path.Combine(Repository.Root, "e2e/checkin", file)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, errors) = (
            node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await output + await errors);
    }
}
