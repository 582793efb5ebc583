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
            Seats(performance, SeatsFact.HeldType, "2027-03-27T22:59Z", held: 3, holds: 2),
            Seats(performance, SeatsFact.HeldType, "2027-03-27T23:00Z", held: 4, holds: 1),
            Order(performance, "order.placed", "2027-03-28T21:59Z", 900));
        await ApplyAsync(
            shop,
            Order(performance, "order.paid", "2027-03-28T21:59Z", 900),
            Order(performance, "order.paid", "2027-03-28T22:00Z", 0),
            Order(performance, "order.refunded", "2027-03-28T22:00Z", 900),
            Seats(performance, SeatsFact.ReleasedType, "2027-03-28T22:00Z", freed: 1, holds: 0),
            Seats(performance, SeatsFact.ReleasedType, "2027-03-28T22:00Z", freed: 2, holds: 1),
            Seats(performance, SeatsFact.ExpiredType, "2027-03-28T22:00Z", freed: 2, holds: 2),
            Seats(Guid.NewGuid(), SeatsFact.HeldType, "2027-03-28T22:00Z", held: 9, holds: 9),
            Order(performance, "order.expired", "2027-03-28T22:00Z", 900));

        Assert.Equal(
            ["2027-03-27 2 3 0 0 0 0 0", "2027-03-28 1 4 0 0 1 1 0", "2027-03-29 0 0 2 1 1 1 1"],
            await shop.Database.ListAsync<string>(
                """
                select concat_ws(' ', day, holds, seats_held, holds_expired, holds_released, orders, paid, refunded) from analytics_days
                where (event_id, organization_id) in (select event_id, organization_id from performances) order by day
                """));
    }

    private static Fact Seats(Guid performance, string type, string at, int held = 0, int freed = 0, int holds = 0) =>
        Fact(type, SeatsFact.Aggregate, performance, at, new SeatsFact(performance, held, freed, holds, ""));

    private static Fact Order(Guid performance, string type, string at, long total) =>
        Fact(type, "order", Guid.NewGuid(), at, new OrderFact(Guid.NewGuid(), "T-1", performance, Guid.NewGuid(), total, 0, "EUR"));

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
