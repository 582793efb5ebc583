using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>The signing keys of tickets and passes, shared by all instances.</summary>
public sealed class RoomKeyRing(SharedSecrets secrets)
{
    private volatile RoomKeys? _keys;

    public ValueTask<RoomKeys> GetAsync(CancellationToken cancellationToken = default) =>
        _keys is { } known ? new(known) : new(ReadAsync(cancellationToken));

    /// <summary>The cached keys; null: not read yet.</summary>
    public RoomKeys? Known => _keys;

    private async Task<RoomKeys> ReadAsync(CancellationToken cancellationToken) =>
        _keys = new RoomKeys(await secrets.GetAsync("waiting-room", cancellationToken));
}
