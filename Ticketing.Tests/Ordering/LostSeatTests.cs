using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// An order whose seat is taken between its check and its write: at the hold's expiry, or when the instance was
/// suspended in between.
/// </summary>
public sealed class LostSeatTests(TestServers servers)
{
    [Fact]
    public async Task Order_SeatTakenInBetween_IsRefusedWithoutFailingTheBatch()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var holds = new HoldClient(app);
        using var orders = new OrderClient(app.BaseAddress);
        var sale = await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { Free = true });
        var mine = await Task.WhenAll(Enumerable.Range(0, 6).Select(seat => holds.HoldAsync(sale, sale.Label(seat))));
        var another = await holds.HoldAsync(sale, sale.Label(6));
        await database.ExecuteAsync(
            "update seats set hold_id = $2, fence = fence + 1 where performance_id = $1 and seat_index = 3", sale.Id.Value, Guid.Parse(another.Id));

        var replies = await Task.WhenAll(mine.Select((hold, buyer) => orders.PlaceAsync(hold, $"buyer{buyer}@example.org")));

        Assert.Equal([201, 201, 201, 410, 201, 201], replies.Select(reply => (int)reply.Code));
        Assert.Equal("hold-expired", replies[3].Body!["type"]!.GetValue<string>());
        Assert.Equal(5L, await database.ScalarAsync<long>("select count(*) from seats where status = 2"));
        Assert.Equal(5L, await database.ScalarAsync<long>("select count(*) from orders"));
    }
}
