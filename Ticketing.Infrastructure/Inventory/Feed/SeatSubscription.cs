using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// One viewer's subscription to a performance's seats, for a single reader. A slow reader gets a new snapshot instead of an unbounded
/// queue of deltas.
/// </summary>
public sealed class SeatSubscription : IDisposable
{
    internal const int FramesWaitingMax = 32;

    private readonly PerformanceFeed _feed;
    private readonly Channel<SeatFrame> _waiting = Channel.CreateBounded<SeatFrame>(
        new BoundedChannelOptions(FramesWaitingMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private volatile bool _lagging;

    internal SeatSubscription(PerformanceFeed feed, int? ownerTag) => (_feed, OwnerTag) = (feed, ownerTag);

    public PerformanceId Performance => _feed.Performance;

    /// <summary>The viewer's number in <see cref="HoldSignal"/>s; null: it gets none.</summary>
    internal int? OwnerTag { get; }

    /// <summary>Whether only the last frame is untaken. Viewers further behind are slow and do not count for back-pressure.</summary>
    internal bool IsOneBehind => _waiting.Reader.Count == 1;

    /// <summary>Waits for the next frame. The first is a snapshot, or the first frame missed since the resume token.</summary>
    /// <returns>Null: the feed was closed; subscribe again.</returns>
    public async ValueTask<SeatFrame?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_lagging)
            {
                return _feed.Restart(this);
            }

            if (_waiting.Reader.TryRead(out var frame))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>All frames until the feed closes.</summary>
    public async IAsyncEnumerable<SeatFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken) is { } frame)
        {
            yield return frame;
        }
    }

    /// <summary>Replaces the frames not yet taken by a snapshot: the viewer has lost one.</summary>
    public void Restart() => _feed.Resend(this);

    public void Dispose()
    {
        _feed.Remove(this);
        Close();
    }

    /// <summary>Called under the feed's lock.</summary>
    internal void Offer(SeatFrame frame)
    {
        if (!_lagging && !_waiting.Writer.TryWrite(frame))
        {
            _lagging = true;

            // The reader may have emptied the queue in between and wait: any frame wakes it to check the flag.
            _waiting.Writer.TryWrite(frame);
        }
    }

    /// <summary>Discards queued frames, which are older than the snapshot that follows. Called under the feed's lock.</summary>
    internal void Clear()
    {
        while (_waiting.Reader.TryRead(out _))
        {
            // Discarded.
        }

        _lagging = false;
    }

    internal void Close() => _waiting.Writer.TryComplete();
}
