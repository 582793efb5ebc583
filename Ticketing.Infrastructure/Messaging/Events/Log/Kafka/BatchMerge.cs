namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>A batch of the log: what one transaction wrote to all partitions.</summary>
/// <param name="Follows">Whether it follows the one before; false: it is the first that was read, or others are missing before it.</param>
/// <param name="Offsets">The offset of its mark in each partition.</param>
internal sealed record LogBatch(LogMark Mark, bool Follows, IReadOnlyList<Fact> Facts, long[] Offsets);

/// <summary>
/// Joins the parts of batches, which arrive by partition and at different times. A batch of which a partition has no mark, such as the one
/// that a reader begins in, is left out, and the next one does not follow.
/// </summary>
internal sealed class BatchMerge
{
    // A partition that lags so far behind the others has lost marks: those batches will be left out.
    private const int PartsMax = 5000;

    private readonly Queue<Part>[] _parts;
    private readonly List<(long Batch, Fact Fact)>[] _open;
    private long? _last;

    public BatchMerge(int partitions)
    {
        _parts = [.. Enumerable.Range(0, partitions).Select(_ => new Queue<Part>())];
        _open = [.. Enumerable.Range(0, partitions).Select(_ => new List<(long, Fact)>())];
    }

    /// <summary>The largest number of a batch of which any part was read.</summary>
    public long Newest { get; private set; }

    /// <summary>Adds a record; those of a partition in their order.</summary>
    public void Add(int partition, long offset, LogRecord record)
    {
        Newest = Math.Max(Newest, record.Batch);
        var open = _open[partition];
        if (record.Fact is { } fact)
        {
            open.Add((record.Batch, fact));
        }
        else if (record.Mark is { } mark)
        {
            // Without transactions, facts of a batch that was not finished may precede.
            var facts = open.Where(entry => entry.Batch == mark.Number).Select(entry => entry.Fact).ToList();
            open.Clear();
            var parts = _parts[partition];
            parts.Enqueue(new Part(mark, facts, offset));
            if (parts.Count > PartsMax)
            {
                parts.Dequeue();
            }
        }
    }

    /// <summary>The next batch that is complete; null: none is.</summary>
    public LogBatch? Take()
    {
        while (Array.TrueForAll(_parts, parts => parts.Count > 0))
        {
            var number = _parts.Max(parts => parts.Peek().Mark.Number);
            if (Drop(part => part.Mark.Number < number))
            {
                continue;
            }

            var heads = Array.ConvertAll(_parts, parts => parts.Dequeue());
            var mark = heads[0].Mark;
            if (Array.TrueForAll(heads, head => head.Mark.Cursor == mark.Cursor && head.Mark.IsReset == mark.IsReset))
            {
                var follows = number == _last + 1;
                _last = number;
                return new LogBatch(mark, follows, [.. heads.SelectMany(head => head.Facts)], Array.ConvertAll(heads, head => head.Offset));
            }
        }

        return null;
    }

    private bool Drop(Predicate<Part> isOld)
    {
        var any = false;
        foreach (var parts in _parts)
        {
            while (parts.TryPeek(out var part) && isOld(part))
            {
                parts.Dequeue();
                any = true;
            }
        }

        return any;
    }

    private sealed record Part(LogMark Mark, IReadOnlyList<Fact> Facts, long Offset);
}
