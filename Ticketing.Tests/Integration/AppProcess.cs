using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Integration;

/// <summary>
/// The built application as an operating system's process, on a port of its own: to have several, to kill one, to start it again at
/// the same address. It ends with the tests, however they end.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    // Its input is a pipe that this process holds open: the kernel closes it when this process is gone, and the application goes too.
    private const string Keeper = "read -r _; kill -KILL \"$1\" 2>/dev/null";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // This assembly lies in <repository>/<project>/bin/<configuration>/<framework>/.
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));
    private static readonly string Build = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory);
    private static readonly string Project = Path.Combine(Root, "Ticketing.App");

    private readonly List<string> _arguments;
    private Process? _app;
    private Process? _keeper;

    private AppProcess(int port, IEnumerable<(string Key, string Value)> settings)
    {
        BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
        (string Key, string Value)[] usual =
        [
            ("contentRoot", Project),
            ("urls", BaseAddress.ToString()),
            ("Site:Url", BaseAddress.ToString()),
            // Tests that kill servers would fill pages; TEST_LOGS=1 shows them.
            ("Logging:Console:LogLevel:Default", Environment.GetEnvironmentVariable("TEST_LOGS") is null ? "None" : "Warning"),
        ];
        _arguments = [Path.Combine(Project, Build, "Ticketing.App.dll"), .. usual.Concat(settings).SelectMany(setting => new[] { "--" + setting.Key, setting.Value })];
    }

    /// <summary>The root of the repository.</summary>
    public static string Repository => Root;

    /// <summary>Ends with a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Configuration, as in appsettings, such as a test database's; <c>environment</c> is Production unless given.</param>
    public static async Task<AppProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var process = new AppProcess(FreePort(), [("environment", "Production"), .. settings]);
        try
        {
            await process.StartAgainAsync();
            return process;
        }
        catch
        {
            await process.KillAsync();
            throw;
        }
    }

    /// <summary>Starts it once more, after it was killed or stopped, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        Debug.Assert(_app is null);
        _app = Process.Start(new ProcessStartInfo("dotnet", _arguments) { WorkingDirectory = Project })!;
        _keeper = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Keeper, "keeper", Text(_app.Id)]) { RedirectStandardInput = true })!;
        await WaitUntilReadyAsync(_app);
    }

    /// <summary>Gone without a word (SIGKILL).</summary>
    public Task KillAsync() => EndAsync(app =>
    {
        app.Kill();
        return Task.CompletedTask;
    });

    /// <summary>Asked to end, and in order (SIGTERM).</summary>
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

        // First of all the keeper, whose number to kill may soon be another's.
        _keeper!.Kill();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        app.Dispose();
        (_app, _keeper) = (null, null);
    }

    private async Task WaitUntilReadyAsync(Process app)
    {
        using var http = new HttpClient { BaseAddress = BaseAddress };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartPatience; await Task.Delay(Pause))
        {
            if (app.HasExited)
            {
                throw new InvalidOperationException($"The application ended with {Text(app.ExitCode)} instead of starting.");
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
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException("The application was not ready in time.");
    }

    /// <summary>A free port below those that the kernel gives to outgoing connections, so that it is still free when the application starts again.</summary>
    private static int FreePort()
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
                // Another one, then.
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
