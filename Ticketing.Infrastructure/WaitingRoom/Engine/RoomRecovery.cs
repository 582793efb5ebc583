using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// Begins a new epoch of a room when Redis has lost its memory, or may have. What keeps a place from being given twice: the row of
/// marks is locked from before the epoch rises until Redis has it, and numbers go on past everything that was promised.
/// </summary>
internal sealed partial class RoomRecovery(IConnectionMultiplexer redis, NpgsqlDataSource database, ILogger<RoomRecovery> logger)
{
    private const int AdmissionsAtOnce = 1_000;
    private const int UsedSeconds = 7 * 24 * 3600;

    private static readonly SqlScript BeginEpoch = SqlScript.Load("rooms-begin-epoch.sql");
    private static readonly RedisScript Admitted = RedisScript.Load("room-admitted.lua");
    private static readonly RedisScript Restore = RedisScript.Load("room-restore.lua");

    /// <param name="seen">The marks under which Redis said that it knows nothing.</param>
    /// <returns>The marks of the new epoch, this instance's or another's; null: Redis went away meanwhile.</returns>
    public async Task<RoomMarks?> RunAsync(StoredRoom room, RoomMarks seen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, room.Performance, cancellationToken) != seen.Epoch)
        {
            // Somebody else was faster; the rooms are read anew every second.
            return null;
        }

        RoomMarks marks;
        await using (var command = BeginEpoch.On(connection, transaction).With("performance", room.Performance.Value))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            Invariant.Holds(await reader.ReadAsync(cancellationToken));
            marks = RoomMarksStore.ReadMarks(reader);
        }

        try
        {
            await RestoreAsync(connection, room, marks, cancellationToken);
        }
        catch (Exception away) when (RedisOutage.IsOutage(away) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        LogRecovered(room.Performance.Value, marks.Epoch);
        return marks;
    }

    private static async Task<int> LockAsync(NpgsqlConnection connection, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT epoch FROM waiting_room_marks WHERE performance_id = @performance FOR UPDATE", connection)
            .With("performance", performance.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is int epoch ? epoch : -1;
    }

    private async Task RestoreAsync(NpgsqlConnection connection, StoredRoom room, RoomMarks marks, CancellationToken cancellationToken)
    {
        var database = redis.GetDatabase();
        var keys = new RoomRedisKeys(room.Performance);
        await TellAdmissionsAsync(connection, database, keys, room.Performance, cancellationToken);

        // The scripts of the epoch become known to the server that has the keys; without the state they answer "lost".
        var scripts = new RoomScripts(redis, room.Performance, marks.Epoch);
        foreach (var endpoint in redis.GetEndPoints())
        {
            var server = redis.GetServer(endpoint);
            if (server is { IsConnected: true, IsReplica: false })
            {
                foreach (var script in scripts.All)
                {
                    await server.ScriptLoadAsync(script.Text);
                }
            }
        }

        await Restore.RunAsync(
            database, [keys.State, keys.Windows, keys.Window],
            [
                marks.Epoch, marks.NumbersReserved, marks.LateReserved, marks.ServingReserved, marks.Lots ?? -1, marks.Gaps, marks.WindowsFrom,
                room.Settings.ClaimSeconds * 1000L,
            ]);
    }

    private static async Task TellAdmissionsAsync(
        NpgsqlConnection connection, IDatabase redis, RoomRedisKeys keys, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT place, CASE WHEN released_at IS NULL AND expires_at > now() THEN (extract(EPOCH FROM expires_at) * 1000)::bigint ELSE 0 END AS ends_at
            FROM admissions
            WHERE performance_id = @performance
            """,
            connection).With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var told = new List<RedisValue> { UsedSeconds };
        while (await reader.ReadAsync(cancellationToken))
        {
            told.AddRange([reader.GetInt64("place"), reader.GetInt64("ends_at")]);
            if (told.Count > 2 * AdmissionsAtOnce)
            {
                await Admitted.RunAsync(redis, [keys.Active, keys.Used], [.. told]);
                told.RemoveRange(1, told.Count - 1);
            }
        }

        await Admitted.RunAsync(redis, [keys.Active, keys.Used], [.. told]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The waiting room of {Performance} goes on in epoch {Epoch}")]
    private partial void LogRecovered(Guid performance, int epoch);
}
