using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// What an application that was killed leaves behind: a server that is still writing its last checkpoint, or only the file
/// with the number of a process that is long gone, or that by now is somebody else's.
/// </summary>
internal static class LeftOverProcess
{
    /// <summary>
    /// Returns when no earlier server works on the directory any more: waits for one that is stopping, stops one that is
    /// not, removes a stale process file.
    /// </summary>
    public static async Task EndAsync(ServerCommand command, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Find(command) is { } process)
        {
            var clock = Stopwatch.StartNew();
            foreach (var (signal, after) in new[] { (command.StopSignal, patience / 3), ("KILL", patience) })
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

        // PostgreSQL would take any process of its user with the noted number for a running server, and refuse.
        File.Delete(command.PidFile);
    }

    private static int? Find(ServerCommand command)
    {
        if (!File.Exists(command.PidFile)
            || !int.TryParse(File.ReadLines(command.PidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var process))
        {
            return null;
        }

        // The link is readable only by the process's own user and root; a stranger's process is none of ours either way.
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
        // Links anywhere in the path: the kernel reports the real one.
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(resolved, part));
            resolved = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }

        return resolved;
    }
}
