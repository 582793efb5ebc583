namespace Ticketing.Infrastructure.Storage;

/// <summary>
/// Objects as files of one folder, for one instance. A file is written under a temporary name, flushed to the disk and renamed, so that a
/// crash leaves the former file.
/// </summary>
internal sealed class LocalObjectStore(string folder) : IObjectStore
{
    // Keys never begin with a dot.
    private const string TemporaryFolder = ".writing";

    private readonly string _root = Path.GetFullPath(folder);

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var temporary = Path.Combine(_root, TemporaryFolder, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
                {
                    await file.WriteAsync(content, cancellationToken);
                    RandomAccess.FlushToDisk(file.SafeFileHandle);
                }

                File.Move(temporary, path, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception cause) when (IsOfTheDisk(cause))
        {
            throw Unavailable(cause);
        }
    }

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Deleting or replacing an open file is allowed: the reader keeps the former content.
#pragma warning disable CA2000 // The caller disposes it with the object.
            var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 16 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
#pragma warning restore CA2000
            return Task.FromResult<StoredObject?>(new StoredObject(file, ObjectKey.ContentTypeOf(key), file.Length));
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<StoredObject?>(null);
        }
        catch (Exception cause) when (IsOfTheDisk(cause))
        {
            throw Unavailable(cause);
        }
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(key)));

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // There is no such object.
        }
        catch (Exception cause) when (IsOfTheDisk(cause))
        {
            throw Unavailable(cause);
        }

        return Task.CompletedTask;
    }

    private string PathOf(string key)
    {
        _ = ObjectKey.ContentTypeOf(key);
        return Path.Combine(_root, key);
    }

    private static bool IsOfTheDisk(Exception cause) => cause is IOException or UnauthorizedAccessException;

    private ObjectStoreException Unavailable(Exception cause) => new($"The folder {_root} cannot be used: {cause.Message}", cause);
}
