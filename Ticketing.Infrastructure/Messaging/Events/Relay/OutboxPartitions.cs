using System.Data;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Consuming;

namespace Ticketing.Infrastructure.Messaging.Events.Relay;

/// <summary>
/// Keeps the outbox's partitions by day (UTC), <c>outbox_yyyymmdd</c>: makes those of today and two days ahead, drops those that are older
/// than <see cref="EventsOptions.RetentionDays"/> and applied by every consumer. A row of a day without a partition is in the default
/// partition, so no row is ever refused; a day for which it already has rows is left to it.
/// </summary>
public sealed partial class OutboxPartitions
{
    private const string Prefix = "outbox_";
    private const string DayFormat = "yyyyMMdd";
    private const int DaysAhead = 2;

    private readonly NpgsqlDataSource _database;
    private readonly FactConsumers _consumers;
    private readonly IOptions<EventsOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxPartitions> _logger;

    internal OutboxPartitions(
        NpgsqlDataSource database, FactConsumers consumers, IOptions<EventsOptions> options, TimeProvider time,
        ILogger<OutboxPartitions> logger) =>
        (_database, _consumers, _options, _time, _logger) = (database, consumers, options, time, logger);

    /// <summary>Makes and drops partitions. What a lock prevents is done at the next call.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var days = await ReadDaysAsync(connection, cancellationToken);
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        try
        {
            for (var day = today; day <= today.AddDays(DaysAhead); day = day.AddDays(1))
            {
                if (!days.Contains(day))
                {
                    await AddAsync(connection, day, cancellationToken);
                }
            }

            await DropAsync(connection, days, today.AddDays(-_options.Value.RetentionDays), cancellationToken);
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DuplicateTable)
        {
            LogPostponed(busy.MessageText);
        }
    }

    private static async Task<HashSet<DateOnly>> ReadDaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'outbox'::regclass
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new HashSet<DateOnly>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (DateOnly.TryParseExact(reader.GetString("name")[Prefix.Length..], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
        }

        return days;
    }

    // Attached instead of created as a partition: writers go on meanwhile.
    private static async Task AddAsync(NpgsqlConnection connection, DateOnly day, CancellationToken cancellationToken)
    {
        var next = day.AddDays(1);
        await using (var left = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM outbox_default WHERE created_at >= @from AND created_at < @to)", connection)
            .With("from", Begin(day)).With("to", Begin(next)))
        {
            if (await left.ExecuteScalarAsync(cancellationToken) is true)
            {
                return;
            }
        }

        var name = NameOf(day);
        await ExecuteAsync(
            connection,
            $"""
            SET LOCAL lock_timeout = '2s';
            CREATE TABLE {name} (LIKE outbox INCLUDING DEFAULTS);
            CREATE INDEX ix_{name}_txid ON {name} (txid, id);
            ALTER TABLE outbox ATTACH PARTITION {name} FOR VALUES FROM ('{Bound(day)}') TO ('{Bound(next)}');
            """,
            cancellationToken);
    }

    private async Task DropAsync(
        NpgsqlConnection connection, IReadOnlyCollection<DateOnly> days, DateOnly oldest, CancellationToken cancellationToken)
    {
        var lowest = _consumers.Names.Length == 0
            ? long.MaxValue
            : (await FactPositions.LowestAsync(connection, _consumers.Names, cancellationToken)).Min().Transaction;
        foreach (var day in days.Where(day => day < oldest).Order())
        {
            if (await ReadLastAsync(connection, NameOf(day), cancellationToken) < lowest)
            {
                await ExecuteAsync(connection, $"SET LOCAL lock_timeout = '500ms'; DROP TABLE {NameOf(day)};", cancellationToken);
                LogDropped(day);
            }
        }

        // Rows of days without a partition.
        await using var delete = new NpgsqlCommand(
            "DELETE FROM outbox_default WHERE created_at < @oldest AND txid < @lowest::text::xid8", connection)
            .With("oldest", Begin(oldest)).With("lowest", lowest.ToString(CultureInfo.InvariantCulture));
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> ReadLastAsync(NpgsqlConnection connection, string partition, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // A partition's name, made of a date.
        await using var command = new NpgsqlCommand($"SELECT txid::text::bigint FROM {partition} ORDER BY txid DESC LIMIT 1", connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken) is long last ? last : 0;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
#pragma warning disable CA2100 // Partitions' names, made of dates.
        await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string NameOf(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static string Bound(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";

    private static DateTime Begin(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    [LoggerMessage(LogLevel.Information, "Dropped the facts of {Day}")]
    private partial void LogDropped(DateOnly day);

    [LoggerMessage(LogLevel.Information, "The outbox is in use, its partitions are kept later: {Reason}")]
    private partial void LogPostponed(string reason);
}
