using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory.Feed;

internal sealed partial class PerformanceFeed
{
    private bool _hasUnknownSeats;

    /// <summary>Whether changes of seats were left out since the last call, because a newer plan has added them: they have to be read.</summary>
    public bool TakeUnknownSeats()
    {
        lock (_lock)
        {
            var has = _hasUnknownSeats;
            _hasUnknownSeats = false;
            return has;
        }
    }

    // A newer plan has added seats. All viewers get a snapshot: deltas of the former size lead to no state of the new one.
    private bool Grow(IReadOnlyList<SeatChange> seats)
    {
        Array.Resize(ref _statuses, seats.Count);
        Array.Resize(ref _fences, seats.Count);
        var isChanged = Apply(seats);
        (_version, _snapshot) = (_version + 1, null);
        _recent.Clear();
        foreach (var viewer in _viewers)
        {
            viewer.Clear();
            viewer.Offer(Snapshot());
        }

        return isChanged;
    }
}
