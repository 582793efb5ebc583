using System.Diagnostics;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// The user of the private servers: the application's own, or, because PostgreSQL refuses to run as root, <c>postgres</c> or
/// <c>nobody</c> if that is root.
/// </summary>
internal sealed class ServerUser
{
    private readonly string[] _prefix;

    private ServerUser(string? name, string[] prefix) => (Name, _prefix) = (name, prefix);

    /// <summary>Null if it is the application's own user.</summary>
    public string? Name { get; }

    public static ServerUser Find()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(null, []);
        }

        var users = File.ReadAllLines("/etc/passwd").Select(line => line.Split(':')).Where(line => line.Length > 3).ToList();
        var user = users.Find(line => line[0] == "postgres") ?? users.Find(line => line[0] == "nobody")
            ?? throw new EmbeddedServerException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.");

        // setpriv is preferred: it replaces itself with the command, while runuser remains as its parent.
        if (Programs.OnPath("setpriv") is { } setpriv)
        {
            return new ServerUser(user[0], [setpriv, "--reuid", user[0], "--regid", user[3], "--init-groups", "--"]);
        }

        return Programs.OnPath("runuser") is { } runuser
            ? new ServerUser(user[0], [runuser, "-u", user[0], "--"])
            : throw new EmbeddedServerException(
                "PostgreSQL does not run as root, and neither setpriv nor runuser is installed (package util-linux).");
    }

    /// <summary>A command run as this user.</summary>
    /// <param name="ownSession">Detaches it from the terminal, so that Ctrl-C reaches only the application.</param>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments, bool ownSession = false)
    {
        List<string> line = [.. _prefix, program, .. arguments];
        if (ownSession && Programs.OnPath("setsid") is { } setsid)
        {
            line.Insert(0, setsid);
        }

        // The application's directory may be inaccessible to this user.
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

    /// <summary>Creates a directory accessible to this user and root only.</summary>
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

    /// <summary>Whether this user can enter <paramref name="path"/> and all its parents.</summary>
    public async Task<bool> CanEnterAsync(string path, CancellationToken cancellationToken)
    {
        using var test = Process.Start(Command("test", ["-x", path]))
            ?? throw new EmbeddedServerException("The program 'test' did not start.");
        await test.WaitForExitAsync(cancellationToken);
        return test.ExitCode == 0;
    }
}
