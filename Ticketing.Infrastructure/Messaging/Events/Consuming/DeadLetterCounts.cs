using System.Data;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>Counts dead letters, for the health check and the host.</summary>
public sealed class DeadLetterCounts(NpgsqlDataSource database)
{
    /// <summary>The number of parked letters.</summary>
    public async Task<long> CountParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM dead_letters WHERE status = 'parked'");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Per consumer with letters that are neither applied nor skipped: their number, and whether one may be due.</summary>
    internal static async Task<Dictionary<string, (long Count, bool IsDue)>> ReadAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT consumer, count(*) AS letters, coalesce(bool_or(status = 'waiting' AND next_at <= @now), false) AS due
            FROM dead_letters WHERE status <> 'skipped' GROUP BY consumer
            """, connection)
            .With("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, (long, bool)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts[reader.GetString("consumer")] = (reader.GetInt64("letters"), reader.GetBoolean("due"));
        }

        return counts;
    }
}
