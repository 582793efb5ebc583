using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>
/// Runs <c>e2e/stripe-sdk</c>: the official Node SDK against the local provider. <c>./test</c> installs its package;
/// without the package the test is skipped.
/// </summary>
public sealed class StripeSdkTests(TestServers servers)
{
    private const int MinutesMax = 3;

    [Fact]
    public async Task OfficialSdk_AgainstTheLocalProvider_Passes()
    {
        var directory = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../e2e/stripe-sdk"));
        Assert.SkipUnless(Directory.Exists(Path.Combine(directory, "node_modules", "stripe")), "npm ci has not been run in e2e/stripe-sdk.");
        await using var database = await servers.CreateDatabaseAsync();
        await using var host = await LocalStripeHost.StartAsync(database);
        var keys = await host.KeysAsync();

        using var node = new Process
        {
            StartInfo = new ProcessStartInfo("node", ["--test", "--test-reporter=spec"])
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["STRIPE_API_BASE"] = host.BaseAddress.AbsoluteUri,
                    ["STRIPE_SECRET_KEY"] = keys.SecretKey,
                    ["STRIPE_PUBLISHABLE_KEY"] = keys.PublishableKey,
                },
            },
        };
        node.Start();
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

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
