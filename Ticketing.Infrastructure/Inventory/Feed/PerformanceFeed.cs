using System.Globalization;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// The seats of one performance in this instance's memory: a byte and a fence each. Changes come in any order, late and
/// repeated; one is applied only if its fence is larger, so that all instances end the same. All state is under one lock,
/// which is never held across a call out.
/// </summary>
internal sealed class PerformanceFeed
{
    private const int DeltasKept = 256;

    // So many viewers are told within a few milliseconds: from there on they are a crowd.
    private const int ViewersAtOnce = 100;
    private const int BehindShare = 10;
    private const int PatienceMilliseconds = 2000;

    // Of two cores that do nothing but tell viewers none is left to sell.
    private const double RestFactor = 1.4;

    private readonly Lock _lock = new();
    private readonly string _epoch = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Queue<SeatFrame> _recent = new();
    private readonly List<SeatSubscription> _viewers = [];
    private readonly HashSet<int> _changed = [];
    private byte[] _statuses = [];
    private long[] _fences = [];
    private long _version;
    private long _flushedAt;
    private long _behindFor;
    private List<SeatChange>? _early = [];
    private SeatFrame? _snapshot;
    private bool _closed;

    public PerformanceFeed(PerformanceId performance, TimeProvider time)
    {
        Performance = performance;

        // Above every version of an earlier load: a feed cannot make a thousand deltas a second.
        _version = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public PerformanceId Performance { get; }

    /// <summary>Ends when the seats were read from PostgreSQL once.</summary>
    public TaskCompletionSource<bool> Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the last viewer left or somebody last looked, by <see cref="Environment.TickCount64"/>.</summary>
    public long LastUsed { get; private set; } = Environment.TickCount64;

    /// <summary>A viewer that has seen the frame <paramref name="after"/> gets what came later, else a snapshot. Null: closed meanwhile.</summary>
    public SeatSubscription? Subscribe(string? after)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return null;
            }

            var viewer = new SeatSubscription(this);
            if (Missed(after) is { } missed)
            {
                missed.ForEach(viewer.Offer);
            }
            else
            {
                viewer.Offer(Snapshot());
            }

