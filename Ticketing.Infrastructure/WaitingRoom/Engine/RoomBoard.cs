using System.Collections.Frozen;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// The rooms as this instance sees them. Asking costs a look into a dictionary: that is all a visitor costs where there is no room.
/// </summary>
public sealed class RoomBoard(TimeProvider time)
{
    private volatile FrozenDictionary<Guid, RoomView> _up = FrozenDictionary<Guid, RoomView>.Empty;
    private volatile FrozenDictionary<Guid, RoomView> _all = FrozenDictionary<Guid, RoomView>.Empty;
    private volatile FrozenDictionary<Guid, Arrivals> _arrivals = FrozenDictionary<Guid, Arrivals>.Empty;

    /// <summary>Those that are up.</summary>
    public IEnumerable<RoomView> All => _up.Values;

    /// <summary>The room of a performance; null: it has none that is up, everybody walks in.</summary>
    public RoomView? Find(PerformanceId performance) => _up.GetValueOrDefault(performance.Value);

    /// <summary>The same for the control room, which also watches rooms that come up by themselves and have not yet.</summary>
    public RoomView? Watch(PerformanceId performance) => _all.GetValueOrDefault(performance.Value);

    /// <summary>What a poll gets; null: there is no room.</summary>
    public byte[]? DocumentOf(Guid performance) => _up.GetValueOrDefault(performance)?.Document;

    /// <summary>Somebody comes for the seats.</summary>
    public void Arrive(PerformanceId performance) => _arrivals.GetValueOrDefault(performance.Value)?.Count(Second());

    internal long ArrivalsPerMinute(PerformanceId performance) => _arrivals.GetValueOrDefault(performance.Value)?.InTheLastMinute(Second()) ?? 0;

    internal void Show(IEnumerable<RoomView> rooms)
    {
        var all = rooms.ToFrozenDictionary(room => room.Performance.Value);
        var watched = all.Values.Where(room => room.Settings.Mode == RoomMode.Auto).Select(room => room.Performance.Value).ToList();
        if (watched.Count != _arrivals.Count || !watched.TrueForAll(_arrivals.ContainsKey))
        {
            var before = _arrivals;
            _arrivals = watched.ToFrozenDictionary(id => id, id => before.GetValueOrDefault(id) ?? new Arrivals());
        }

        _all = all;
        _up = all.Values.Where(room => room.Phase != RoomPhase.Off).ToFrozenDictionary(room => room.Performance.Value);
    }

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();

    private sealed class Arrivals
    {
        private const int Seconds = 60;

        private readonly Lock _lock = new();
        private readonly (long Second, int Count)[] _seconds = new (long, int)[Seconds];

        public void Count(long second)
        {
            lock (_lock)
            {
                ref var slot = ref _seconds[second % Seconds];
                slot = slot.Second == second ? (second, slot.Count + 1) : (second, 1);
            }
        }

        public long InTheLastMinute(long second)
        {
            lock (_lock)
            {
                return _seconds.Where(slot => slot.Second > second - Seconds).Sum(slot => (long)slot.Count);
            }
        }
    }
}
