using Ticketing.Core.Common;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>Performances whose figures this instance has changed and not yet announced.</summary>
/// <remarks>
/// The consumer notes performances inside its transaction; <see cref="Commit"/> runs on the consumer's flow after the commit, before the
/// next batch. So what is taken is committed. What a failed batch noted goes out with the next: an announcement too many costs one read.
/// </remarks>
internal sealed class SalesChanges
{
    private readonly Lock _lock = new();
    private readonly WakeSignal _committed = new();
    private readonly HashSet<PerformanceId> _noted = [];
    private HashSet<PerformanceId> _due = [];
    private bool _isAllDue;

    /// <summary>See <see cref="WakeSignal.Next"/>.</summary>
    public Task Next => _committed.Next;

    /// <summary>Notes changes of a transaction that is not committed yet.</summary>
    public void Note(IEnumerable<PerformanceId> performances)
    {
        lock (_lock)
        {
            _noted.UnionWith(performances);
        }
    }

    /// <summary>What was noted is committed.</summary>
    public void Commit()
    {
        lock (_lock)
        {
            if (_noted.Count == 0)
            {
                return;
            }

            _due.UnionWith(_noted);
            _noted.Clear();
        }

        _committed.Set();
    }

    /// <summary>All figures may have changed, and the change is committed.</summary>
    public void CommitAll()
    {
        lock (_lock)
        {
            _isAllDue = true;
        }

        _committed.Set();
    }

    /// <summary>Takes what is due. Null: nothing.</summary>
    /// <returns>Empty: all.</returns>
    public IReadOnlyCollection<PerformanceId>? Take()
    {
        lock (_lock)
        {
            if (!_isAllDue && _due.Count == 0)
            {
                return null;
            }

            var taken = _isAllDue ? [] : _due;
            (_due, _isAllDue) = ([], false);
            return taken;
        }
    }

    /// <summary>Takes back what could not be announced.</summary>
    public void GiveBack(IReadOnlyCollection<PerformanceId> taken)
    {
        lock (_lock)
        {
            _isAllDue |= taken.Count == 0;
            _due.UnionWith(taken);
        }

        _committed.Set();
    }
}
