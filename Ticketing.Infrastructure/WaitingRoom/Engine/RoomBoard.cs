using System.Collections.Frozen;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// This instance's read model of all rooms. A visitor of a performance without a room costs one dictionary lookup.
/// </summary>
public sealed class RoomBoard(TimeProvider time)
{
    private volatile FrozenDictionary<Guid, RoomView> _active = FrozenDictionary<Guid, RoomView>.Empty;
    private volatile FrozenDictionary<Guid, RoomView> _all = FrozenDictionary<Guid, RoomView>.Empty;
    private volatile FrozenDictionary<Guid, Arrivals> _arrivals = FrozenDictionary<Guid, Arrivals>.Empty;
    private long _admitted;

    /// <summary>All active rooms.</summary>
    public IEnumerable<RoomView> All => _active.Values;

    /// <summary>The active room of a performance; null: none, visitors are admitted without one.</summary>
    public RoomView? Find(PerformanceId performance) => _active.GetValueOrDefault(performance.Value);

    /// <summary>The room of a performance, active or not, for the control room.</summary>
    public RoomView? Watch(PerformanceId performance) => _all.GetValueOrDefault(performance.Value);

    /// <summary>The public document for polls; null: no active room.</summary>
    public byte[]? DocumentOf(Guid performance) => _active.GetValueOrDefault(performance)?.Document;

    /// <summary>Counts a visitor of the seat map, once a minute.</summary>
    /// <param name="visitor">The visitor's owner; null: unknown, counted as the line.</param>
    public void Arrive(PerformanceId performance, QueueOwner? visitor, ClientNetwork network) =>
        _arrivals.GetValueOrDefault(performance.Value)?.Count(Second(), visitor, network.Line);

    /// <summary>The visitors that wait in the rooms led here.</summary>
    internal long Waiting => _active.Values.Where(room => room.Leads).Sum(room => room.State?.Waiting ?? 0);

    /// <summary>The visitors admitted here since the start; a room that ends or goes to another leader does not lower it.</summary>
    internal long Admitted => Interlocked.Read(ref _admitted);

    /// <summary>The visitors that the rooms led here will admit within a time.</summary>
    internal long DueWithin(TimeSpan ahead) => _active.Values.Where(room => room.Leads).Sum(room => room.DueWithin(ahead, room.Now(time)));

    internal long ArrivalsPerMinute(PerformanceId performance) => _arrivals.GetValueOrDefault(performance.Value)?.LastMinute(Second()) ?? 0;

    internal void Show(IEnumerable<RoomView> rooms)
    {
        var all = rooms.ToFrozenDictionary(room => room.Performance.Value);
        var watched = all.Values.Where(room => room.Settings.Mode == RoomMode.Auto).Select(room => room.Performance.Value).ToList();
        if (watched.Count != _arrivals.Count || !watched.TrueForAll(_arrivals.ContainsKey))
        {
            var before = _arrivals;
            _arrivals = watched.ToFrozenDictionary(id => id, id => before.GetValueOrDefault(id) ?? new Arrivals());
        }

        foreach (var room in all.Values.Where(room => room.Leads))
        {
            var before = _all.GetValueOrDefault(room.Performance.Value);
            if (before is { Leads: true, State: { } earlier } && room.State is { } state && before.Epoch == room.Epoch)
            {
                Interlocked.Add(ref _admitted, Math.Max(0, state.Admitted - earlier.Admitted));
            }
        }

        _all = all;
        _active = all.Values.Where(room => room.Phase != RoomPhase.Off).ToFrozenDictionary(room => room.Performance.Value);
    }

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();
}
