using System.Data;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

/// <summary>Why no pass was issued.</summary>
public enum ClaimRefusal
{
    /// <summary>No active waiting room; no pass is needed.</summary>
    NoRoom,

    /// <summary>The place was not called yet.</summary>
    NotYet,

    /// <summary>The time to claim has expired; the visitor may join again.</summary>
    TooLate,

    /// <summary>The pass has expired or was released; the visitor may join again.</summary>
    Used,

    /// <summary>The maximum of active passes is reached; retry.</summary>
    Full,

    /// <summary>Redis or PostgreSQL is unavailable; retry.</summary>
    Busy,
}

/// <summary>
/// Issues passes to called visitors. <c>room-claim.lua</c> enforces the limits; the primary key of <c>admissions</c> prevents a second use
/// of a place after a loss of Redis' data. Idempotent.
/// </summary>
public sealed class ClaimPassHandler
{
    private static readonly SqlScript Admit = SqlScript.Load("admit.sql");

    private readonly RoomBoard _board;
    private readonly IConnectionMultiplexer _redis;
    private readonly NpgsqlDataSource _database;

    internal ClaimPassHandler(RoomBoard board, IConnectionMultiplexer redis, NpgsqlDataSource database) =>
        (_board, _redis, _database) = (board, redis, database);

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

    /// <summary>Issues a pass for a skip-the-line link, within the limit of active passes.</summary>
    /// <param name="place">The negative place of the link's use.</param>
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
                : await ReleaseAsync(scripts, place);
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            // Redis has the pass; the next attempt writes it.
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

    // Both times are Redis'. Waiting before the start does not count.
    private static int WaitedSeconds(DateTimeOffset joinedAt, DateTimeOffset expiresAt, RoomSettings settings)
    {
        var from = settings.Mode == RoomMode.Scheduled && settings.StartsAt > joinedAt ? settings.StartsAt : joinedAt;
        return (int)Math.Clamp((expiresAt - from).TotalSeconds - settings.PassSeconds, 0, int.MaxValue);
    }

    private static AdmissionPass? ReadPass(NpgsqlDataReader reader, PerformanceId performance, long place, QueueOwner owner)
    {
        var isOwner = reader.GetFieldValue<byte[]>("owner").AsSpan().SequenceEqual(owner.ToArray());
        return isOwner && reader.IsDBNull("released_at")
            ? new AdmissionPass(performance, place, owner, reader.GetFieldValue<DateTimeOffset>("expires_at"))
            : null;
    }

    private static async Task<ClaimRefusal> ReleaseAsync(RoomScripts scripts, long place)
    {
        await scripts.RunAsync(scripts.Release, [scripts.Keys.State, scripts.Keys.Active, scripts.Keys.Returned], place);
        return ClaimRefusal.Used;
    }
}
