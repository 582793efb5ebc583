namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Row counts and checksums of all tables, to detect changes by refused requests.</summary>
internal sealed class DatabaseState
{
    // Refused requests may write these: application keys and stored responses. Consumers move their positions and projections without a
    // request.
    private static readonly string[] NotCompared =
    [
        "__EFMigrationsHistory", "data_protection_keys", "idempotency_keys", "fact_positions", "sales_minutes", "order_sales", "availability",
        "availability_performances", "analytics_days", "order_search", "search_queries",
    ];

    private readonly TestDatabase _database;
    private readonly string[] _tables;
    private readonly string[] _sums;
    private readonly long[] _writes;
    private long _allWrites = -1;

    private DatabaseState(TestDatabase database, string[] tables)
    {
        (_database, _tables, _sums, _writes) = (database, tables, new string[tables.Length], new long[tables.Length]);
        Array.Fill(_writes, -1);
    }

    public static async Task<DatabaseState> OfAsync(TestDatabase database)
    {
        var tables = await database.ListAsync<string>(
            """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'local_stripe') and c.relkind in ('r', 'p') and not c.relispartition and not c.relname = any($1) order by 1
            """, (object)NotCompared);
        Assert.Contains("public.orders", tables);
        Assert.Contains("local_stripe.resources", tables);

        // A sequence for each table counts its changed rows, including rolled-back ones: unchanged, a table is not read again. Most requests
        // change nothing: one sequence over all says so.
        await database.ExecuteAsync(
            """
            create schema writes;
            create sequence writes.all_tables;
            create function writes.count_write() returns trigger language plpgsql as
              $$ begin perform nextval(('writes.table_' || tg_argv[0])::regclass), nextval('writes.all_tables'); return null; end $$;
            """
            + string.Concat(tables.Select((table, number) =>
                $"""
                create sequence writes.table_{number};
                create trigger count_writes after insert or update or delete on {table} for each row execute function writes.count_write('{number}');
                """)));
        return new DatabaseState(database, [.. tables]);
    }

    // The reconciler and the reader of cards update these columns without a request.
    private static string RowOf(string table) => table == "public.payments"
        ? "(to_jsonb(t) - 'updated_at' - 'card_brand' - 'card_last4' - 'card_checked_at')::text"
        : "t::text";

    /// <summary>One line per table: row count and checksum.</summary>
    public async Task<List<string>> ReadAsync()
    {
        // Before the tables: what is written meanwhile is seen the next time.
        var allWrites = await _database.ScalarAsync<long>("select case when is_called then last_value else 0 end from writes.all_tables");
        if (allWrites == _allWrites)
        {
            return [.. _sums];
        }

        var writes = await _database.ListAsync<long>(
            """
            select coalesce(last_value, 0) from pg_sequences where schemaname = 'writes' and sequencename like 'table\_%'
            order by substr(sequencename, length('table_') + 1)::int
            """);
        int[] changed = [.. Enumerable.Range(0, _tables.Length).Where(number => writes[number] != _writes[number])];
        if (changed.Length > 0)
        {
            var sums = await _database.ListAsync<string>(string.Join(" union all ", changed.Select(number => SumOf(_tables[number]))));
            var byTable = sums.ToDictionary(sum => sum[..sum.IndexOf(' ', StringComparison.Ordinal)]);
            foreach (var number in changed)
            {
                (_sums[number], _writes[number]) = (byTable[_tables[number]], writes[number]);
            }
        }

        _allWrites = allWrites;
        return [.. _sums];
    }

    private static string SumOf(string table) =>
        $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') from (select md5({RowOf(table)}) row from {table} t) rows";
}
