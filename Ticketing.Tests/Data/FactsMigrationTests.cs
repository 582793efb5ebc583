using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

/// <summary>Rows of the former outbox stay, and mails that were not sent become jobs.</summary>
public sealed class FactsMigrationTests(TestServers servers) : IAsyncLifetime
{
    // The last migration with the former outbox.
    private const string Former = "2026113002_OrderIndexes";

    private const string Rows =
        """
        insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at, dispatched_at, attempts, retry_at, last_error)
        select lpad(n::text, 32, '0')::uuid, 'order', 'o-' || n, case n % 3 when 0 then 'order.paid' else 'order.placed' end,
          '{"organizationId": "00000000-0000-0000-0000-000000000008"}', timestamptz '2026-11-01' + n * interval '1 minute',
          case when n <= 1195 then now() end, 0, null, null
        from generate_series(1, 1200) n;
        insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at, attempts, retry_at, last_error)
        values (gen_random_uuid(), 'account', 'x', 'account.confirm-email', '{"email": "ada@example.org"}', now(), 10, now(), 'refused');
        """;

    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateEmptyDatabaseAsync();
        await using (var context = await _database.Contexts.CreateDbContextAsync(Stop))
        {
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateScript(), Stop);
            foreach (var id in context.Database.GetMigrations().Where(id => string.CompareOrdinal(id, Former) <= 0))
            {
                await _database.ExecuteAsync(EmbeddedText.Read(id + ".sql"));
                await _database.ExecuteAsync($"""insert into "__EFMigrationsHistory" values ('{id}', '10')""");
            }
        }

        await _database.ExecuteAsync(Rows);
        await using var newest = await _database.Contexts.CreateDbContextAsync(Stop);
        await newest.Database.MigrateAsync(Stop);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Rows_OfTheFormerOutbox_AreFactsAndOpenMailsAreJobs()
    {
        Assert.Equal(1201, await _database.ScalarAsync<long>("select count(*) from outbox_default"));
        Assert.Equal(1200, await _database.ScalarAsync<long>("select count(*) from outbox where organization_id = '00000000-0000-0000-0000-000000000008'"));

        // In the order of their ids, below every new one, few per number.
        Assert.Equal(0, await _database.ScalarAsync<long>("select count(*) from outbox a join outbox b on b.id > a.id and b.txid < a.txid"));
        Assert.True(await _database.ScalarAsync<bool>("select max(txid) < pg_current_xact_id() and count(distinct txid) > 1 from outbox"));

        // The open mails: two of orders, one parked.
        Assert.Equal(
            ["account.confirm-email 10 refused", "order.paid 0", "order.paid 0"],
            (await _database.ListAsync<string>("select concat_ws(' ', type, attempts, last_error) from mail_jobs")).Order(StringComparer.Ordinal));
        Assert.Equal(16, await _database.ScalarAsync<long>(
            "select count(*) from fact_positions where consumer = 'mails' and txid = (select max(txid::text::bigint) from outbox)"));

        await _database.ExecuteAsync(
            "insert into outbox (id, aggregatetype, aggregateid, type, payload, created_at) values (gen_random_uuid(), 'order', 'x', 'order.paid', '{}', now())");
        Assert.Equal(1, await _database.ScalarAsync<long>("select count(*) from outbox where txid > (select max(txid)::text::xid8 from fact_positions)"));
    }
}
