using Npgsql;

namespace Ticketing.Load.Soak;

/// <summary>
/// Sizes of the tables that sales write, in bytes, with their indexes and TOAST; and dead row versions by PostgreSQL's statistics.
/// </summary>
/// <param name="DeadSeats">A count, like that of holds.</param>
internal sealed record TableSizes(long Seats, long Holds, long Orders, long OrderItems, long Outbox, long DeadSeats, long DeadHolds)
{
    private const string Sql = """
        SELECT pg_total_relation_size('seats'), pg_total_relation_size('holds'), pg_total_relation_size('orders'),
          pg_total_relation_size('order_items'),
          (SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('outbox')),
          (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = 'seats'::regclass),
          (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = 'holds'::regclass)
        """;

    public long Bytes => Seats + Holds + Orders + OrderItems + Outbox;

    public long Dead => DeadSeats + DeadHolds;

    public static async Task<TableSizes> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new TableSizes(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
    }
}
