using System.Diagnostics;
using System.Text;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Development;

/// <summary>The application as a child process with embedded servers, ended by SIGKILL and SIGTERM.</summary>
[LongRunning]
public sealed class KilledAppTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "ticketing-killed-" + Guid.NewGuid().ToString("N")[..8]);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task App_Killed_LeavesNoServers()
    {
        using (var app = await StartAsync())
        {
            app.Kill();
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.TrueAsync(() => ChildProcesses.In(_directory).Count == 0);
    }

    [Fact]
    public async Task App_KilledAndRestarted_KeepsItsData()
    {
        using (var app = await StartAsync())
        {
            app.Kill();
        }

        using var second = await StartAsync();
        second.Kill();
        await Eventually.TrueAsync(() => ChildProcesses.In(_directory).Count == 0);
    }

    [Fact]
    public async Task App_Terminated_StopsItsServersFirst()
    {
        using var app = await StartAsync();

        using (var kill = Process.Start("kill", ["-TERM", FormattableString.Invariant($"{app.Id}")]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await app.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, app.ExitCode);
        Assert.Empty(ChildProcesses.In(_directory));
    }

    private async Task<Process> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Ticketing.App.dll"), "--urls", "http://127.0.0.1:0", "--Demo:Enabled", "false",
            "--environment", "Development",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Set by environment: an argument would match the application in the search by directory.
        start.Environment["Data__Directory"] = _directory;
        var output = new StringBuilder();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var app = new Process { StartInfo = start, EnableRaisingEvents = true };
        app.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"The application did not start:\n{output}"));
        app.ErrorDataReceived += (_, line) => Append(output, line.Data);
        app.OutputDataReceived += (_, line) =>
        {
            Append(output, line.Data);
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        };
        app.Start();
        app.BeginErrorReadLine();
        app.BeginOutputReadLine();
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
