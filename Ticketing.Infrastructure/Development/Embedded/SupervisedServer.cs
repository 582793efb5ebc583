using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>How a server is started, stopped and identified.</summary>
/// <param name="Name">For logs and messages.</param>
/// <param name="Program">The server's program.</param>
/// <param name="Arguments">The arguments of every start.</param>
/// <param name="StopSignal">The signal for a fast, clean shutdown.</param>
/// <param name="WorkingDirectory">Identifies the server's process, whose number may have been reused.</param>
/// <param name="PidFile">The server's PID file.</param>
internal sealed record ServerCommand(
    string Name, string Program, IReadOnlyList<string> Arguments, string StopSignal, string WorkingDirectory, string PidFile);

/// <summary>
/// A server with the lifetime of the application: restarted if it dies, stopped with the application, also if that is killed.
/// </summary>
/// <remarks>
/// A shell script runs between the two. Its standard input is a pipe held open by the application; when the application ends, the kernel
/// closes the pipe and the script stops the server. (PR_SET_PDEATHSIG is not suitable: it fires when the starting <i>thread</i> ends, and
/// .NET ends pool threads.)
/// </remarks>
internal sealed partial class SupervisedServer : IAsyncDisposable
{
    private const string Watchdog = """
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

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeftOverTimeout = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan RestartDelayMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyCheckPause = TimeSpan.FromMilliseconds(50);

    private readonly ServerCommand _command;
    private readonly DataDirectory _directory;
    private readonly Func<CancellationToken, Task<bool>> _isReady;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _watchdog;
    private Task _supervision = Task.CompletedTask;

    private SupervisedServer(ServerCommand command, DataDirectory directory, Func<CancellationToken, Task<bool>> isReady, ILogger logger) =>
        (_command, _directory, _isReady, _logger) = (command, directory, isReady, logger);

    private string LogFile => Path.Combine(_directory.Logs, _command.Name + ".log");

    /// <summary>Starts the server, waits until it is ready, and supervises it from then on.</summary>
    public static async Task<SupervisedServer> StartAsync(
        ServerCommand command, DataDirectory directory, Func<CancellationToken, Task<bool>> isReady,
        ILogger logger, CancellationToken cancellationToken)
    {
        var server = new SupervisedServer(command, directory, isReady, logger);
        try
        {
            server.RotateLog();
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
        await StopWatchdogAsync();
        _stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var delay = TimeSpan.FromMilliseconds(100);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _watchdog!.WaitForExitAsync(_stopping.Token);
                LogDied(_command.Name, _watchdog.ExitCode);
                await StopWatchdogAsync();
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
                // PostgreSQL refuses to start while a killed server's child processes still use its shared memory; they end by themselves.
                LogRestartFailed(cause, _command.Name);
                delay = delay * 2 < RestartDelayMax ? delay * 2 : RestartDelayMax;
            }
        }
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        await LeftOverProcess.EndAsync(_command, LeftOverTimeout, cancellationToken);
        string[] arguments = ["-c", Watchdog, "watchdog", _command.StopSignal, LogFile, _command.Program, .. _command.Arguments];
        var start = _directory.User.Command("/bin/sh", arguments, ownSession: true);
        start.RedirectStandardInput = true;
        _watchdog = Programs.Start(start);

        var clock = Stopwatch.StartNew();
        while (!await _isReady(cancellationToken))
        {
            if (_watchdog.HasExited)
            {
                throw new EmbeddedServerException(string.Create(CultureInfo.InvariantCulture,
                    $"{_command.Name} exited with code {_watchdog.ExitCode} while starting. The end of {LogFile}:\n{LogTail()}"));
            }

            if (clock.Elapsed > StartTimeout)
            {
                throw new EmbeddedServerException($"{_command.Name} did not become ready. The end of {LogFile}:\n{LogTail()}");
            }

            await Task.Delay(ReadyCheckPause, cancellationToken);
        }
    }

    private async Task StopWatchdogAsync()
    {
        if (_watchdog is not { } watchdog)
        {
            return;
        }

        _watchdog = null;
        watchdog.StandardInput.Close();
        await watchdog.WaitForExitAsync(CancellationToken.None);
        watchdog.Dispose();
    }

    private void RotateLog()
    {
        var log = new FileInfo(LogFile);
        if (log.Exists && log.Length > 10_000_000)
        {
            log.MoveTo(LogFile + ".1", overwrite: true);
        }
    }

    private string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(15)) : "(empty)";

    [LoggerMessage(LogLevel.Warning, "Private {Server} exited with code {ExitCode}; restarting it")]
    private partial void LogDied(string server, int exitCode);

    [LoggerMessage(LogLevel.Information, "Private {Server} restarted")]
    private partial void LogRestarted(string server);

    [LoggerMessage(LogLevel.Error, "Private {Server} cannot be restarted; retrying")]
    private partial void LogRestartFailed(Exception cause, string server);
}
