using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Integration;

/// <summary>
/// The built application as a child process on its own port. It can be killed and restarted at the same address. A watchdog kills
/// it when the test process exits.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    // Reads a pipe that the kernel closes when the test process exits, then kills the application.
    private const string Watchdog = "read -r _; kill -KILL \"$1\" 2>/dev/null";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // This assembly is in <repository>/<project>/bin/<configuration>/<framework>/.
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));
    private static readonly string Build = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory);
    private static readonly string Project = Path.Combine(Root, "Ticketing.App");

    private readonly List<string> _arguments;
    private Process? _app;
    private Process? _watchdog;

    private AppProcess(int port, IEnumerable<(string Key, string Value)> settings)
    {
        BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
        (string Key, string Value)[] defaults =
        [
            ("contentRoot", Project),
            ("urls", BaseAddress.ToString()),
            ("Site:Url", BaseAddress.ToString()),
            // Production refuses these stand-ins otherwise.
            ("Allow:LocalPayments", "true"), ("Allow:LocalMail", "true"), ("Allow:PlainSite", "true"), ("Allow:PlainKeys", "true"), ("Allow:PlainHttp", "true"),
            ("Allow:LocalFiles", "true"),
            // Off by default: tests that kill servers log many failures. TEST_LOGS=1 shows them.
            ("Logging:Console:LogLevel:Default", Environment.GetEnvironmentVariable("TEST_LOGS") is null ? "None" : "Warning"),
        ];
        _arguments = [Path.Combine(Project, Build, "Ticketing.App.dll"), .. defaults.Concat(settings).SelectMany(setting => new[] { "--" + setting.Key, setting.Value })];
    }

    /// <summary>The root of the repository.</summary>
    public static string Repository => Root;

    /// <summary>The root address, with a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Configuration keys as in appsettings; <c>environment</c> defaults to Production.</param>
    public static async Task<AppProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var process = new AppProcess(FreePort(), [("environment", "Production"), .. settings]);
        try
        {
            await process.RestartAsync();
            return process;
        }
        catch
        {
            await process.KillAsync();
            throw;
        }
    }

    /// <summary>Starts it after a kill or stop, at the same address.</summary>
    public async Task RestartAsync()
    {
        Debug.Assert(_app is null);
        _app = Process.Start(new ProcessStartInfo("dotnet", _arguments) { WorkingDirectory = Project })!;
        _watchdog = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Watchdog, "watchdog", Text(_app.Id)]) { RedirectStandardInput = true })!;
        await WaitUntilReadyAsync(_app);
    }

    /// <summary>Sends SIGKILL.</summary>
    public Task KillAsync() => EndAsync(app =>
    {
        app.Kill();
        return Task.CompletedTask;
    });

    /// <summary>Sends SIGTERM and waits for the shutdown.</summary>
    public Task StopAsync() => EndAsync(async app =>
    {
        using var kill = Process.Start("kill", ["-TERM", Text(app.Id)]);
        await kill.WaitForExitAsync();
    });

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task EndAsync(Func<Process, Task> end)
    {
        if (_app is not { } app)
        {
            return;
        }

        if (!app.HasExited)
        {
            await end(app);
            await app.WaitForExitAsync();
        }

        // The watchdog first: the kernel may reuse the application's process id.
        _watchdog!.Kill();
        await _watchdog.WaitForExitAsync();
        _watchdog.Dispose();
        app.Dispose();
        (_app, _watchdog) = (null, null);
    }

    private async Task WaitUntilReadyAsync(Process app)
    {
        using var http = new HttpClient { BaseAddress = BaseAddress };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartTimeout; await Task.Delay(Pause))
        {
            if (app.HasExited)
            {
                throw new InvalidOperationException($"The application exited with {Text(app.ExitCode)} before it was ready.");
            }

            try
            {
                using var answer = await http.GetAsync("health/ready");
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException("The application was not ready in time.");
    }

    /// <summary>A free port below the ephemeral range, so that it is still free at a restart.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // In use: try another.
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
