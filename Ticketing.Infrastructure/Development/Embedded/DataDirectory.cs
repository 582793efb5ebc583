using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// The place of the private servers' data. Held by one application at a time: the lock is the operating system's own on an
/// open file, so it ends with the process, however that ends.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    // sun_path holds 108 bytes with its final zero; PostgreSQL appends "/.s.PGSQL.5432".
    private const int SocketDirectoryLengthMax = 107 - 14;

    private readonly FileStream _lock;

    private DataDirectory(ServantUser servant, string path)
    {
        _lock = Lock(path);
        (Servant, Root, Sockets) = (servant, path, path);
    }

    public ServantUser Servant { get; }

    /// <summary>Where the servers' own directories lie; see <see cref="PlaceAsync"/>.</summary>
    public string Root { get; private set; }

    /// <summary>A directory with a path short enough for a unix socket, closed to other users.</summary>
    public string Sockets { get; private set; }

    public string Postgres => Path.Combine(Root, "postgres");

    public string Redis => Path.Combine(Root, "redis");

    public string Logs => Path.Combine(Root, "log");

    public static async Task<DataDirectory> OpenAsync(string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var directory = new DataDirectory(ServantUser.Find(), path);
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

    public void Dispose() => _lock.Dispose();

    private async Task PrepareAsync(string path, CancellationToken cancellationToken)
    {
        Root = await PlaceAsync(path, Servant, cancellationToken);
        Sockets = Path.Combine(Root, "run");
        if (Encoding.UTF8.GetByteCount(Sockets) > SocketDirectoryLengthMax)
        {
            Sockets = $"/tmp/ticketing-{Fingerprint(path)}";
        }

        await Servant.OwnDirectoryAsync(Logs, cancellationToken);
        await Servant.OwnDirectoryAsync(Sockets, cancellationToken);
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
                $"The data directory {path} is in use by another running application. Give this one its own (--data DIR), or let both use the same servers by connection strings.", cause);
        }
    }

    /// <summary>
    /// The directory itself, or, where the servers' user cannot pass through its parents (a clone under /root), a
    /// directory of its own under /var/lib with a link to it, so that nobody's home needs to be opened.
    /// </summary>
    private static async Task<string> PlaceAsync(string path, ServantUser servant, CancellationToken cancellationToken)
    {
        if (await servant.CanEnterAsync(path, cancellationToken))
        {
            return path;
        }

        var elsewhere = $"/var/lib/ticketing/{Fingerprint(path)}";
        Directory.CreateDirectory(elsewhere);
        var link = new FileInfo(Path.Combine(path, "servers"));
        if (link.LinkTarget != elsewhere)
        {
            link.Delete();
            link.CreateAsSymbolicLink(elsewhere);
        }

        return await servant.CanEnterAsync(elsewhere, cancellationToken) ? elsewhere : throw new EmbeddedServerException(
            $"The user {servant.Name}, whom the private servers run as, can enter neither {path} nor {elsewhere}. Choose another data directory with --data DIR.");
    }

    private static string Fingerprint(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
