using System.Diagnostics;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// The user the private servers run as. PostgreSQL refuses to run as root, so where the application is root they run as
/// <c>postgres</c> (made by its package) or, where there is none, as <c>nobody</c>; else as whoever runs the application.
/// </summary>
internal sealed class ServantUser
{
    private readonly string[] _prefix;

    private ServantUser(string? name, string[] prefix) => (Name, _prefix) = (name, prefix);

    /// <summary>Null when the servers run as the application's own user.</summary>
    public string? Name { get; }

    public static ServantUser Find()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServantUser(null, []);
        }

        var users = File.ReadAllLines("/etc/passwd").Select(line => line.Split(':')).Where(line => line.Length > 3).ToList();
        var user = users.Find(line => line[0] == "postgres") ?? users.Find(line => line[0] == "nobody")
            ?? throw new EmbeddedServerException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.");

        // setpriv replaces itself with the command; runuser stays between as a parent, which is only the second choice.
        if (Programs.OnPath("setpriv") is { } setpriv)
        {
            return new ServantUser(user[0], [setpriv, "--reuid", user[0], "--regid", user[3], "--init-groups", "--"]);
        }

        return Programs.OnPath("runuser") is { } runuser
            ? new ServantUser(user[0], [runuser, "-u", user[0], "--"])
            : throw new EmbeddedServerException("PostgreSQL does not run as root, and neither setpriv nor runuser is installed (package util-linux).");
    }

    /// <summary>The command as this user runs it, detached from the terminal: Ctrl-C there is the application's to handle.</summary>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments, bool ownSession = false)
    {
        List<string> line = [.. _prefix, program, .. arguments];
        if (ownSession && Programs.OnPath("setsid") is { } setsid)
        {
            line.Insert(0, setsid);
        }

        // The application's own directory may be closed to this user; "/" is not.
        var start = new ProcessStartInfo(line[0]) { WorkingDirectory = "/", UseShellExecute = false };
        foreach (var argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("PGDATA");
        start.Environment.Remove("PGPORT");
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>Makes a directory that only this user (and root) can enter.</summary>
    public async Task OwnDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        var owner = Name is null ? Array.Empty<string>() : ["-o", Name];
        await Programs.RunAsync("install", ["-d", "-m", "700", .. owner, path], cancellationToken);
        if (Name is not null
            && (await Programs.RunAsync("find", [path, "-maxdepth", "1", "!", "-user", Name], cancellationToken)).Length > 0)
        {
            await Programs.RunAsync("chown", ["-R", Name, path], cancellationToken);
        }
    }

    /// <summary>Whether this user may pass through every directory down to <paramref name="path"/>.</summary>
    public async Task<bool> CanEnterAsync(string path, CancellationToken cancellationToken)
    {
        using var test = Process.Start(Command("test", ["-x", path]))
            ?? throw new EmbeddedServerException("The program 'test' did not start.");
        await test.WaitForExitAsync(cancellationToken);
        return test.ExitCode == 0;
    }
}
