using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Relay;

namespace Ticketing.Tests.Integration;

/// <summary>An application with a database of its own, lent to one test at a time; disposing gives it back.</summary>
internal sealed class PooledApp : IAsyncDisposable
{
    private static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(5);

    private readonly AppPool _pool;
    private HashSet<string> _keysAtStart = [];
    private string? _schemaAtStart;

    private PooledApp(AppPool pool, string key, TestDatabase database, TestApp app) =>
        (_pool, Key, Database, App) = (pool, key, database, app);

    public string Key { get; }

    public TestDatabase Database { get; }

    public TestApp App { get; }

    public static async Task<PooledApp> StartAsync(AppPool pool, string key, TestDatabase database, (string Key, string Value)[] settings)
    {
        var app = new PooledApp(pool, key, database, await TestApp.StartAsync(database, null, settings));
        app._keysAtStart = [.. await app.RedisKeysAsync()];
        await database.ExecuteAsync(RecordRows);
        app._schemaAtStart = await database.ScalarAsync<string>(Schema);
        return app;
    }

    /// <summary>
    /// Brings the database and Redis back to what they were after the start. False: the application is still at work, or a test
    /// has changed the database's schema.
    /// </summary>
    public async Task<bool> TryResetAsync()
    {
        try
        {
            await QuietAsync();
            if (await Database.ScalarAsync<string>(Schema) != _schemaAtStart)
            {
                return false;
            }

            await Database.ExecuteAsync(RestoreRows);

            // The relay fills the log again, from positions that only move forward.
            foreach (var key in (await RedisKeysAsync()).Where(key => !_keysAtStart.Contains(key) || key.StartsWith("{evt}", StringComparison.Ordinal)))
            {
                await Database.Redis.GetDatabase().KeyDeleteAsync(key);
            }

            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    public void Deconstruct(out TestDatabase database, out TestApp app) => (database, app) = (Database, App);

    public async ValueTask DisposeAsync() => await _pool.GiveBackAsync(this);

    /// <summary>Stops the application and drops the database.</summary>
    public async Task EndAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }

    // Work that the last test began, such as mails and webhooks, would write into the next one.
    private async Task QuietAsync()
    {
        for (var end = DateTimeOffset.UtcNow + QuietMax; ;)
        {
            if (!await Database.ScalarAsync<bool>(AtWork) && await AreFactsAppliedAsync())
            {
                return;
            }

            if (DateTimeOffset.UtcNow > end)
            {
                throw new TimeoutException("The application of the last test is still at work.");
            }

            await Task.Delay(20);
        }
    }

    private async Task<bool> AreFactsAppliedAsync()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        var facts = await OutboxReader.ReadAsync(connection, 0, long.MaxValue, int.MaxValue, CancellationToken.None);
        foreach (var consumer in facts.Count > 0 ? App.Services.GetRequiredService<FactConsumers>().All : [])
        {
            var positions = await FactPositions.LowestAsync(connection, [consumer.Name], CancellationToken.None);
            if (facts.Exists(fact => consumer.Takes(fact.Type) && positions[FactStreams.Of(fact.AggregateId)] < fact.Position))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<List<string>> RedisKeysAsync()
    {
        var connection = Database.Redis;
        var keys = new List<string>();
        await foreach (var key in connection.GetServers()[0].KeysAsync(connection.GetDatabase().Database))
        {
            keys.Add(key.ToString());
        }

        return keys;
    }

    // A mail on its way is a job: its worker holds no transaction.
    private const string AtWork = """
        select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle')
          or exists (select from mail_jobs) or exists (select from webhook_deliveries where is_leased)
        """;

    private const string Schema = """
        select concat_ws(' ', (select count(*) from pg_class where relpersistence <> 't'), (select count(*) from pg_trigger),
          (select count(*) from pg_constraint), (select count(*) from pg_proc))
        """;

    private const string Tables = """
        select n.nspname as schema, c.relname as name, to_regclass(format('baseline.%I', n.nspname || '_' || c.relname)) as kept,
          (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relname <> 'fact_positions' and n.nspname not in ('pg_catalog', 'information_schema', 'baseline')
        """;

    private const string RecordRows = $"""
        do $$
        declare
          t record;
          filled boolean;
        begin
          create schema baseline;
          for t in {Tables} loop
            execute format('select exists (select from %I.%I)', t.schema, t.name) into filled;
            if filled then
              execute format('create table baseline.%I as select * from %I.%I', t.schema || '_' || t.name, t.schema, t.name);
            end if;
          end loop;
        end $$
        """;

    // A replica checks no foreign keys and runs no triggers: the order of the tables does not matter.
    private const string RestoreRows = $"""
        do $$
        declare t record;
        begin
          set local session_replication_role = replica;
          set local lock_timeout = '2s';
          for t in {Tables} loop
            if t.kept is null then
              execute format('delete from %I.%I', t.schema, t.name);
            else
              execute format('delete from %I.%I x where not exists (select from %s k where k::text = x::text)', t.schema, t.name, t.kept);
              execute format('insert into %1$I.%2$I (%4$s) overriding system value select %4$s from %3$s k where not exists (select from %1$I.%2$I x where x::text = k::text)',
                t.schema, t.name, t.kept, t.columns);
            end if;
          end loop;
        end $$
        """;
}
