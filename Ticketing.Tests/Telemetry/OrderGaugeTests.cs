using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Telemetry;

/// <summary>The checks of the shop's promises find what breaks them, in transactions that are rolled back.</summary>
public sealed class OrderGaugeTests(TestServers servers)
{
    private const string Untouched = "SELECT 1";
    private const string WithoutTickets = "UPDATE order_items SET ticket_status = NULL;";

    private const string SoldTwice =
        """
        DROP INDEX ux_order_items_live_seat;
        CREATE TEMPORARY TABLE second_item ON COMMIT DROP AS SELECT * FROM order_items;
        UPDATE second_item SET id = gen_random_uuid();
        INSERT INTO order_items SELECT * FROM second_item;
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gauges_OfAPaidOrder_FindWhatIsBroken()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order, Shop.GoodCard);
        await shop.ReadUntilAsync(order, "paid");

        Assert.Equal(0, await ReadAsync(shop, OrderGauges.SeatsSoldTwice, Untouched));
        Assert.Equal(1, await ReadAsync(shop, OrderGauges.SeatsSoldTwice, SoldTwice));
        Assert.Equal(0, await ReadAsync(shop, OrderGauges.PaidWithoutTickets, PaidBefore("10 minutes")));
        Assert.Equal(1, await ReadAsync(shop, OrderGauges.PaidWithoutTickets, PaidBefore("10 minutes") + WithoutTickets));
        Assert.Equal(0, await ReadAsync(shop, OrderGauges.PaidWithoutTickets, PaidBefore("1 minute") + WithoutTickets));
        Assert.Equal(0, await ReadAsync(shop, OrderGauges.PaidWithoutTickets, PaidBefore("40 minutes") + WithoutTickets));
    }

    private static string PaidBefore(string time) => $"UPDATE orders SET created_at = now() - interval '{time}', paid_at = now() - interval '{time}';";

    private static async Task<long> ReadAsync(Shop shop, StoreGauge gauge, string change)
    {
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var changed = new NpgsqlCommand(change, connection, transaction))
        {
            await changed.ExecuteNonQueryAsync(Stop);
        }

        await using var command = new NpgsqlCommand(gauge.Sql, connection, transaction).With("now", DateTimeOffset.UtcNow);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }
}
