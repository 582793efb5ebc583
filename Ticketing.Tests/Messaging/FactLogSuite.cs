using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>What every implementation of <see cref="IFactLog"/> does.</summary>
public abstract class FactLogSuite
{
    private const string Timeline = "1-00000001";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_Appended_AreReadAsTheyWere()
    {
        var log = await OpenAsync();
        var fact = new Fact(
            Guid.CreateVersion7(), "order.paid", "order", "a", Guid.NewGuid(), new DateTimeOffset(2026, 11, 30, 8, 0, 0, 123, TimeSpan.Zero),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", """{"name": "Zoë \n\"1\""}""", new FactPosition(7, 0));
        var bare = fact with { OrganizationId = null, TraceParent = null, Position = new FactPosition(7, 1) };

        Assert.True(await log.TryAppendAsync(At(0), At(9), [fact, bare], Stop));

        var page = (await log.ReadAsync(Positions(default), 0, Stop))!;
        Assert.Equal(At(9), page.Cursor);
        Assert.Equal([fact, bare], page.Streams[FactStreams.Of("a")].Facts);
        Assert.All(page.Streams, stream => Assert.True(stream.IsComplete));
    }

    [Fact]
    public async Task Append_WithAnotherCursor_AppendsNothing()
    {
        var log = await OpenAsync();
        Assert.True(await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop));

        Assert.False(await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop));
        Assert.False(await log.TryAppendAsync(At(5) with { Timeline = "another" }, At(6), [Of("a", 6)], Stop));

        Assert.Equal(1, (await log.LengthsAsync(Stop)).Sum());
        Assert.Equal(At(5), await log.FindCursorAsync(Stop));
    }

    [Fact]
    public async Task Read_AfterAPosition_BeginsBehindIt()
    {
        var log = await OpenAsync();
        await log.TryAppendAsync(At(0), At(6), [Of("a", 5), Of("a", 5, 1), Of("a", 6)], Stop);

        var facts = (await log.ReadAsync(Positions(new FactPosition(5, 0)), 0, Stop))!.Streams[FactStreams.Of("a")].Facts;
        Assert.Equal([new FactPosition(5, 1), new FactPosition(6, 0)], facts.Select(fact => fact.Position));
        Assert.Empty((await log.ReadAsync(Positions(FactPosition.AfterAllOf(6)), 0, Stop))!.Streams[FactStreams.Of("a")].Facts);
    }

    [Fact]
    public async Task Read_OfMany_SaysThatThereAreMore()
    {
        var log = await OpenAsync();
        await log.TryAppendAsync(At(0), At(3000), [.. Enumerable.Range(1, 3000).Select(i => Of("a", i))], Stop);

        var (position, read) = (new FactPosition(0, 0), 0);
        for (var isComplete = false; !isComplete;)
        {
            var stream = (await log.ReadAsync(Positions(position), read % FactStreams.Count, Stop))!.Streams[FactStreams.Of("a")];
            (isComplete, read) = (stream.IsComplete, read + stream.Facts.Count);
            position = stream.Facts.Count > 0 ? stream.Facts[^1].Position : position;
        }

        Assert.Equal((3000, 3000), (read, (int)position.Transaction));
    }

    [Fact]
    public async Task Trim_UpToPositions_RemembersWhatIsMissing()
    {
        var log = await OpenAsync();
        await log.TryAppendAsync(At(0), At(6), [Of("a", 5), Of("a", 6)], Stop);
        await log.TrimAsync(Positions(new FactPosition(5, 0)), Stop);
        await log.TrimAsync(Positions(default), Stop);

        var stream = (await log.ReadAsync(Positions(default), 3, Stop))!.Streams[FactStreams.Of("a")];
        Assert.Equal(new FactPosition(5, 0), stream.Trimmed);
        Assert.Equal([6L], stream.Facts.Select(fact => fact.Position.Transaction));
    }

    [Fact]
    public async Task Reset_ByTheSlowerOfTwoWriters_ChangesNothing()
    {
        var log = await OpenAsync();
        await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop);

        Assert.False(await log.TryResetAsync(null, At(1), Stop));
        Assert.False(await log.TryResetAsync(At(0), At(1), Stop));
        Assert.Equal(At(5), await log.ResumeAsync(Stop));
        Assert.True(await log.TryResetAsync(At(5), At(1), Stop));

        var page = (await log.ReadAsync(Positions(default), 0, Stop))!;
        Assert.Equal(At(1), page.Cursor);
        Assert.All(page.Streams, stream => Assert.Equal((FactPosition.AfterAllOf(1), 0), (stream.Trimmed, stream.Facts.Count)));
    }

    [Fact]
    public async Task Subscriber_AfterAnAppend_IsNotified()
    {
        var log = await OpenAsync();
        var notified = new TaskCompletionSource();
        await log.SubscribeAsync(() => notified.TrySetResult(), Stop);

        await log.TryAppendAsync(At(0), At(5), [Of("a", 5)], Stop);

        await Eventually.TrueAsync(() => notified.Task.IsCompleted);
    }

    [Fact]
    public async Task Description_OfStreams_HasLengthsAndTheNewest()
    {
        var log = await OpenAsync();
        await log.TryAppendAsync(At(0), At(6), [Of("a", 5), Of("a", 6)], Stop);

        var streams = await log.DescribeAsync(Stop);
        Assert.Equal((2, DateTimeOffset.UnixEpoch), (streams[FactStreams.Of("a")].Length, streams[FactStreams.Of("a")].Newest));
        Assert.Equal(2, streams.Sum(stream => stream.Length));
    }

    /// <summary>The log, with anything in it.</summary>
    internal abstract IFactLog Log { get; }

    /// <summary>The log, emptied, with the cursor at the begin.</summary>
    internal async Task<IFactLog> OpenAsync()
    {
        Assert.True(await Log.TryResetAsync(await Log.FindCursorAsync(Stop), At(0), Stop));
        return Log;
    }

    internal static FactCursor At(long transaction) => new(Timeline, transaction);

    internal static FactPosition[] Positions(FactPosition position) => [.. Enumerable.Repeat(position, FactStreams.Count)];

    internal static Fact Of(string aggregate, long transaction, long ordinal = 0) => new(
        Guid.CreateVersion7(), "test.done", "test", aggregate, null, DateTimeOffset.UnixEpoch, null, "{}", new FactPosition(transaction, ordinal));
}
