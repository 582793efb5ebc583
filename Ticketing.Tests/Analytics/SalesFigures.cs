using Npgsql;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Analytics.Sales;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Analytics;

/// <summary>Figures in the database, and the same from the orders by SQL.</summary>
internal static class SalesFigures
{
    /// <summary>Applies all facts of orders in a transaction of its own, as often as asked, in any order.</summary>
    public static async Task ApplyAsync(TestDatabase database, int times = 1)
    {
        var facts = new List<Fact>();
        await using (var command = database.DataSource.CreateCommand(
            "select id, type, aggregateid, payload::text, created_at from outbox where aggregatetype = 'order' order by id"))
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                facts.Add(new Fact(
                    reader.GetGuid(0), reader.GetString(1), "order", reader.GetString(2), null, reader.GetFieldValue<DateTimeOffset>(4), null,
                    reader.GetString(3), new FactPosition(facts.Count, 0)));
            }
        }

        for (var time = 0; time < times; time++)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await new SalesConsumer(new SalesChanges()).ApplyAsync(
                [.. facts.OrderBy(_ => Random.Shared.Next())], connection, transaction, TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the application's consumer has made the figures those of the orders.</summary>
    public static Task CaughtUpAsync(TestDatabase database) =>
        Eventually.TrueAsync(async () => (await KeptAsync(database)).SequenceEqual(await OfOrdersAsync(database)));

    /// <summary>The kept figures, a line for each tier with sales.</summary>
    public static Task<List<string>> KeptAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select concat_ws(' ', performance_id, tier_id, currency, sum(seats), sum(seats_returned), sum(gross), sum(fees), sum(tax), sum(discount))
        from sales_minutes group by performance_id, tier_id, currency having sum(seats) <> 0 or sum(gross) <> 0
        union all
        select concat_ws(' ', performance_id, currency, sum(orders), sum(refunded), sum(gross - discount - refunded))
        from sales_minutes group by performance_id, currency
        order by 1
        """);

    /// <summary>The same from the orders.</summary>
    public static Task<List<string>> OfOrdersAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select concat_ws(' ', o.performance_id, i.tier_id, o.currency, count(*), count(*) filter (where not i.live),
          sum(i.price + i.fee + case when o.prices_include_tax then 0 else i.tax end), sum(i.fee), sum(i.tax), sum(i.discount))
        from orders o join order_items i on i.order_id = o.id where o.paid_at is not null and i.exchanged_at is null group by o.performance_id, i.tier_id, o.currency
        union all
        select concat_ws(' ', performance_id, currency, count(*), sum(refunded), sum(total - refunded))
        from orders where paid_at is not null group by performance_id, currency
        order by 1
        """);

    /// <summary>All rows of both tables.</summary>
    public static Task<List<string>> RowsAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select m::text from sales_minutes m
        union all
        select concat_ws(' ', order_id, performance_id, currency, lines) from order_sales
        order by 1
        """);

    /// <summary>The number of tables that a rebuild has left.</summary>
    public static Task<long> TablesOfRebuildAsync(TestDatabase database) =>
        database.ScalarAsync<long>("select count(*) from pg_class where relname in ('sales_minutes_next', 'order_sales_next')");

    /// <summary>Keeps writers of the figures waiting until it is disposed.</summary>
    public static async Task<IAsyncDisposable> BlockAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await SalesLedger.LockAsync(connection, transaction, TestContext.Current.CancellationToken);
        return connection;
    }
}
