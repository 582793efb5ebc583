using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// Cleans up after a killed application: its server may still be stopping, or its PID file may be stale, with the number of an ended or
/// unrelated process.
/// </summary>
internal static class LeftOverProcess
{
    /// <summary>
    /// Ends an earlier server on the directory: waits for it to stop, then signals it, then kills it. Deletes the PID file.
    /// </summary>
    /// <param name="timeout">The time until it is killed; a third of it until it is signalled.</param>
    public static async Task EndAsync(ServerCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Find(command) is { } process)
        {
            var clock = Stopwatch.StartNew();
            foreach (var (signal, after) in new[] { (command.StopSignal, timeout / 3), ("KILL", timeout) })
            {
                while (Find(command) is not null && clock.Elapsed < after)
                {
                    await Task.Delay(50, cancellationToken);
                }

                if (Find(command) is not null)
                {
                    await Programs.RunAsync("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)], cancellationToken);
                }
            }

            while (Find(command) is not null)
            {
                await Task.Delay(50, cancellationToken);
            }
        }

        // PostgreSQL refuses to start if any process of its user has the recorded number.
        File.Delete(command.PidFile);
    }

    private static int? Find(ServerCommand command)
    {
        if (!File.Exists(command.PidFile)
            || !int.TryParse(File.ReadLines(command.PidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var process))
        {
            return null;
        }

        // Readable by the process's user and root only; another user's process is not our server.
        var directory = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cwd"));
        try
        {
            return directory.LinkTarget is { } target && target == Resolved(command.WorkingDirectory) ? process : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Resolved(string path)
    {
        // Resolves links in all parts of the path, as the kernel does.
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(resolved, part));
            resolved = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }

        return resolved;
    }
}