            _viewers.Add(viewer);
            return viewer;
        }
    }

    public void Remove(SeatSubscription viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            LastUsed = Environment.TickCount64;
        }
    }

    public SeatFrame StartOver(SeatSubscription viewer)
    {
        lock (_lock)
        {
            viewer.Forget();
            return Snapshot();
        }
    }

    public SeatFrame CurrentSnapshot()
    {
        lock (_lock)
        {
            LastUsed = Environment.TickCount64;
            return Snapshot();
        }
    }

    /// <summary>A copy of the statuses, one byte a seat, newer than the last delta where changes wait for the next.</summary>
    public SeatStatus[] Statuses()
    {
        lock (_lock)
        {
            LastUsed = Environment.TickCount64;
            return Array.ConvertAll(_statuses, status => (SeatStatus)status);
        }
    }

    /// <summary>Takes the changes that are news. Returns whether there were any.</summary>
    public bool Apply(IReadOnlyList<SeatChange> changes)
    {
        lock (_lock)
        {
            if (_early is not null)
            {
                // Still being read: compared with what was read when it is there.
                _early.AddRange(changes);
                return false;
            }

            var news = false;
            foreach (var change in changes)
            {
                news |= Apply(change);
            }

            return news;
        }
    }

    /// <summary>The first load sets the size; every later one only brings what was missed.</summary>
    /// <returns>Whether there is something to send on.</returns>
    public bool Load(IReadOnlyList<SeatChange> seats)
    {
        lock (_lock)
        {
            if (_early is null)
            {
                return Apply(seats);
            }

            _statuses = new byte[seats.Count];
            _fences = new long[seats.Count];
            for (var i = 0; i < seats.Count; i++)
            {
                Invariant.Holds(seats[i].Index.Value == i);
                (_statuses[i], _fences[i]) = ((byte)seats[i].Status, seats[i].Fence);
            }

            var early = _early;
            _early = null;
            return Apply(early);
        }
    }

    /// <summary>
    /// Whether a crowd has still to take the last delta, or has only just. To say more at once a moment later is quicker then for
    /// everybody than to say each thing when it happens: what cannot be sent in time queues up, and the buyers' requests with it.
    /// </summary>
    public bool IsBehind()
    {
        lock (_lock)
        {
            var passed = Environment.TickCount64 - _flushedAt;
            if (passed < PatienceMilliseconds && _viewers.Count(viewer => viewer.IsOneBehind) > Math.Max(ViewersAtOnce, _viewers.Count / BehindShare))
            {
                _behindFor = passed;
                return true;
            }

            return passed < _behindFor * RestFactor;
        }
    }

    /// <summary>
    /// Makes one delta of all that has changed since the last, and offers it to every viewer. With thousands of them that takes a
    /// while: it goes on where threads have nothing older to do, so that requests are not kept waiting. One at a time: not to be
    /// called again before it has ended.
    /// </summary>
    /// <returns>How many viewers were told.</returns>
    public async Task<int> FlushAsync()
    {
        SeatFrame delta;
        SeatSubscription[] viewers;
        lock (_lock)
        {
            if (_changed.Count == 0)
            {
                return 0;
            }

            (_flushedAt, _behindFor) = (Environment.TickCount64, 0);
            var seats = _changed.Order().ToArray();
            _changed.Clear();
            var changes = Array.ConvertAll(seats, seat => new SeatChange(new SeatIndex(seat), (SeatStatus)_statuses[seat], _fences[seat]));
            delta = SeatFrame.Delta(++_version, _epoch, changes);
            _snapshot = null;
            _recent.Enqueue(delta);
            if (_recent.Count > DeltasKept)
            {
                _recent.Dequeue();
            }

            // Who comes from here on has it already.
            viewers = [.. _viewers];
        }

        for (var at = 0; at < viewers.Length; at += ViewersAtOnce)
        {
            if (at > 0)
            {
                await Task.Yield();
            }

            Offer(delta, viewers.AsSpan(at, Math.Min(ViewersAtOnce, viewers.Length - at)));
        }

        return viewers.Length;
    }

    /// <summary>Closes the feed if nobody has looked since <paramref name="before"/>, or whoever looks when <paramref name="force"/>d.</summary>
    public bool TryClose(long before, bool force = false)
    {
        lock (_lock)
        {
            if (!force && (_viewers.Count > 0 || LastUsed > before))
            {
                return false;
            }

            _closed = true;
            _viewers.ForEach(viewer => viewer.Close());
            _viewers.Clear();
            return true;
        }
    }

    private void Offer(SeatFrame delta, ReadOnlySpan<SeatSubscription> viewers)
    {
        lock (_lock)
        {
            foreach (var viewer in viewers)
            {
                viewer.Offer(delta);
            }
        }
    }

    private bool Apply(SeatChange change)
    {
        var seat = change.Index.Value;
        if (seat < 0 || seat >= _fences.Length || change.Fence <= _fences[seat])
        {
            return false;
        }

        _fences[seat] = change.Fence;
        if (_statuses[seat] == (byte)change.Status)
        {
            return false;
        }

        _statuses[seat] = (byte)change.Status;
        return _changed.Add(seat);
    }

    private SeatFrame Snapshot() => _snapshot ??= SeatFrame.Snapshot(_version, _epoch, _statuses);

    private List<SeatFrame>? Missed(string? after)
    {
        if (after is null || !after.StartsWith(_epoch + "-", StringComparison.Ordinal)
            || !long.TryParse(after.AsSpan(_epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version > _version)
        {
            return null;
        }

        var missed = _recent.Where(frame => frame.Version > version).ToList();
        return missed.Count == _version - version && missed.Count < SeatSubscription.FramesWaitingMax ? missed : null;
    }
}
