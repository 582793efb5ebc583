using System.Globalization;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

/// <summary>
/// In-memory seat statuses of one performance: a byte and a fence per seat. Changes may arrive in any order, late and repeated; a change
/// applies only if its fence is larger, so that all instances converge. One lock guards all state; it is not held across awaits.
/// </summary>
internal sealed partial class PerformanceFeed
{
    private const int DeltasKept = 256;

    // Viewers notified per time slice, a few milliseconds.
    private const int ViewersPerSlice = 100;
    private const int BehindShare = 10;
    private const int LagTimeoutMilliseconds = 2000;
    // The interval between deltas, relative to the last delta's delivery time. Caps fan-out so that two cores keep capacity for sales.
    private const double IntervalFactor = 1.4;

    private readonly Lock _lock = new();
    private readonly string _epoch = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Queue<SeatFrame> _recent = new();
    private readonly List<SeatSubscription> _viewers = [];
    private readonly Dictionary<int, List<SeatSubscription>> _buyers = [];
    private readonly HashSet<int> _changed = [];
    private byte[] _statuses = [];
    private long[] _fences = [];
    private long _version;
    private long _flushedAt;
    private long _lagMilliseconds;
    private List<SeatChange>? _changesBeforeLoad = [];
    private SeatFrame? _snapshot;
    private bool _closed;

    public PerformanceFeed(PerformanceId performance, TimeProvider time)
    {
        Performance = performance;

        // Above all versions of earlier loads: a feed sends fewer than 1,000 deltas per second.
        _version = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public PerformanceId Performance { get; }

    /// <summary>Completes after the first read from PostgreSQL; false: the performance has no seats.</summary>
    public TaskCompletionSource<bool> Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last unsubscription or read, by <see cref="Environment.TickCount64"/>.</summary>
    public long LastUsed { get; private set; } = Environment.TickCount64;

    /// <summary>Subscribes a viewer: it gets the frames after <paramref name="after"/> if still available, else a snapshot.</summary>
    /// <param name="owner">Null: the viewer gets no signals.</param>
    /// <returns>Null: the feed is closed.</returns>
    public SeatSubscription? Subscribe(string? after, HoldOwner? owner = null)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return null;
            }

            var viewer = new SeatSubscription(this, owner is null ? null : HoldSignal.OwnerTag(owner));
            if (Missed(after) is { } missed)
            {
                missed.ForEach(viewer.Offer);
            }
            else
            {
                viewer.Offer(Snapshot());
            }

            _viewers.Add(viewer);
            if (viewer.OwnerTag is { } tag)
            {
                if (!_buyers.TryGetValue(tag, out var tabs))
                {
                    _buyers.Add(tag, tabs = []);
                }

                tabs.Add(viewer);
            }

            return viewer;
        }
    }

    public void Remove(SeatSubscription viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            if (viewer.OwnerTag is { } tag && _buyers.TryGetValue(tag, out var tabs) && tabs.Remove(viewer) && tabs.Count == 0)
            {
                _buyers.Remove(tag);
            }

            LastUsed = Environment.TickCount64;
        }
    }

    public SeatFrame Restart(SeatSubscription viewer)
    {
        lock (_lock)
        {
            viewer.Clear();
            return Snapshot();
        }
    }

    public void Resend(SeatSubscription viewer)
    {
        lock (_lock)
        {
            viewer.Clear();
            viewer.Offer(Snapshot());
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

    /// <summary>A copy of the statuses, one byte per seat, with the changes that are not in a delta yet.</summary>
    public SeatStatus[] Statuses()
    {
        lock (_lock)
        {
            LastUsed = Environment.TickCount64;
            return Array.ConvertAll(_statuses, status => (SeatStatus)status);
        }
    }

    /// <summary>Applies changes with newer fences.</summary>
    /// <returns>Whether any status changed.</returns>
    public bool Apply(IReadOnlyList<SeatChange> changes)
    {
        lock (_lock)
        {
            if (_changesBeforeLoad is not null)
            {
                // The first load is running: it applies them afterwards.
                _changesBeforeLoad.AddRange(changes);
                return false;
            }

            var changed = false;
            foreach (var change in changes)
            {
                changed |= Apply(change);
            }

            return changed;
        }
    }

    /// <summary>Sends signals to the viewers of their owners, at once and apart from the deltas.</summary>
    public void Send(IReadOnlyList<HoldSignal> signals)
    {
        if (signals.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var signal in signals)
            {
                if (_buyers.TryGetValue(signal.Owner, out var tabs))
                {
                    var frame = SeatFrame.OfSignal(signal);
                    tabs.ForEach(tab => tab.Offer(frame));
                }
            }
        }
    }

    /// <summary>Loads the seats read from PostgreSQL. The first load sets the size; later ones apply missed changes, and seats that a newer plan adds.</summary>
    /// <returns>Whether a delta is due.</returns>
    public bool Load(IReadOnlyList<SeatChange> seats)
    {
        lock (_lock)
        {
            if (_changesBeforeLoad is null)
            {
                return seats.Count > _statuses.Length ? Grow(seats) : Apply(seats);
            }

            (_statuses, _fences) = (new byte[seats.Count], new long[seats.Count]);
            for (var i = 0; i < seats.Count; i++)
            {
                Invariant.Holds(seats[i].Index.Value == i);
                (_statuses[i], _fences[i]) = ((byte)seats[i].Status, seats[i].Fence);
            }

            var changes = _changesBeforeLoad;
            _changesBeforeLoad = null;
            return Apply(changes);
        }
    }

    /// <summary>
    /// Back-pressure: whether too many viewers have not taken the last delta yet, or took it only recently. Fewer, larger deltas then reach
    /// all viewers earlier, and keep requests from queueing behind the fan-out.
    /// </summary>
    public bool IsBehind()
    {
        lock (_lock)
        {
            var passed = Environment.TickCount64 - _flushedAt;
            if (passed < LagTimeoutMilliseconds
                && _viewers.Count(viewer => viewer.IsOneBehind) > Math.Max(ViewersPerSlice, _viewers.Count / BehindShare))
            {
                _lagMilliseconds = passed;
                return true;
            }

            return passed < _lagMilliseconds * IntervalFactor;
        }
    }

    /// <summary>
    /// Sends all changes since the last delta to every viewer as one delta. Yields the thread between slices of viewers, so that requests
    /// are not delayed. Not reentrant.
    /// </summary>
    /// <returns>The number of notified viewers.</returns>
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

            (_flushedAt, _lagMilliseconds) = (Environment.TickCount64, 0);
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

            // Later subscribers get this delta with their first frames.
            viewers = [.. _viewers];
        }

        for (var at = 0; at < viewers.Length; at += ViewersPerSlice)
        {
            if (at > 0)
            {
                await Task.Yield();
            }

            Offer(delta, viewers.AsSpan(at, Math.Min(ViewersPerSlice, viewers.Length - at)));
        }

        return viewers.Length;
    }

    /// <summary>Closes the feed, unless it has viewers or was used after <paramref name="before"/>.</summary>
    /// <param name="force">Closes it in any case.</param>
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
            _buyers.Clear();
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
        _hasUnknownSeats |= seat >= _fences.Length;
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
