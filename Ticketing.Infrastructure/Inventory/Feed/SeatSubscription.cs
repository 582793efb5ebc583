using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// One viewer of a performance's seats. Read it in one place; dispose it when the viewer leaves. A viewer that reads too slowly
/// does not pile up deltas: it gets a fresh snapshot instead.
/// </summary>
public sealed class SeatSubscription : IDisposable
{
    internal const int FramesWaitingMax = 32;

    private readonly PerformanceFeed _feed;
    private readonly Channel<SeatFrame> _waiting = Channel.CreateBounded<SeatFrame>(
        new BoundedChannelOptions(FramesWaitingMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private volatile bool _lagging;

    internal SeatSubscription(PerformanceFeed feed) => _feed = feed;

    public PerformanceId Performance => _feed.Performance;

    /// <summary>Has taken all but the last frame. Who is further behind has a slow line, and nobody waits for that.</summary>
    internal bool IsOneBehind => _waiting.Reader.Count == 1;

    /// <summary>Waits for the next frame. The first is a snapshot, or what was missed since the frame to resume after.</summary>
    /// <returns>Null: the feed was closed, subscribe again.</returns>
    public async ValueTask<SeatFrame?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_lagging)
            {
                return _feed.StartOver(this);
            }

            if (_waiting.Reader.TryRead(out var frame))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>All frames, until the feed closes or <paramref name="cancellationToken"/>.</summary>
    public async IAsyncEnumerable<SeatFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken) is { } frame)
        {
            yield return frame;
        }
    }

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

            // The reader may have emptied the queue in between and gone to sleep: any frame wakes it to see the flag.
            _waiting.Writer.TryWrite(frame);
        }
    }

    /// <summary>Called under the feed's lock: what waits is older than the snapshot that the reader is about to get.</summary>
    internal void Forget()
    {
        while (_waiting.Reader.TryRead(out _))
        {
            // Only emptied.
        }

        _lagging = false;
    }

    internal void Close() => _waiting.Writer.TryComplete();
}
