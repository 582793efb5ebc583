using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

/// <summary>Tickets of the former table become columns of their items, with the ids, codes and states that were given out.</summary>
public sealed class ItemTicketsMigrationTests(TestServers servers) : IAsyncLifetime
{
    // The last migration with the table.
    private const string Former = "2026112952_PerformanceRevisions";

    // Ids are numbers: item 21 is the first of order 2, tickets 211 and 212 are of item 21.
    private const string Rows =
        """
        create function id(n int) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;
        create function n(id uuid) returns int language sql immutable as $$ select replace(id::text, '-', '')::numeric::int $$;

        insert into orders (id, number, performance_id, organization_id, hold_id, email, email_normalized, name, locale, status, currency,
          prices_include_tax, subtotal, discount, fees, tax, total, refunded, cancellation_keeps_fees, created_at, expires_at)
        select id(o.n), 'T-' || o.n, id(9), id(8), id(o.n), 'ada@example.org', 'ada@example.org', 'Ada', 'en', o.status, 'EUR',
          true, 100, 0, 0, 0, 100, 0, false, now(), now()
        from (values (1, 'paid'), (2, 'paid'), (3, 'refunded'), (4, 'awaiting-payment')) as o (n, status);

        insert into order_items (id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee,
          tax_basis_points, discount, tax, total, attendee_name, live)
        select id(i.n), id(i.n / 10), id(9), i.n, 'A-' || i.n, 'A', 'A', i.n::text, id(7), 'Standard', 100, 0, 0, 0, 0, 100, 'Ada ' || i.n,
          i.n / 10 <> 3
        from (values (11), (12), (21), (31), (32), (41)) as i (n);

        insert into tickets (id, order_id, order_item_id, performance_id, seat_index, label, attendee_name, code, key_id, status, issued_at,
          voided_at)
        select id(t.n), id(t.n / 100), id(t.n / 10), id(9), t.n / 10, 'A-' || t.n / 10, 'Ada ' || t.n / 10, t.code,
          case when t.code is not null then id(6) end, t.status, timestamptz '2026-11-01' + t.day * interval '1 day',
          case when t.status = 'void' then timestamptz '2026-11-10' + t.day * interval '1 day' end
        from (values (111, 'one', 'valid', 1), (121, null, 'valid', 1), (211, 'old', 'void', 1), (212, 'new', 'valid', 2),
          (311, 'returned', 'void', 1), (321, 'first', 'void', 1), (322, 'second', 'void', 2)) as t (n, code, status, day);

        insert into payments (id, order_id, provider, provider_payment_id, client_secret, amount, currency, status, created_at, updated_at)
        values (id(5), id(3), 'stripe', 'pi_1', '', 200, 'EUR', 'succeeded', now(), now());
        insert into refunds (id, order_id, payment_id, amount, currency, status, reason, attempts, created_at, updated_at)
        values (id(51), id(3), id(5), 200, 'EUR', 'succeeded', 'staff', 1, now(), now());
        """;

    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateEmptyDatabaseAsync();
        await MigrateToFormerAsync();
        await _database.ExecuteAsync(Rows);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Items_WithTickets_TakeTheIdsAndStatesOfTheirCurrentOnes()
    {
        await MigrateAsync();

        Assert.Equal(
            ["111 1 11 1 valid one 6", "121 1 12 1 valid", "212 2 21 2 valid new 6",
                "311 3 31 1 void returned 6", "322 3 32 2 void second 6", "41 4 41 1"],
            await _database.ListAsync<string>(
                """
                select concat_ws(' ', n(id), n(order_id), seat_index, ticket_issue, ticket_status, ticket_code, n(ticket_key_id))
                from order_items order by seat_index
                """));
        Assert.Equal(
            ["111 111 1 11 A-11 Ada 11 valid 2", "121 121 1 12 A-12 Ada 12 valid 2", "212 212 2 21 A-21 Ada 21 valid 3",
                "311 311 3 31 A-31 Ada 31 void 2 11", "322 322 3 32 A-32 Ada 32 void 3 12"],
            await _database.ListAsync<string>(
                """
                select concat_ws(' ', n(id), n(order_item_id), n(order_id), seat_index, label, attendee_name, status,
                  extract(day from issued_at)::int, extract(day from voided_at)::int)
                from tickets order by seat_index
                """));
        Assert.Equal(["3 5 200 succeeded"], await _database.ListAsync<string>(
            "select concat_ws(' ', n(order_id), n(payment_id), amount, status) from refunds"));
    }

