namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>What one reading of the topic has brought: the window, and how far each partition is read. One thread reads.</summary>
internal sealed class LogReplica
{
    private readonly BatchMerge _merge;
    private readonly long[] _reached;
    private long _newest;

    /// <param name="begins">The offset to begin with in each partition.</param>
    public LogReplica(IEnumerable<long> begins)
    {
        _reached = [.. begins];
        _merge = new BatchMerge(_reached.Length);
    }

    public FactWindow Window { get; } = new();

    public int Partitions => _reached.Length;

    /// <summary>The largest number of a batch, complete or not.</summary>
    public long Newest => Volatile.Read(ref _newest);

    /// <summary>Whether everything before these offsets has been read.</summary>
    public bool HasReached(IReadOnlyList<long> ends)
    {
        for (var partition = 0; partition < _reached.Length; partition++)
        {
            if (Volatile.Read(ref _reached[partition]) < ends[partition])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes that a partition has nothing before this offset that was not read.</summary>
    public void Reach(int partition, long offset) => Volatile.Write(ref _reached[partition], offset);

    /// <summary>Adds the next record of a partition.</summary>
    /// <returns>Whether a batch has become complete.</returns>
    public bool Add(int partition, long offset, LogRecord record)
    {
        _merge.Add(partition, offset, record);
        Volatile.Write(ref _newest, _merge.Newest);
        var any = false;
        while (_merge.Take() is { } batch)
        {
            Window.Apply(batch);
            any = true;
        }

        return any;
    }
}
