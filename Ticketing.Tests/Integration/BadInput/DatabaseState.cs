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
    private readonly string _sql;
    private List<string> _last = [];
    private long _lastWrite = -1;

    private DatabaseState(TestDatabase database, string sql) => (_database, _sql) = (database, sql);

    public static async Task<DatabaseState> OfAsync(TestDatabase database)
    {
        var tables = await database.ListAsync<string>(
            """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'local_stripe') and c.relkind in ('r', 'p') and not c.relispartition and not c.relname = any($1) order by 1
            """, (object)NotCompared);
        Assert.Contains("public.orders", tables);
        Assert.Contains("local_stripe.resources", tables);

        // A sequence counts changed rows, including rolled-back ones: unchanged, the tables are not read again.
        await database.ExecuteAsync(
            """
            create sequence writes;
            create function count_write() returns trigger language plpgsql as $$ begin perform nextval('writes'); return null; end $$;
            """
            + string.Concat(tables.Select(table => $"create trigger count_writes after insert or update or delete on {table} for each row execute function count_write();")));
        return new DatabaseState(database, string.Join(" union all ", tables.Select(table =>
            $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') from (select md5({RowOf(table)}) row from {table} t) rows")));
    }

    // The reconciler and the reader of cards update these columns without a request.
    private static string RowOf(string table) => table == "public.payments"
        ? "(to_jsonb(t) - 'updated_at' - 'card_brand' - 'card_last4' - 'card_checked_at')::text"
        : "t::text";

    /// <summary>One line per table: row count and checksum.</summary>
    public async Task<List<string>> ReadAsync()
    {
        var write = await _database.ScalarAsync<long>("select last_value + is_called::int from writes");
        if (write != _lastWrite)
        {
            _last = await _database.ListAsync<string>(_sql);
            _lastWrite = write;
        }

        return _last;
    }
}
