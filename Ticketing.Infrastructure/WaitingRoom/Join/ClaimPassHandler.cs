using System.Data;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

public enum ClaimRefusal
{
    /// <summary>Everybody walks in.</summary>
    NoRoom,

    /// <summary>It is not their turn yet.</summary>
    NotYet,

    /// <summary>The time to come in is over: they may line up again.</summary>
    TooLate,

    /// <summary>They were in already, and their pass is over or given back: they may line up again.</summary>
    Used,

    /// <summary>As many are in as may be: in a moment.</summary>
    Full,

    /// <summary>Something does not answer: in a moment.</summary>
    Busy,
}

/// <summary>
/// Lets in whoever was called. <c>room-claim.lua</c> counts them; the primary key of <c>admissions</c> keeps a place from being used
/// twice whatever Redis has forgotten. Asking twice gets the same pass.
/// </summary>
public sealed class ClaimPassHandler
{
    private static readonly SqlScript Admit = SqlScript.Load("admit.sql");

    private readonly RoomBoard _board;
    private readonly IConnectionMultiplexer _redis;
    private readonly NpgsqlDataSource _database;

    internal ClaimPassHandler(RoomBoard board, IConnectionMultiplexer redis, NpgsqlDataSource database) => (_board, _redis, _database) = (board, redis, database);

    public async Task<Outcome<AdmissionPass, ClaimRefusal>> HandleAsync(QueueTicket ticket, CancellationToken cancellationToken)
    {
        if (_board.Find(ticket.Performance) is not { } room)
        {
            return ClaimRefusal.NoRoom;
        }

        return room.Draw is { } draw
            ? await AdmitAsync(room, ticket.Number.PlaceAfter(draw.Draw), ticket.Owner, ticket.JoinedAt, cancellationToken)
            : ClaimRefusal.NotYet;
    }

    /// <summary>Lets somebody in who was not called, as far as there is room: by a link of the organizer.</summary>
    /// <param name="place">Below 0, and the link's own: it works once.</param>
    internal Task<Outcome<AdmissionPass, ClaimRefusal>> AdmitByLinkAsync(
        RoomView room, long place, QueueOwner owner, CancellationToken cancellationToken)
    {
        Invariant.Holds(place < 0);
        return AdmitAsync(room, place, owner, joinedAt: null, cancellationToken);
    }

    private async Task<Outcome<AdmissionPass, ClaimRefusal>> AdmitAsync(
        RoomView room, long place, QueueOwner owner, DateTimeOffset? joinedAt, CancellationToken cancellationToken)
    {
        var scripts = new RoomScripts(_redis, room.Performance, room.Epoch);
        var keys = scripts.Keys;
        var (reply, values) = await scripts.RunAsync(
            scripts.Claim, [keys.State, keys.Active, keys.Windows, keys.Window, keys.Used], place, room.Settings.PassSeconds * 1000L);
        if (reply != RoomReply.Answered)
        {
            return ClaimRefusal.Busy;
        }

        switch ((string?)values[0])
        {
            case "early":
                return ClaimRefusal.NotYet;
            case "late":
                return ClaimRefusal.TooLate;
            case "used":
                return ClaimRefusal.Used;
            case "full":
                return ClaimRefusal.Full;
        }

        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds((long)values[1]);
        try
        {
            return await WriteAsync(room, place, owner, expiresAt, joinedAt, cancellationToken) is { } pass
                ? pass
                : await GiveBackAsync(scripts, place);
        }
        catch (Exception away) when (DatabaseRetry.IsPassing(away))
        {
            // Redis has it; the next attempt writes it.
            return ClaimRefusal.Busy;
        }
    }

    private async Task<AdmissionPass?> WriteAsync(
        RoomView room, long place, QueueOwner owner, DateTimeOffset expiresAt,
        DateTimeOffset? joinedAt, CancellationToken cancellationToken)
    {
        await using var command = Admit.On(_database)
            .With("performance", room.Performance.Value).With("place", place).With("owner", owner.ToArray()).With("expires_at", expiresAt)
            .WithOrNull("waited_seconds", joinedAt is { } joined ? WaitedSeconds(joined, expiresAt, room.Settings) : (int?)null);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Invariant.Holds(await reader.ReadAsync(cancellationToken));
        return ReadPass(reader, room.Performance, place, owner);
    }

    // By Redis' clock on both ends. Who was early waits from the start on only: before it there was nothing to get in to.
    private static int WaitedSeconds(DateTimeOffset joinedAt, DateTimeOffset expiresAt, RoomSettings settings)
    {
        var from = settings.Mode == RoomMode.Scheduled && settings.StartsAt > joinedAt ? settings.StartsAt : joinedAt;
        return (int)Math.Clamp((expiresAt - from).TotalSeconds - settings.PassSeconds, 0, int.MaxValue);
    }

    private static AdmissionPass? ReadPass(NpgsqlDataReader reader, PerformanceId performance, long place, QueueOwner owner)
    {
        var isTheirs = reader.GetFieldValue<byte[]>("owner").AsSpan().SequenceEqual(owner.ToArray());
        return isTheirs && reader.IsDBNull("released_at") ? new AdmissionPass(performance, place, owner, reader.GetFieldValue<DateTimeOffset>("expires_at")) : null;
    }

    private static async Task<ClaimRefusal> GiveBackAsync(RoomScripts scripts, long place)
    {
        await scripts.RunAsync(scripts.Release, [scripts.Keys.State, scripts.Keys.Active, scripts.Keys.Returned], place);
        return ClaimRefusal.Used;
    }
}
