using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

/// <summary>Releases a pass after a purchase or on leaving, so that the next place can be called. Idempotent.</summary>
public sealed class ReleasePassHandler
{
    private readonly RoomBoard _board;
    private readonly IConnectionMultiplexer _redis;
    private readonly NpgsqlDataSource _database;

    internal ReleasePassHandler(RoomBoard board, IConnectionMultiplexer redis, NpgsqlDataSource database) =>
        (_board, _redis, _database) = (board, redis, database);

    public async Task HandleAsync(AdmissionPass pass, CancellationToken cancellationToken)
    {
        if (_board.Find(pass.Performance) is not { } room)
        {
            return;
        }

        // PostgreSQL first, so that the release survives a loss of Redis' data.
        await using (var command = _database.CreateCommand(
            "UPDATE admissions SET released_at = now() WHERE performance_id = @performance AND place = @place AND released_at IS NULL")
            .With("performance", pass.Performance.Value).With("place", pass.Place))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var scripts = new RoomScripts(_redis, pass.Performance, room.Epoch);
        await scripts.RunAsync(scripts.Release, [scripts.Keys.State, scripts.Keys.Active, scripts.Keys.Returned], pass.Place);
    }
}
