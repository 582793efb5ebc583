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
/// Begins a new epoch of a room after a possible loss of Redis' data. No place is assigned twice: the marks' row stays locked until Redis
/// has the new epoch, and numbers continue past all reserved ones.
/// </summary>
internal sealed partial class RoomRecovery(IConnectionMultiplexer redis, NpgsqlDataSource database, ILogger<RoomRecovery> logger)
{
    private const int AdmissionsPerCall = 1_000;
    private const int UsedSeconds = 7 * 24 * 3600;

    private static readonly SqlScript BeginEpoch = SqlScript.Load("rooms-begin-epoch.sql");
    private static readonly RedisScript Admitted = RedisScript.Load("room-admitted.lua");
    private static readonly RedisScript Restore = RedisScript.Load("room-restore.lua");

    /// <param name="seen">The marks of the lost epoch.</param>
    /// <returns>The marks of the new epoch; null: another instance has recovered the room, or Redis is unavailable.</returns>
    public async Task<RoomMarks?> RunAsync(StoredRoom room, RoomMarks seen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, room.Performance, cancellationToken) != seen.Epoch)
        {
            // Another instance has recovered the room; RoomWorker reads the marks within a second.
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
        catch (Exception outage) when (RedisOutage.IsOutage(outage) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        LogRecovered(room.Performance.Value, marks.Epoch);
        return marks;
    }

    private static async Task<int> LockAsync(NpgsqlConnection connection, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT epoch FROM waiting_room_marks WHERE performance_id = @performance FOR UPDATE", connection)
            .With("performance", performance.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is int epoch ? epoch : -1;
    }

    private async Task RestoreAsync(NpgsqlConnection connection, StoredRoom room, RoomMarks marks, CancellationToken cancellationToken)
    {
        var database = redis.GetDatabase();
        var keys = new RoomRedisKeys(room.Performance);
        await RestoreAdmissionsAsync(connection, database, keys, room.Performance, cancellationToken);

        // Loads the epoch's scripts on the server that has the keys; without the state they return "lost".
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

    private static async Task RestoreAdmissionsAsync(
        NpgsqlConnection connection, IDatabase redis, RoomRedisKeys keys, PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT place,
              CASE WHEN released_at IS NULL AND expires_at > now()
                THEN (extract(EPOCH FROM expires_at) * 1000)::bigint ELSE 0 END AS ends_at
            FROM admissions
            WHERE performance_id = @performance
            """,
            connection).With("performance", performance.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var arguments = new List<RedisValue> { UsedSeconds };
        while (await reader.ReadAsync(cancellationToken))
        {
            arguments.AddRange([reader.GetInt64("place"), reader.GetInt64("ends_at")]);
            if (arguments.Count > 2 * AdmissionsPerCall)
            {
                await Admitted.RunAsync(redis, [keys.Active, keys.Used], [.. arguments]);
                arguments.RemoveRange(1, arguments.Count - 1);
            }
        }

        await Admitted.RunAsync(redis, [keys.Active, keys.Used], [.. arguments]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The waiting room of {Performance} was recovered with epoch {Epoch}")]
    private partial void LogRecovered(Guid performance, int epoch);
}
