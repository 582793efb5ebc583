using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Tests.Development;

/// <summary>Finds the embedded servers' processes by their data directory.</summary>
internal static class ChildProcesses
{
    public static int Postmaster(string directory) => FirstLine(Path.Combine(directory, "postgres", "postmaster.pid"));

    public static int Redis(string directory) => FirstLine(Path.Combine(directory, "redis", "redis.pid"));

    public static void Kill(int process)
    {
        using var found = Process.GetProcessById(process);
        found.Kill();
    }

    /// <summary>Other processes with <paramref name="directory"/> in their command line or working directory.</summary>
    public static List<int> In(string directory) =>
        [.. Directory.GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(process => process != Environment.ProcessId && Mentions(process, directory))];

    private static bool Mentions(int process, string directory)
    {
        try
        {
            var proc = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
            return File.ReadAllText(proc + "/cmdline").Contains(directory, StringComparison.Ordinal)
                || (new FileInfo(proc + "/cwd").LinkTarget ?? "").StartsWith(directory, StringComparison.Ordinal);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The process has exited.
            return false;
        }
    }

    private static int FirstLine(string file) => int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
}
