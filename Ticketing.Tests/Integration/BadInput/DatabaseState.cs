namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Everything that is in the tables, in few words: whatever a refused request changes, it shows.</summary>
internal sealed class DatabaseState
{
    // What requests may leave behind that are refused: keys of the application, and answers kept for their repeats.
    private static readonly string[] NotCompared = ["__EFMigrationsHistory", "data_protection_keys", "idempotency_keys"];

    private readonly TestDatabase _database;
    private readonly string _sql;
    private List<string> _last = [];
    private long _lastWrite = -1;

    private DatabaseState(TestDatabase database, string sql) => (_database, _sql) = (database, sql);

    public static async Task<DatabaseState> OfAsync(TestDatabase database)
    {
        var tables = await database.ListAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'local_stripe') and not tablename = any($1) order by 1", (object)NotCompared);
        Assert.Contains("public.orders", tables);
        Assert.Contains("local_stripe.resources", tables);

        // Reading it all is slow; a sequence that counts changed rows, also of what was rolled back, says when there is no need to.
        await database.ExecuteAsync(
            """
            create sequence writes;
            create function count_write() returns trigger language plpgsql as $$ begin perform nextval('writes'); return null; end $$;
            """
            + string.Concat(tables.Select(table => $"create trigger count_writes after insert or update or delete on {table} for each row execute function count_write();")));
        return new DatabaseState(database, string.Join(" union all ", tables.Select(table =>
            $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') from (select md5({RowOf(table)}) row from {table} t) rows")));
    }

    // The provider is asked about quiet payments by and by; when it was asked is no change.
    private static string RowOf(string table) => table == "public.payments" ? "(to_jsonb(t) - 'updated_at')::text" : "t::text";

    /// <summary>A line a table: its rows, and a checksum of them.</summary>
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
