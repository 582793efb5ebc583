using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>Finds installed programs and runs short ones to their end.</summary>
internal static class Programs
{
    // Where distributions put servers; a user's PATH often lacks /usr/sbin.
    private static readonly string[] AlsoLookIn = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    // Debian keeps PostgreSQL's versions side by side.
    private static readonly string[] VersionParents = ["/usr/lib/postgresql", "/usr/libexec/postgresql"];

    /// <summary>The full path of a program, or null where it is not installed.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(AlsoLookIn)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// The directory of PostgreSQL's programs: of <paramref name="major"/> where data of that version exist, else the
    /// newest installed.
    /// </summary>
    public static string PostgresBin(string? configured, int? major)
    {
        var found = Candidates(configured).Where(bin => File.Exists(Path.Combine(bin.Directory, "initdb"))).ToList();
        if (found.Count == 0)
        {
            throw new EmbeddedServerException(
                "PostgreSQL is not installed. Install it (Debian, Ubuntu: apt-get install postgresql), or set ConnectionStrings:Postgres, or Embedded:PostgresBinDirectory.");
        }

        return major is null
            ? found.MaxBy(bin => bin.Major ?? 0).Directory
            : found.Find(bin => bin.Major is null || bin.Major == major).Directory
                ?? throw new EmbeddedServerException(string.Create(CultureInfo.InvariantCulture,
                    $"The data were made by PostgreSQL {major}, which is not installed. Install postgresql-{major}, or use another data directory."));
    }

    /// <summary>The <c>redis-server</c> program.</summary>
    public static string RedisServer(string? configured) =>
        configured ?? OnPath("redis-server") ?? OnPath("valkey-server") ?? throw new EmbeddedServerException(
            "Redis is not installed. Install it (Debian, Ubuntu: apt-get install redis-server), or set ConnectionStrings:Redis, or Embedded:RedisServerPath.");

    /// <summary>Runs a program to its end and answers what it wrote; a non-zero exit throws with what it said.</summary>
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
            : throw new EmbeddedServerException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {(await error + await output).Trim()}");
    }

    /// <summary>Starts a program, or says which one is missing.</summary>
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
