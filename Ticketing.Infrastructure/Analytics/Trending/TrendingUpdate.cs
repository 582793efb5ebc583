using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Trending;

/// <summary>Calculates the trending scores of all events from their views and sales, and gives them to the search.</summary>
internal sealed class TrendingUpdate(NpgsqlDataSource database, TimeProvider time)
{
    // "trending" in ASCII.
    private const long LockKey = 0x7472656e64696e67;

    // Longer than anything that reads them.
    private static readonly TimeSpan ViewsKept = TimeSpan.FromDays(35);

    private const string Hours = """
        SELECT event_id, hour, sum(views)::bigint AS views, sum(orders)::bigint AS orders
        FROM (
          SELECT event_id, hour, views, 0 AS orders FROM event_views WHERE hour > @since
          UNION ALL
          SELECT p.event_id, date_trunc('hour', s.minute, 'UTC'), 0, s.orders
          FROM sales_minutes s JOIN catalog_performances p ON p.id = s.performance_id
          WHERE s.minute > @since AND p.ends_at > @now
        ) AS part
        GROUP BY event_id, hour
        """;

    private const string Sold = """
        SELECT p.event_id, 100.0::double precision * sum(coalesce(s.sold, 0)) / sum(p.seat_count) AS percent
        FROM catalog_performances p
        LEFT JOIN (SELECT performance_id, sum(seats - seats_returned) AS sold FROM sales_minutes GROUP BY performance_id) s
          ON s.performance_id = p.id
        WHERE p.ends_at > @now AND p.seat_count > 0
        GROUP BY p.event_id
        HAVING sum(coalesce(s.sold, 0)) > 0
        """;

    /// <summary>Calculates and writes them. Does nothing while another instance does it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await TryLockAsync(connection, transaction, cancellationToken))
        {
            return;
        }

        var now = time.GetUtcNow();
        var hours = await ReadHoursAsync(connection, transaction, now, cancellationToken);
        var sold = await ReadSoldAsync(connection, transaction, now, cancellationToken);
        var scores = hours.Select(each => each.Key).Union(sold.Keys)
            .ToDictionary(id => id, id => TrendingScore.Of(hours[id], sold.GetValueOrDefault(id)));
        await TrendingScores.WriteAsync(connection, transaction, scores, cancellationToken);
        await ForgetViewsAsync(connection, transaction, now - ViewsKept, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(@key)", connection, transaction).With("key", LockKey);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<ILookup<EventId, EventHour>> ReadHoursAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Hours, connection, transaction)
            .With("since", now.AddHours(-TrendingScore.Hours)).With("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hours = new List<(EventId Event, EventHour Hour)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var ago = now - new DateTimeOffset(reader.GetDateTime("hour"), TimeSpan.Zero);
            hours.Add((new EventId(reader.GetGuid("event_id")), new EventHour(Math.Floor(ago.TotalHours), reader.GetInt64("views"), reader.GetInt64("orders"))));
        }

        return hours.ToLookup(each => each.Event, each => each.Hour);
    }

    private static async Task<Dictionary<EventId, double>> ReadSoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sold, connection, transaction).With("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sold = new Dictionary<EventId, double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sold[new EventId(reader.GetGuid("event_id"))] = reader.GetDouble("percent");
        }

        return sold;
    }

    private static async Task ForgetViewsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM event_views WHERE hour < @before", connection, transaction).With("before", before);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
