using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>Finds and runs installed programs.</summary>
internal static class Programs
{
    // A user's PATH often lacks /usr/sbin, where distributions install servers.
    private static readonly string[] SystemDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    // Debian installs PostgreSQL's versions side by side.
    private static readonly string[] VersionParents = ["/usr/lib/postgresql", "/usr/libexec/postgresql"];

    /// <summary>The full path of a program, or null if it is not installed.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemDirectories)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// The directory of PostgreSQL's programs, of version <paramref name="major"/> or, if null, the newest.
    /// </summary>
    /// <exception cref="EmbeddedServerException">It is not installed.</exception>
    public static string PostgresBin(string? configured, int? major)
    {
        var found = Candidates(configured).Where(bin => File.Exists(Path.Combine(bin.Directory, "initdb"))).ToList();
        if (found.Count == 0)
        {
            throw new EmbeddedServerException(
                "PostgreSQL is not installed. Install it (Debian, Ubuntu: apt-get install postgresql), or set ConnectionStrings:Postgres, "
                + "or Embedded:PostgresBinDirectory.");
        }

        return major is null
            ? found.MaxBy(bin => bin.Major ?? 0).Directory
            : found.Find(bin => bin.Major is null || bin.Major == major).Directory
                ?? throw new EmbeddedServerException(string.Create(CultureInfo.InvariantCulture,
                    $"The data directory is of PostgreSQL {major}, which is not installed. Install postgresql-{major}, or use another."));
    }

    /// <summary>The path of <c>redis-server</c> or <c>valkey-server</c>.</summary>
    /// <exception cref="EmbeddedServerException">Neither is installed.</exception>
    public static string RedisServer(string? configured) =>
        configured ?? OnPath("redis-server") ?? OnPath("valkey-server") ?? throw new EmbeddedServerException(
            "Redis is not installed. Install it (Debian, Ubuntu: apt-get install redis-server), or set ConnectionStrings:Redis, "
            + "or Embedded:RedisServerPath.");

    /// <summary>Runs a program and returns its output.</summary>
    /// <exception cref="EmbeddedServerException">It does not start or exits with an error; the message has its output.</exception>
    public static Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(new ProcessStartInfo(program, arguments) { UseShellExecute = false }, cancellationToken);

    /// <inheritdoc cref="RunAsync(string, IEnumerable{string}, CancellationToken)"/>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new EmbeddedServerException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {(await error + await output).Trim()}");
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="EmbeddedServerException">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new EmbeddedServerException($"{start.FileName} did not start.");
        }
        catch (Win32Exception cause)
        {
            throw new EmbeddedServerException($"{start.FileName} cannot be started: {cause.Message}", cause);
        }
    }

    private static IEnumerable<(string Directory, int? Major)> Candidates(string? configured)
    {
        if (configured is not null)
        {
            yield return (configured, null);
            yield break;
        }

        foreach (var parent in VersionParents.Where(Directory.Exists))
        {
            foreach (var version in Directory.GetDirectories(parent))
            {
                if (int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var major))
                {
                    yield return (Path.Combine(version, "bin"), major);
                }
            }
        }

        if (OnPath("initdb") is { } initdb)
        {
            yield return (Path.GetDirectoryName(initdb)!, null);
        }
    }
}
