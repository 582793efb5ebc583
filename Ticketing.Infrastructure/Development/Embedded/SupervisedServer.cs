using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>How one server is started, asked to stop, and recognised.</summary>
/// <param name="Name">For logs and messages.</param>
/// <param name="Program">The server's program.</param>
/// <param name="Arguments">What it is started with, the same each time.</param>
/// <param name="StopSignal">The signal that makes it stop quickly and cleanly.</param>
/// <param name="WorkingDirectory">The directory it runs in: with it a left-over process is told from a stranger with the same number.</param>
/// <param name="PidFile">The file in which it leaves its process number.</param>
internal sealed record ServerCommand(
    string Name, string Program, IReadOnlyList<string> Arguments, string StopSignal, string WorkingDirectory, string PidFile);

/// <summary>
/// A server that lives exactly as long as the application: started again when it dies, stopped with the application, and
/// stopped also when the application is killed without a chance to do anything.
/// </summary>
/// <remarks>
/// The last is the work of a few lines of shell between the two. Their standard input is a pipe that the application holds
/// open; when the application is gone, for whatever reason, the kernel closes it and they stop the server. (The kernel's
/// own PR_SET_PDEATHSIG would not do: it fires when the starting <i>thread</i> ends, and .NET retires pool threads.)
/// </remarks>
internal sealed partial class SupervisedServer : IAsyncDisposable
{
    private const string Keeper = """
        stop=$1 log=$2; shift 2
        exec 3<&0 0</dev/null >>"$log" 2>&1
        "$@" 3<&- &
        server=$!
        {
            read -r _ <&3
            kill -s "$stop" "$server"
            tries=0
            while kill -0 "$server" && [ "$tries" -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
            kill -s KILL "$server"
        } 2>/dev/null &
        watcher=$!
        exec 3<&-
        wait "$server"
        code=$?
        kill "$watcher"
        exit "$code"
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeftOverPatience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan RestartDelayMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyCheckPause = TimeSpan.FromMilliseconds(50);

    private readonly ServerCommand _command;
    private readonly DataDirectory _directory;
    private readonly Func<CancellationToken, Task<bool>> _isReady;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _keeper;
    private Task _supervision = Task.CompletedTask;

    private SupervisedServer(ServerCommand command, DataDirectory directory, Func<CancellationToken, Task<bool>> isReady, ILogger logger) =>
        (_command, _directory, _isReady, _logger) = (command, directory, isReady, logger);

    private string LogFile => Path.Combine(_directory.Logs, _command.Name + ".log");

    /// <summary>Starts the server, waits until it answers, and looks after it from then on.</summary>
    public static async Task<SupervisedServer> StartAsync(
        ServerCommand command, DataDirectory directory, Func<CancellationToken, Task<bool>> isReady,
        ILogger logger, CancellationToken cancellationToken)
    {
        var server = new SupervisedServer(command, directory, isReady, logger);
        try
        {
            server.KeepLogSmall();
            await server.StartOnceAsync(cancellationToken);
            server._supervision = server.SuperviseAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervision;
        await StopKeeperAsync();
        _stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var delay = TimeSpan.FromMilliseconds(100);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _keeper!.WaitForExitAsync(_stopping.Token);
                LogDied(_command.Name, _keeper.ExitCode);
                await StopKeeperAsync();
                await Task.Delay(delay, _stopping.Token);
                await StartOnceAsync(_stopping.Token);
                LogRestarted(_command.Name);
                delay = TimeSpan.FromMilliseconds(100);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (EmbeddedServerException cause)
            {
                // PostgreSQL refuses while a killed server's children still hold its memory: they leave by themselves.
                LogRestartFailed(cause, _command.Name);
                delay = delay * 2 < RestartDelayMax ? delay * 2 : RestartDelayMax;
            }
        }
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        await LeftOverProcess.EndAsync(_command, LeftOverPatience, cancellationToken);
        var start = _directory.Servant.Command(
            "/bin/sh", ["-c", Keeper, "keeper", _command.StopSignal, LogFile, _command.Program, .. _command.Arguments], ownSession: true);
        start.RedirectStandardInput = true;
        _keeper = Programs.Start(start);

        var clock = Stopwatch.StartNew();
        while (!await _isReady(cancellationToken))
        {
            if (_keeper.HasExited)
            {
                throw new EmbeddedServerException(string.Create(CultureInfo.InvariantCulture,
                    $"{_command.Name} ended with code {_keeper.ExitCode} while starting. The end of {LogFile}:\n{LogTail()}"));
            }

            if (clock.Elapsed > StartPatience)
            {
                throw new EmbeddedServerException($"{_command.Name} did not become ready. The end of {LogFile}:\n{LogTail()}");
            }

            await Task.Delay(ReadyCheckPause, cancellationToken);
        }
    }

    private async Task StopKeeperAsync()
    {
        if (_keeper is not { } keeper)
        {
            return;
        }

        _keeper = null;
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync(CancellationToken.None);
        keeper.Dispose();
    }

    private void KeepLogSmall()
    {
        var log = new FileInfo(LogFile);
        if (log.Exists && log.Length > 10_000_000)
        {
            log.MoveTo(LogFile + ".1", overwrite: true);
        }
    }

    private string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(15)) : "(empty)";

    [LoggerMessage(LogLevel.Warning, "Private {Server} ended with code {ExitCode}; starting it again")]
    private partial void LogDied(string server, int exitCode);

    [LoggerMessage(LogLevel.Information, "Private {Server} is back")]
    private partial void LogRestarted(string server);

    [LoggerMessage(LogLevel.Error, "Private {Server} cannot be started again yet")]
    private partial void LogRestartFailed(Exception cause, string server);
}
