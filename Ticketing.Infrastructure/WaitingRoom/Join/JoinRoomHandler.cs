using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

/// <summary>Gives somebody a place. What keeps it to one for each owner is <c>room-join.lua</c>.</summary>
/// <param name="ComesLate">The join looks like a program's: its place follows the drawn lots, and nothing else tells it.</param>
/// <param name="Held">The ticket they have, if any.</param>
public sealed record JoinRoom(PerformanceId Performance, QueueOwner Owner, QueueTicket? Held, bool ComesLate);

public enum JoinRefusal
{
    /// <summary>Everybody walks in.</summary>
    NoRoom,

    /// <summary>Not open yet, or nobody gets a place any more.</summary>
    Shut,

    /// <summary>In a second.</summary>
    Busy,
}

public sealed class JoinRoomHandler
{
    private const int OwnersSeconds = 7 * 24 * 3600;

    private readonly RoomBoard _board;
    private readonly IConnectionMultiplexer _redis;
    private readonly TimeProvider _time;

    internal JoinRoomHandler(RoomBoard board, IConnectionMultiplexer redis, TimeProvider time) => (_board, _redis, _time) = (board, redis, time);

    public async Task<Outcome<QueueTicket, JoinRefusal>> HandleAsync(JoinRoom command)
    {
        if (_board.Find(command.Performance) is not { } room)
        {
            return JoinRefusal.NoRoom;
        }

        var held = command.Held is { } ticket && ticket.Performance == command.Performance && ticket.Owner == command.Owner ? ticket : null;
        if (held is not null && !IsUsedUp(held, room))
        {
            return held;
        }

        if (room.Phase is not (RoomPhase.PreQueue or RoomPhase.Drawing or RoomPhase.Live or RoomPhase.Paused or RoomPhase.SoldOut))
        {
            return JoinRefusal.Shut;
        }

        var scripts = new RoomScripts(_redis, command.Performance, room.Epoch);
        var (bucket, field) = scripts.Keys.OwnerOf(command.Owner.ToArray());
        var (reply, values) = await scripts.RunAsync(
            scripts.Join, [scripts.Keys.State, bucket], field, command.ComesLate ? "1" : "0", held?.Number.Value.ToString(CultureInfo.InvariantCulture) ?? "",
            OwnersSeconds);
        return (reply, reply == RoomReply.Answered ? (string?)values[0] : null) switch
        {
            (RoomReply.Answered, "known" or "new") => new QueueTicket(
                command.Performance, new QueueNumber((long)values[1]), room.Epoch, command.Owner, room.Now(_time)),
            (RoomReply.Answered, "shut") => JoinRefusal.Shut,
            _ => JoinRefusal.Busy,
        };
    }

    // Whoever was let in, or did not come in time, may line up again.
    private static bool IsUsedUp(QueueTicket ticket, RoomView room) =>
        room is { Draw: { } draw, State: { } state } && ticket.Number.PlaceAfter(draw.Draw) < state.Serving;
}
