using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Load.Stack;

/// <summary>
/// The application as a child process: the Release build on a loopback port, with connection strings. It ends with this program,
/// also when that is killed: a shell watchdog in between reads a pipe, like
/// <c>SupervisedServer</c> for the servers.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Watchdog = """
        log=$1; shift
        exec 3<&0 0</dev/null 2>/dev/null
        "$@" 3<&- >"$log" 2>&1 &
        app=$!
        echo "$app"
        {
            read -r _ <&3
            kill -s TERM "$app"
            tries=0
            while kill -0 "$app" && [ "$tries" -lt 150 ]; do sleep 0.1; tries=$((tries + 1)); done
            kill -s KILL "$app"
        } &
        watcher=$!
        exec 3<&-
        wait "$app"
        kill "$watcher"
        """;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly Process _watchdog;
    private readonly string _log;
    private int _linesWhenReady;
    private bool _isDisposed;

    private AppProcess(Process watchdog, int id, IPEndPoint address, string log) => (_watchdog, Id, Address, _log) = (watchdog, id, address, log);

    /// <summary>The application's process id.</summary>
    public int Id { get; }

    public IPEndPoint Address { get; }

    /// <summary>Starts an application and waits until it is ready.</summary>
    /// <param name="settings">Environment variables, <c>Section__Key</c>.</param>
    /// <param name="address">Null: a free port.</param>
    /// <param name="prefix">Words before its command, such as those of <see cref="CoreShare"/>.</param>
    public static async Task<AppProcess> StartAsync(
        string program, string workspace, IReadOnlyDictionary<string, string> settings,
        IPEndPoint? address, IReadOnlyList<string> prefix, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"The application has not been built: {program}");
        }

        address ??= new IPEndPoint(IPAddress.Loopback, FreePort());
        var log = Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $"app-{address.Port}.log"));
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", Watchdog, "watchdog", log, .. prefix, "dotnet", program, "--contentRoot", ContentRoot(program)])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = start.Environment["Site__Url"] = $"http://{address}";
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var watchdog = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
        var id = int.Parse((await watchdog.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        var app = new AppProcess(watchdog, id, address, log);
        try
        {
            await app.WaitUntilReadyAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Log lines since it was ready, at level Warning and above.</summary>
    public IEnumerable<string> LoggedSinceReady() => Log().Skip(_linesWhenReady).Select(Message);

    /// <summary>Sends a signal by its <c>kill</c> name.</summary>
    public Task SignalAsync(string signal) => Signals.SendAsync(signal, Id);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync(CancellationToken.None);
        _watchdog.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        var clock = Stopwatch.StartNew();
        while (!await IsReadyAsync(http, cancellationToken))
        {
            if (_watchdog.HasExited || clock.Elapsed > StartTimeout)
            {
                throw new InvalidOperationException("The application did not start:\n" + string.Join('\n', Log().TakeLast(20)));
            }

            await Task.Delay(100, cancellationToken);
        }

        _linesWhenReady = Log().Count;
    }

    private List<string> Log() => File.Exists(_log) ? [.. File.ReadLines(_log).Where(line => line.Length > 0)] : [];

    // Log lines are JSON outside Development; the runtime's crash output is not.
    private static string Message(string line)
    {
        try
        {
            var entry = JsonNode.Parse(line)!;
            var cause = entry["Exception"]?.GetValue<string>().Split('\n')[0];
            return $"{entry["LogLevel"]} {entry["Category"]}: {entry["Message"]} {cause}";
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    // Like ./run: a build's static files are in the project, a published one's beside it.
    private static string ContentRoot(string program)
    {
        var directory = Path.GetDirectoryName(program)!;
        var project = Path.GetFullPath(Path.Combine(directory, "..", "..", ".."));
        return File.Exists(Path.Combine(project, Path.ChangeExtension(Path.GetFileName(program), ".csproj"))) ? project : directory;
    }

    /// <summary>A free port below the ephemeral range, so that it is still free at a restart.</summary>
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
                // In use: try another.
            }
        }
    }
}
