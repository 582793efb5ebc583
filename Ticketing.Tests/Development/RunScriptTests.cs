using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Ticketing.App.Hosting.StartUp;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Development;

/// <summary>The settings that <c>./run</c> starts the application with; a script in place of <c>dotnet</c> prints them.</summary>
public sealed class RunScriptTests : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        case $1 in
            --list-sdks) echo '10.0.100 [/sdk]' ;;
            build) ;;
            *) echo "$ASPNETCORE_ENVIRONMENT"; shift; printf '%s\n' "$@" ;;
        esac
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("ticketing-run-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("192.0.2.7", false)]
    public async Task Host_OfTheOption_OpensTheMailboxOnLoopbackOnly(string? host, bool isLoopback)
    {
        var (environment, settings) = await RunAsync(host is null ? [] : ["--host", host]);

        Assert.Equal("Development", environment);
        Assert.Equal(isLoopback, ListeningAddresses.AreLoopback(settings));
        Assert.False(StandInCheck.IsAllowed(settings, StandInCheck.OpenMailbox));
    }

    [Fact]
    public async Task Scripts_AndStyles_AreSentCompressedAndCached()
    {
        var (_, settings) = await RunAsync([]);

        // Settings of ASP.NET Core's static assets.
        Assert.Equal(("false", "true"), (settings["ReloadStaticAssetsAtRuntime"], settings["EnableStaticAssetsDevelopmentCaching"]));
    }

    private async Task<(string Environment, IConfiguration Settings)> RunAsync(string[] options)
    {
        var dotnet = Path.Combine(_directory, "dotnet");
        await File.WriteAllTextAsync(dotnet, Dotnet, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo(Path.Combine(AppProcess.Repository, "run"), ["--port", "5999", .. options]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = string.Create(CultureInfo.InvariantCulture, $"{_directory}:{start.Environment["PATH"]}");
        // With both set it installs no servers.
        start.Environment["ConnectionStrings__Postgres"] = start.Environment["ConnectionStrings__Redis"] = "Host=nowhere";
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (lines[0], new ConfigurationBuilder().AddCommandLine(lines[1..]).Build());
    }
}
