using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Tests.Inventory;

/// <summary>A feed's state converges for any order of changes.</summary>
public sealed class SeatFeedTests
{
    private const int Seats = 8;

    [Fact]
    public void Feed_ChangesReorderedAndDuplicated_KeepsTheLargestFence()
    {
        Prop.ForAll<int[], int>((numbers, seed) =>
        {
            var history = History(numbers);
            var changes = history.Concat(history).ToArray();
            new Random(seed).Shuffle(changes);
            var feed = Loaded();

            foreach (var part in changes.Chunk(3))
            {
                feed.Apply(part);
            }

            return feed.Statuses().SequenceEqual(Last(history));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Viewer_OfAFeedThatGrows_GetsASnapshotOfAllSeats()
    {
        var stop = Xunit.TestContext.Current.CancellationToken;
        var feed = Loaded();
        using var viewer = feed.Subscribe(null)!;
        var first = (await viewer.ReadAsync(stop))!;

        // A change that comes earlier than the seat itself: the feed has to be read again.
        feed.Apply([new SeatChange(new SeatIndex(Seats), SeatStatus.Sold, 1)]);
        Assert.True(feed.TakeUnknownSeats());
        Assert.False(feed.TakeUnknownSeats());
        feed.Load([.. Enumerable.Range(0, Seats + 2).Select(seat => new SeatChange(new SeatIndex(seat), seat == Seats ? SeatStatus.Sold : SeatStatus.Available, seat == Seats ? 1 : 0))]);

        var grown = (await viewer.ReadAsync(stop))!;
        Assert.Equal((true, Seats, true, Seats + 2), (first.IsSnapshot, first.SeatCount, grown.IsSnapshot, grown.SeatCount));
        Assert.True(grown.Version > first.Version);
        Assert.Equal((SeatStatus.Sold, SeatStatus.Available), (grown.StatusOf(Seats), grown.StatusOf(Seats + 1)));
        feed.Apply([new SeatChange(new SeatIndex(Seats + 1), SeatStatus.Held, 1)]);
        await feed.FlushAsync();
        Assert.Contains((await viewer.ReadAsync(stop))!.Changes, change => change == new SeatChange(new SeatIndex(Seats + 1), SeatStatus.Held, 1));

        // Who resumes from before gets the seats, too.
        using var resumed = feed.Subscribe(first.Id)!;
        Assert.Equal(Seats + 2, (await resumed.ReadAsync(stop))!.SeatCount);
    }

    [Fact]
    public void Viewer_SnapshotAndDeltas_EqualTheFeed()
    {
        Prop.ForAll<int[], int>((numbers, joinAfter) =>
        {
            var history = History(numbers);
            var feed = Loaded();
            SeatSubscription? viewer = null;
            for (var i = 0; i < history.Length; i++)
            {
                if (i == Math.Abs(joinAfter % (history.Length + 1)))
                {
                    viewer = feed.Subscribe(null);
                }

                feed.Apply([history[i]]);
                if (numbers[i] % 3 != 0)
                {
                    Flush(feed);
                }
            }

            viewer ??= feed.Subscribe(null);
            Flush(feed);
            return Seen(viewer!).SequenceEqual(feed.Statuses());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Viewer_ReadingTooSlowly_GetsASnapshot()
    {
        var feed = Loaded();
        using var viewer = feed.Subscribe(null)!;
        for (var fence = 1; fence <= 500; fence++)
        {
            feed.Apply([new SeatChange(new SeatIndex(fence % Seats), fence / Seats % 2 == 0 ? SeatStatus.Held : SeatStatus.Available, fence)]);
            Flush(feed);
        }

        var first = Read(viewer);

        Assert.True(first.IsSnapshot);
        Assert.Equal(feed.CurrentSnapshot().Version, first.Version);
        Assert.Equal(feed.Statuses(), Statuses(first));
    }

    [Fact]
    public void Viewer_ResumedAfterAFrame_GetsLaterChanges()
    {
        var feed = Loaded();
        feed.Apply([new SeatChange(new SeatIndex(0), SeatStatus.Held, 1)]);
        Flush(feed);
        var seen = feed.CurrentSnapshot().Id;
        feed.Apply([new SeatChange(new SeatIndex(1), SeatStatus.Held, 1)]);
        Flush(feed);

        using var viewer = feed.Subscribe(seen)!;
        var frame = Read(viewer);

        Assert.False(frame.IsSnapshot);
        Assert.Equal([new SeatChange(new SeatIndex(1), SeatStatus.Held, 1)], frame.Changes);
    }

    [Fact]
    public void Feed_ChangesBeforeTheFirstLoad_AreKept()
    {
        var feed = new PerformanceFeed(PerformanceId.New(), TimeProvider.System);
        feed.Apply([new SeatChange(new SeatIndex(3), SeatStatus.Sold, 7), new SeatChange(new SeatIndex(4), SeatStatus.Held, 1)]);

        feed.Load([.. Enumerable.Range(0, Seats).Select(i => new SeatChange(new SeatIndex(i), SeatStatus.Available, 2))]);

        Assert.Equal(SeatStatus.Sold, feed.Statuses()[3]);
        Assert.Equal(SeatStatus.Available, feed.Statuses()[4]);
    }

    [Fact]
    public async Task Viewer_FeedClosed_ReadsTheEnd()
    {
        var feed = Loaded();
        using var viewer = feed.Subscribe(null)!;
        await viewer.ReadAsync(TestContext.Current.CancellationToken);

        Assert.False(feed.TryClose(before: long.MaxValue));
        Assert.True(feed.TryClose(before: 0, force: true));

        Assert.Null(await viewer.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Null(feed.Subscribe(null));
    }

    // Synchronous for few viewers.
    private static void Flush(PerformanceFeed feed) => Assert.True(feed.FlushAsync().IsCompletedSuccessfully);

    private static PerformanceFeed Loaded()
    {
        var feed = new PerformanceFeed(PerformanceId.New(), TimeProvider.System);
        feed.Load([.. Enumerable.Range(0, Seats).Select(i => new SeatChange(new SeatIndex(i), SeatStatus.Available, 0))]);
        return feed;
    }

    // Each number is a change of one seat; a seat's fence counts its changes.
    private static SeatChange[] History(int[] numbers)
    {
        var fences = new long[Seats];
        return [.. numbers.Select(number => new SeatChange(
            new SeatIndex(Math.Abs(number % Seats)), (SeatStatus)Math.Abs(number / Seats % 4), ++fences[Math.Abs(number % Seats)]))];
    }

    private static SeatStatus[] Last(SeatChange[] history)
    {
        var statuses = new SeatStatus[Seats];
        foreach (var change in history)
        {
            statuses[change.Index.Value] = change.Status;
        }

        return statuses;
    }

    private static SeatStatus[] Seen(SeatSubscription viewer)
    {
        var statuses = new SeatStatus[Seats];
        long version = 0;
        viewer.Close();
        while (viewer.ReadAsync().AsTask().Result is { } frame)
        {
            if (frame.IsSnapshot)
            {
                statuses = Statuses(frame);
            }
            else
            {
                Assert.Equal(version + 1, frame.Version);
                foreach (var change in frame.Changes)
                {
                    statuses[change.Index.Value] = change.Status;
                }
            }

            version = frame.Version;
        }

        return statuses;
    }

    private static SeatFrame Read(SeatSubscription viewer)
    {
        var read = viewer.ReadAsync().AsTask();
        Assert.True(read.IsCompletedSuccessfully);
        return read.Result!;
    }

    private static SeatStatus[] Statuses(SeatFrame snapshot) => [.. Enumerable.Range(0, Seats).Select(snapshot.StatusOf)];
}
