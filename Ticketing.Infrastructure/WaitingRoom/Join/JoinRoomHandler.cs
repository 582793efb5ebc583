using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

/// <summary>Joins the queue. <c>room-join.lua</c> enforces one place per owner.</summary>
/// <param name="Held">The visitor's present ticket, if any.</param>
/// <param name="ComesLate">The join is suspicious: its place follows the drawn lots, without notice to the visitor.</param>
public sealed record JoinRoom(PerformanceId Performance, QueueOwner Owner, QueueTicket? Held, bool ComesLate);

/// <summary>Why no ticket was issued.</summary>
public enum JoinRefusal
{
    /// <summary>No active waiting room.</summary>
    NoRoom,

    /// <summary>The phase does not accept joins.</summary>
    Shut,

    /// <summary>Redis is unavailable or numbers are being reserved; retry in a second.</summary>
    Busy,
}

/// <summary>Handles <see cref="JoinRoom"/>.</summary>
public sealed class JoinRoomHandler
{
    private const int OwnersSeconds = 7 * 24 * 3600;

    private readonly RoomBoard _board;
    private readonly IConnectionMultiplexer _redis;
    private readonly TimeProvider _time;

    internal JoinRoomHandler(RoomBoard board, IConnectionMultiplexer redis, TimeProvider time) =>
        (_board, _redis, _time) = (board, redis, time);

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
            scripts.Join, [scripts.Keys.State, bucket], field, command.ComesLate ? "1" : "0",
            held?.Number.Value.ToString(CultureInfo.InvariantCulture) ?? "", OwnersSeconds);
        return (reply, reply == RoomReply.Answered ? (string?)values[0] : null) switch
        {
            (RoomReply.Answered, "known" or "new") => new QueueTicket(
                command.Performance, new QueueNumber((long)values[1]), room.Epoch, command.Owner, room.Now(_time)),
            (RoomReply.Answered, "shut") => JoinRefusal.Shut,
            _ => JoinRefusal.Busy,
        };
    }

    // A called place is used, claimed or not; its owner may join again.
    private static bool IsUsedUp(QueueTicket ticket, RoomView room) =>
        room is { Draw: { } draw, State: { } state } && ticket.Number.PlaceAfter(draw.Draw) < state.Serving;
}
