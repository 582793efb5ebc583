using System.Collections.Frozen;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.WaitingRoom;

/// <summary>
/// The rooms that are up, as this instance sees them. Asking costs a look into a dictionary: that is all a visitor costs where there
/// is no room.
/// </summary>
public sealed class RoomBoard
{
    private volatile FrozenDictionary<Guid, RoomView> _rooms = FrozenDictionary<Guid, RoomView>.Empty;

    public IEnumerable<RoomView> All => _rooms.Values;

    /// <summary>The room of a performance; null: it has none, everybody walks in.</summary>
    public RoomView? Find(PerformanceId performance) => _rooms.GetValueOrDefault(performance.Value);

    /// <summary>What a poll gets; null: there is no room.</summary>
    public byte[]? DocumentOf(Guid performance) => _rooms.GetValueOrDefault(performance)?.Document;

    internal void Show(IEnumerable<RoomView> rooms) => _rooms = rooms.ToFrozenDictionary(room => room.Performance.Value);
}
