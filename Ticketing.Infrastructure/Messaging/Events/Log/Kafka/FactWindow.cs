using Ticketing.Infrastructure.Messaging.Events.Desk;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>
/// The newest facts of the log in memory, for all consumers of this instance. Whole batches are added, so it always is the log's state at
/// one moment. Beyond its size the oldest facts leave; a consumer before them reads the outbox.
/// </summary>
internal sealed class FactWindow
{
    /// <summary>Most facts per stream: about 100,000 in all, some 100 MB if no consumer applies any.</summary>
    internal const int KeptMax = 6250;

    /// <summary>Most facts of one stream, and of all, in one page; a consumer applies a page in one transaction.</summary>
    private const int StreamMax = 500;
    private const int PageMax = 2000;

    /// <summary>Most marks: minutes of batches. One fact that a slow consumer leaves would keep the marks of all later ones.</summary>
    internal const int MarksMax = 4096;

    private readonly Lock _lock = new();
    private readonly List<Entry>[] _streams = [.. Enumerable.Range(0, FactStreams.Count).Select(_ => new List<Entry>())];
    private readonly FactPosition[] _trimmed = new FactPosition[FactStreams.Count];
    private Queue<(long Batch, long[] Offsets)> _marks = [];
    private FactCursor? _cursor;
    private long _number;

    /// <summary>Null: no batch was read, the log is empty.</summary>
    public FactCursor? Cursor
    {
        get
        {
            lock (_lock)
            {
                return _cursor;
            }
        }
    }

    /// <summary>The number of remembered marks.</summary>
    internal int MarksCount
    {
        get
        {
            lock (_lock)
            {
                return _marks.Count;
            }
        }
    }

    /// <summary>The number of the newest batch.</summary>
    public long Number
    {
        get
        {
            lock (_lock)
            {
                return _number;
            }
        }
    }

    public void Apply(LogBatch batch)
    {
        var mark = batch.Mark;
        lock (_lock)
        {
            (_cursor, _number) = (mark.Cursor, mark.Number);
            _marks.Enqueue((mark.Number, batch.Offsets));
            if (mark.IsReset || !batch.Follows)
            {
                Empty(FactPosition.AfterAllOf(mark.Cursor.Transaction));
                return;
            }

            foreach (var fact in batch.Facts)
            {
                var stream = _streams[FactStreams.Of(fact.AggregateId)];
                // A position that is not larger is a repetition.
                if (stream.Count == 0 || fact.Position > stream[^1].Fact.Position)
                {
                    stream.Add(new Entry(mark.Number, fact));
                }
            }

            for (var stream = 0; stream < FactStreams.Count; stream++)
            {
                if (_streams[stream].Count > KeptMax)
                {
                    RemoveFirst(stream, _streams[stream].Count - (KeptMax * 3 / 4));
                }
            }

            if (mark.Trimmed is { } trimmed)
            {
                TrimLocked(trimmed);
            }

            ForgetMarks();
        }
    }

    /// <inheritdoc cref="IFactLog.ReadAsync"/>
    public FactPage? Read(IReadOnlyList<FactPosition> after, int first)
    {
        lock (_lock)
        {
            if (_cursor is not { } cursor)
            {
                return null;
            }

            var slices = new FactSlice[FactStreams.Count];
            var left = PageMax;
            for (var i = 0; i < FactStreams.Count; i++)
            {
                var stream = (first + i) % FactStreams.Count;
                var entries = _streams[stream];
                var begin = CountUpTo(entries, after[stream]);
                var count = Math.Min(Math.Min(StreamMax, left), entries.Count - begin);
                left -= count;
                slices[stream] = new FactSlice(
                    _trimmed[stream], entries.GetRange(begin, count).ConvertAll(entry => entry.Fact), begin + count == entries.Count);
            }

            return new FactPage(cursor, slices);
        }
    }

    /// <inheritdoc cref="IFactLog.TrimAsync"/>
    public void Trim(IReadOnlyList<FactPosition> upTo)
    {
        lock (_lock)
        {
            TrimLocked(upTo);
            ForgetMarks();
        }
    }

    public IReadOnlyList<long> Lengths()
    {
        lock (_lock)
        {
            return Array.ConvertAll(_streams, entries => (long)entries.Count);
        }
    }

    public IReadOnlyList<StreamState> Describe()
    {
        lock (_lock)
        {
            return [.. _streams.Select((entries, stream) => new StreamState(
                stream, entries.Count, entries.Count > 0 ? entries[^1].Fact.CreatedAt : null))];
        }
    }

    /// <summary>The offset in each partition before which no record is needed: that of the mark before the first fact; null: none.</summary>
    public long[]? FirstNeeded()
    {
        lock (_lock)
        {
            return _marks.TryPeek(out var mark) ? mark.Offsets : null;
        }
    }

    private static int CountUpTo(List<Entry> entries, FactPosition position)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries[middle].Fact.Position <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Empty(FactPosition upTo)
    {
        foreach (var entries in _streams)
        {
            entries.Clear();
        }

        Array.Fill(_trimmed, upTo);
        ForgetMarks();
    }

    private void TrimLocked(IReadOnlyList<FactPosition> upTo)
    {
        for (var stream = 0; stream < FactStreams.Count; stream++)
        {
            var count = CountUpTo(_streams[stream], upTo[stream]);
            if (count > 0)
            {
                RemoveFirst(stream, count);
                _trimmed[stream] = upTo[stream];
            }
        }
    }

    private void RemoveFirst(int stream, int count)
    {
        _trimmed[stream] = _streams[stream][count - 1].Fact.Position;
        _streams[stream].RemoveRange(0, count);
    }

    private void ForgetMarks()
    {
        var first = _streams.Min(entries => entries.Count > 0 ? entries[0].Batch : _number + 1);
        while (_marks.Count > 1 && _marks.ElementAt(1).Batch < first)
        {
            _marks.Dequeue();
        }

        // Of every two the earlier one: what a record's mark says is needed becomes more, never less.
        if (_marks.Count > MarksMax)
        {
            _marks = new Queue<(long Batch, long[] Offsets)>(_marks.Where((_, number) => number % 2 == 0));
        }
    }

    private readonly record struct Entry(long Batch, Fact Fact);
}
