using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// The data directory of the private servers. Exclusive to one application by an operating system lock on an open file, which ends with
/// the process.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    // sun_path has 108 bytes including the final zero; PostgreSQL appends "/.s.PGSQL.5432".
    private const int SocketDirectoryLengthMax = 107 - 14;

    private readonly FileStream _lock;

    private DataDirectory(ServerUser user, string path)
    {
        _lock = Lock(path);
        (User, Root, Sockets) = (user, path, path);
    }

    public ServerUser User { get; }

    /// <summary>The parent of the servers' directories; see <see cref="LocateAsync"/>.</summary>
    public string Root { get; private set; }

    /// <summary>The directory of the unix sockets: a short path, inaccessible to other users.</summary>
    public string Sockets { get; private set; }

    public string Postgres => Path.Combine(Root, "postgres");

    public string Redis => Path.Combine(Root, "redis");

    public string Logs => Path.Combine(Root, "log");

    public static async Task<DataDirectory> OpenAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            var directory = new DataDirectory(ServerUser.Find(), path);
            try
            {
                await directory.PrepareAsync(path, cancellationToken);
                return directory;
            }
            catch
            {
                directory.Dispose();
                throw;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedServerException($"The data directory {path} cannot be used: {cause.Message} Choose another one with --data DIR.", cause);
        }
    }

    public void Dispose() => _lock.Dispose();

    private async Task PrepareAsync(string path, CancellationToken cancellationToken)
    {
        Root = await LocateAsync(path, User, cancellationToken);
        Sockets = Path.Combine(Root, "run");
        if (Encoding.UTF8.GetByteCount(Sockets) > SocketDirectoryLengthMax)
        {
            Sockets = $"/tmp/ticketing-{Fingerprint(path)}";
        }

        await User.OwnDirectoryAsync(Logs, cancellationToken);
        await User.OwnDirectoryAsync(Sockets, cancellationToken);
    }

    private static FileStream Lock(string path)
    {
        var file = Path.Combine(path, "app.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (cause is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new EmbeddedServerException(
                $"The data directory {path} is in use by another running application. "
                + "Give this one its own (--data DIR), or let both use the same servers by connection strings.",
                cause);
        }
    }

    /// <summary>
    /// The directory itself or, if the servers' user cannot enter its parents (a clone under /root), a directory under /var/lib with a link
    /// to it. No permissions of home directories change.
    /// </summary>
    private static async Task<string> LocateAsync(string path, ServerUser user, CancellationToken cancellationToken)
    {
        if (await user.CanEnterAsync(path, cancellationToken))
        {
            return path;
        }

        var fallback = $"/var/lib/ticketing/{Fingerprint(path)}";
        Directory.CreateDirectory(fallback);
        var link = new FileInfo(Path.Combine(path, "servers"));
        if (link.LinkTarget != fallback)
        {
            link.Delete();
            link.CreateAsSymbolicLink(fallback);
        }

        return await user.CanEnterAsync(fallback, cancellationToken) ? fallback : throw new EmbeddedServerException(
            $"The user {user.Name} of the private servers can enter neither {path} nor {fallback}. "
            + "Choose another data directory with --data DIR.");
    }

    private static string Fingerprint(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