    [Fact]
    public async Task Tickets_ReplacedByOthers_AreKeptWithTheirCodes()
    {
        await MigrateAsync();

        Assert.Equal(["211 212 1 old 6 2 11", "321 322 1 first 6 2 11"], await _database.ListAsync<string>(
            """
            select concat_ws(' ', n(id), n(order_item_id), issue, code, n(key_id),
              extract(day from issued_at)::int, extract(day from replaced_at)::int)
            from replaced_tickets order by id
            """));
    }

    [Fact]
    public async Task View_OfTheMigratedTickets_IsReadAndUpdatedByEfCore()
    {
        await MigrateAsync();
        var (order, item) = (new OrderId(await IdAsync(1)), new OrderItemId(await IdAsync(111)));
        await using var context = await _database.Contexts.CreateDbContextAsync(Stop);

        Assert.Equal(2, await IssuedTickets.MarkAsync(context, order, TicketStatus.Valid, TicketStatus.Disputed, Stop));
        Assert.Equal(1, await IssuedTickets.VoidAsync(context, [item], DateTimeOffset.UnixEpoch, Stop));

        var tickets = await IssuedTickets.ReadAsync(context, order, Stop);
        Assert.Equal([TicketStatus.Void, TicketStatus.Disputed], tickets.Select(ticket => ticket.Status));
        Assert.Equal((Ticket.IdOf(item), item), (tickets[0].Id, tickets[0].OrderItemId));
        Assert.Equal("one", tickets[0].Code);
        Assert.Equal(DateTimeOffset.UnixEpoch, tickets[0].VoidedAt);
        Assert.Equal(order, await IssuedTickets.FindOrderAsync(context, Ticket.IdOf(item), Stop));
        Assert.Equal(["disputed", "void"], await _database.ListAsync<string>(
            "select ticket_status from order_items where order_id = id(1) order by 1"));
    }

    [Fact]
    public async Task Items_AfterTheMigration_HaveThreeIndexes()
    {
        await MigrateAsync();

        Assert.Equal(["ix_order_items_order_id", "pk_order_items", "ux_order_items_live_seat"], await _database.ListAsync<string>(
            "select indexname::text from pg_indexes where schemaname = 'public' and tablename = 'order_items' order by 1"));
    }

    [Fact]
    public async Task Ticket_WithoutAnItem_StopsTheMigration()
    {
        await _database.ExecuteAsync("delete from order_items where id = id(12)");

        await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync());

        Assert.Equal(7, await _database.ScalarAsync<long>("select count(*) from tickets"));
    }

    private async Task MigrateAsync()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(Stop);
        await context.Database.MigrateAsync(Stop);
    }

    // EF Core finds a target by its name only if ids have 14 digits.
    private async Task MigrateToFormerAsync()
    {
        await using var context = await _database.Contexts.CreateDbContextAsync(Stop);
        await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateScript(), Stop);
        foreach (var id in context.Database.GetMigrations().Where(id => string.CompareOrdinal(id, Former) <= 0))
        {
            await _database.ExecuteAsync(EmbeddedText.Read(id + ".sql"));
            await _database.ExecuteAsync($"""insert into "__EFMigrationsHistory" values ('{id}', '10')""");
        }
    }

    private Task<Guid> IdAsync(int number) => _database.ScalarAsync<Guid>("select id($1)", number);
}
