using System.Text.Json;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Analytics.Funnel;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Analytics;

/// <summary>Counts of holds, orders and payments by the venue's days.</summary>
public sealed class FunnelConsumerTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_AroundMidnight_CountOnTheVenuesDays()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var performance = shop.Sale.Id.Value;

        // Berlin is an hour ahead of UTC, and two after the night of the 28th.
        await ApplyAsync(
            shop,
            Seats("2027-03-27T22:59:59Z", new SeatsFact([performance], Held: [3], Holds: [2])),
            Seats("2027-03-27T23:00Z", new SeatsFact([Guid.NewGuid(), performance], Held: [9, 4], Holds: [9, 1])),
            Order(performance, "order.placed", "2027-03-28T21:59Z", 900));
        await ApplyAsync(
            shop,
            Order(performance, "order.paid", "2027-03-28T21:59Z", 900),
            Order(performance, "order.paid", "2027-03-28T22:00Z", 0),
            Order(performance, "order.refunded", "2027-03-28T22:00Z", 900),
            Seats("2027-03-28T22:00Z", new SeatsFact([performance], Freed: [1], Released: [0])),
            Seats("2027-03-28T22:00Z", new SeatsFact([performance], Freed: [2], Released: [1])),
            Seats("2027-03-28T22:00Z", new SeatsFact([performance], Freed: [2], Expired: [2])),
            Seats("2027-03-28T22:00Z", new SeatsFact([Guid.NewGuid()], Held: [9], Holds: [9])),
            Order(performance, "order.expired", "2027-03-28T22:00Z", 900));

        Assert.Equal(
            ["2027-03-27 2 3 0 0 0 0 0", "2027-03-28 1 4 0 0 1 1 0", "2027-03-29 0 0 2 1 1 1 1"],
            await shop.Database.ListAsync<string>(
                """
                select concat_ws(' ', day, holds, seats_held, holds_expired, holds_released, orders, paid, refunded) from analytics_days
                where (event_id, organization_id) in (select event_id, organization_id from performances) order by day
                """));
    }

    // As earlier versions wrote them, one for each performance: the outbox has them for weeks.
    [Fact]
    public async Task Facts_OfAnEarlierVersion_AreCounted()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var performance = shop.Sale.Id.Value;

        await ApplyAsync(
            shop,
            Former("seats.held", new { performanceId = performance, held = 3, freed = 0, holds = 2, cause = "held" }),
            Former("seats.released", new { performanceId = performance, held = 0, freed = 1, holds = 0, cause = "changed" }),
            Former("seats.released", new { performanceId = performance, held = 0, freed = 1, holds = 1, cause = "released" }),
            Former("seats.expired", new { performanceId = performance, held = 0, freed = 1, holds = 1, cause = "expired" }));

        Assert.Equal(["2 3 1 1"], await SumsAsync(shop, "holds, seats_held, holds_expired, holds_released"));

        Fact Former(string type, object payload) => Fact(type, "performance", performance, "2027-03-28T12:00Z", payload);
    }

    [Fact]
    public async Task Order_WhosePriceBecameZero_CountsOnce()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var performance = shop.Sale.Id.Value;

        await ApplyAsync(
            shop,
            Order(performance, "order.placed", "2027-03-28T12:00Z", 900),
            Order(performance, "order.paid", "2027-03-28T12:01Z", 0, wasPlaced: true));

        Assert.Equal(["1 1"], await SumsAsync(shop, "orders, paid"));
    }

    private static Task<List<string>> SumsAsync(Shop shop, string columns) =>
        shop.Database.ListAsync<string>($"select concat_ws(' ', {columns}) from analytics_days order by day");

    private static Fact Seats(string at, SeatsFact payload) => Fact(SeatsFact.Type, SeatsFact.Aggregate, Guid.NewGuid(), at, payload);

    private static Fact Order(Guid performance, string type, string at, long total, bool wasPlaced = false) => Fact(
        type, "order", Guid.NewGuid(), at, new OrderFact(Guid.NewGuid(), "T-1", performance, Guid.NewGuid(), total, 0, "EUR", wasPlaced));

    private static Fact Fact(string type, string aggregate, Guid id, string at, object payload) => new(
        Guid.NewGuid(), type, aggregate, id.ToString(), null, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), null,
        JsonSerializer.Serialize(payload, JsonSerializerOptions.Web), default);

    private static async Task ApplyAsync(Shop shop, params Fact[] facts)
    {
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await new FunnelConsumer().ApplyAsync(facts, connection, transaction, Stop);
        await transaction.CommitAsync(Stop);
    }
}
