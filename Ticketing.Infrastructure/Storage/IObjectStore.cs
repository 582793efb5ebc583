namespace Ticketing.Infrastructure.Storage;

/// <summary>
/// Files outside of the database, by key (<see cref="ObjectKey"/>). Writing a key again replaces its object; readers see the former or the
/// new one, never a part. Every method throws <see cref="ObjectStoreException"/> while the store is unavailable.
/// </summary>
public interface IObjectStore
{
    /// <summary>Writes an object. Its content type follows from the key's ending.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Opens an object; null: there is none. The caller disposes it.</summary>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken);

    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes an object; without one nothing happens.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>An open object.</summary>
/// <param name="owner">Disposed with the object, behind its content.</param>
public sealed class StoredObject(Stream content, string contentType, long length, IDisposable? owner = null) : IAsyncDisposable
{
    /// <summary>Read once, from the beginning; it may not support seeking.</summary>
    public Stream Content => content;

    public string ContentType => contentType;

    /// <summary>Bytes.</summary>
    public long Length => length;

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        owner?.Dispose();
    }
}

/// <summary>The object store cannot be reached, or refuses what the application may do by its configuration.</summary>
public sealed class ObjectStoreException : IOException
{
    public ObjectStoreException()
    {
    }

    public ObjectStoreException(string message) : base(message)
    {
    }

    public ObjectStoreException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
