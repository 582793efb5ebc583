using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>Batches from partitions, and the window that they are added to.</summary>
public sealed class FactWindowTests
{
    private const int Partitions = 2;

    private readonly BatchMerge _merge = new(Partitions);
    private readonly FactWindow _window = new();
    private readonly long[] _offsets = new long[Partitions];

    [Fact]
    public void Batch_InPart_IsNotVisible()
    {
        Append(1);
        Fact(0, 2, "a", 5);
        Mark(0, 2);
        Assert.Equal((1, 0), (_window.Number, _window.Lengths().Sum()));

        Fact(1, 2, "b", 5);
        Mark(1, 2);
        Assert.Equal((2, 2), (_window.Number, _window.Lengths().Sum()));
    }

    [Fact]
    public void Reading_BegunWithinABatch_BeginsWithTheNextOne()
    {
        Fact(0, 7, "a", 7);
        Mark(0, 7);
        Mark(1, 6);
        Assert.Null(_window.Cursor);
        Mark(1, 7);
        Append(8, ("a", 8));

        var page = _window.Read(new FactPosition[FactStreams.Count], 0)!;
        Assert.All(page.Streams, stream => Assert.Equal(FactPosition.AfterAllOf(7), stream.Trimmed));
        Assert.Equal([8], Transactions());
    }

    [Fact]
    public void Batches_MissingInBetween_EmptyTheWindow()
    {
        Append(1);
        Append(2, ("a", 2));
        Append(5, ("a", 5));
        Assert.Equal(0, _window.Lengths().Sum());

        Append(6, ("a", 6));
        var page = _window.Read(new FactPosition[FactStreams.Count], 0)!;
        Assert.Equal(6, page.Cursor.Transaction);
        Assert.All(page.Streams, stream => Assert.Equal(FactPosition.AfterAllOf(5), stream.Trimmed));
    }

    // As without transactions: a batch that was not finished, and its repetition under the next number.
    [Fact]
    public void Batch_AbortedAndRepeated_CountsOnce()
    {
        Append(1);
        Append(2, ("a", 2));
        Fact(FactStreams.Of("a") % Partitions, 3, "a", 3);
        Append(3, ("a", 3));
        Assert.Equal([2, 3], Transactions());

        Mark(0, 4);
        Append(5, ("a", 4));
        Assert.Empty(Transactions());
        Append(6, ("a", 6));
        Assert.Equal([6], Transactions());
    }

    [Fact]
    public void Window_Full_LosesTheOldestOfTheStream()
    {
        Append(1);
        for (var number = 2; number <= FactWindow.KeptMax + 2; number++)
        {
            Append(number, ("a", number));
        }

        var stream = FactStreams.Of("a");
        var kept = FactWindow.KeptMax * 3 / 4;
        Assert.Equal(kept, _window.Lengths()[stream]);
        var slice = _window.Read(new FactPosition[FactStreams.Count], stream)!.Streams[stream];
        Assert.Equal(slice.Trimmed.Transaction + 1, slice.Facts[0].Position.Transaction);
        Assert.False(slice.IsComplete);
        var others = _window.Read(new FactPosition[FactStreams.Count], stream)!.Streams[(stream + 1) % FactStreams.Count];
        Assert.Equal((FactPosition.AfterAllOf(1), true), (others.Trimmed, others.IsComplete));
    }

    [Fact]
    public void Records_BeforeTheOldestFactsMark_AreNotNeeded()
    {
        Append(1);
        var first = _offsets.ToArray();
        Append(2, ("a", 2));
        var second = _offsets.ToArray();
        Append(3, ("a", 3), ("b", 3));
        Assert.Equal(first.Select(offset => offset - 1), _window.FirstNeeded());

        _window.Trim([.. Enumerable.Repeat(FactPosition.AfterAllOf(2), FactStreams.Count)]);
        Assert.Equal(second.Select(offset => offset - 1), _window.FirstNeeded());

        _window.Trim([.. Enumerable.Repeat(FactPosition.AfterAllOf(3), FactStreams.Count)]);
        Assert.Equal(_offsets.Select(offset => offset - 1), _window.FirstNeeded());
        Assert.Equal(0, _window.Lengths().Sum());
    }

    // A consumer that stands still leaves one fact; every later batch would leave its mark.
    [Fact]
    public void Marks_BehindAFactThatStays_AreLimited()
    {
        Append(1);
        var first = _offsets.ToArray();
        Append(2, ("a", 2));
        for (var number = 3; number <= 3 * FactWindow.MarksMax; number++)
        {
            Append(number);
        }

        Assert.InRange(_window.MarksCount, 1, FactWindow.MarksMax);
        Assert.Equal(first.Select(offset => offset - 1), _window.FirstNeeded());

        // Once it is applied, what is needed begins no later than with the newest mark.
        _window.Trim([.. Enumerable.Repeat(FactPosition.AfterAllOf(2), FactStreams.Count)]);
        Assert.All(_window.FirstNeeded()!, (offset, partition) => Assert.InRange(offset, first[partition], _offsets[partition] - 1));
    }

    private IEnumerable<long> Transactions() => _window
        .Read(new FactPosition[FactStreams.Count], 0)!.Streams.SelectMany(stream => stream.Facts).Select(fact => fact.Position.Transaction);

    // The batch's number is the cursor's transaction.
    private void Append(long number, params (string Aggregate, long Transaction)[] facts)
    {
        foreach (var (aggregate, transaction) in facts)
        {
            Fact(FactStreams.Of(aggregate) % Partitions, number, aggregate, transaction);
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            Mark(partition, number);
        }
    }

    private void Fact(int partition, long batch, string aggregate, long transaction) =>
        Add(partition, new LogRecord(batch, FactLogSuite.Of(aggregate, transaction), null));

    private void Mark(int partition, long number) =>
        Add(partition, new LogRecord(number, null, new LogMark(number, FactLogSuite.At(number), false, Partitions, null)));

    private void Add(int partition, LogRecord record)
    {
        _merge.Add(partition, _offsets[partition]++, record);
        while (_merge.Take() is { } batch)
        {
            _window.Apply(batch);
        }
    }
}
