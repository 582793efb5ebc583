using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>Batched and unbatched order placement give the same results for one table of cases.</summary>
public sealed class OrderBatchParityTests(TestServers servers)
{
    private const string Paid = "Paid 0";
    private const string Awaiting = "AwaitingPayment 9300";

    private static readonly Dictionary<string, (Func<Setup, Task<PlaceOrder>> Arrange, string Answer)> Cases = new(StringComparer.Ordinal)
    {
        ["plain"] = (Plain, Paid),
        ["with a key"] = (async setup => WithKey(await Plain(setup), 1), Paid),
        ["with a price"] = (setup => PricedAsync(setup), Awaiting),
        ["paused"] = (setup => ChangedAsync(setup, "status = 'paused'"), Paid),
        ["no such hold"] = (async setup => await Plain(setup) with { Hold = HoldId.New() }, "HoldNotFound"),
        ["hold of another owner"] = (async setup => await Plain(setup) with { Owner = HoldOwner.OfKey("eve") }, "HoldNotFound"),
        ["expired hold"] = (setup => ExpiredAsync(setup), "HoldExpired"),
        ["released hold"] = (setup => ReleasedAsync(setup), "HoldExpired"),
        ["cancelled"] = (setup => ChangedAsync(setup, "status = 'cancelled'"), "NotOnSale"),
        ["postponed"] = (setup => ChangedAsync(setup, "status = 'postponed'"), "NotOnSale"),
        ["completed"] = (setup => ChangedAsync(setup, "status = 'completed'"), "NotOnSale"),
        ["off sale"] = (setup => ChangedAsync(setup, "off_sale_at = now() - interval '1 minute'"), "NotOnSale"),
        ["event cancelled"] = (setup => EventAsync(setup, "cancelled"), "NotOnSale"),
        ["event unpublished"] = (setup => EventAsync(setup, "draft"), "NotOnSale"),
        ["cancelled, invalid buyer"] = (async setup => WithoutName(await ChangedAsync(setup, "status = 'cancelled'")), "NotOnSale"),
        ["expired hold, cancelled"] = (async setup => { await ChangedAsync(setup, "status = 'cancelled'"); return await ExpiredAsync(setup); }, "HoldExpired"),
        ["companion seat without its wheelchair place"] = (WithoutWheelchairPlaceAsync, "CompanionWithoutWheelchair"),
        ["no name"] = (async setup => WithoutName(await Plain(setup)), "BuyerInvalid"),
        ["no address"] = (async setup => WithBuyer(await Plain(setup), buyer => buyer with { Email = "nobody" }), "BuyerInvalid"),
        ["too few attendee names"] =
            (async setup => WithBuyer(await ChangedAsync(setup, "attendee_names = true"), buyer => buyer with { AttendeeNames = ["Ada"] }), "BuyerInvalid"),
        ["invalid buyer, too many seats"] = (async setup => WithoutName(await ChangedAsync(setup, "seats_per_buyer_max = 1")), "BuyerInvalid"),
        ["too many seats"] = (setup => ChangedAsync(setup, "seats_per_buyer_max = 1"), "BuyerLimit"),
        ["too many seats with earlier ones"] = (setup => WithEarlierOrderAsync(setup, "seats_per_buyer_max = 3"), "BuyerLimit"),
        ["seats at the limit"] = (setup => WithEarlierOrderAsync(setup, "seats_per_buyer_max = 4"), Paid),
        ["too many seats with a stranger's unpaid ones"] = (WithStrangersOrderAsync, "BuyerLimit"),
        ["a stranger's unpaid seats, proven"] = (async setup => Proven(await WithStrangersOrderAsync(setup)), Paid),
        ["earlier seats, proven"] = (async setup => Proven(await WithEarlierOrderAsync(setup, "seats_per_buyer_max = 3")), "BuyerLimit"),
        ["paid before"] = (setup => RepeatedAsync(setup), Paid),
        ["paid before, invalid buyer now"] = (async setup => WithoutName(await RepeatedAsync(setup)), Paid),
        ["paid before, cancelled since"] = (async setup => { await RepeatedAsync(setup); return await ChangedAsync(setup, "status = 'cancelled'"); }, Paid),
        ["waiting before"] = (async setup => { await PricedAsync(setup); return await RepeatedAsync(setup); }, Awaiting),
        ["waiting before, cancelled since"] =
            (async setup => { await PricedAsync(setup); await RepeatedAsync(setup); return await ChangedAsync(setup, "status = 'cancelled'"); }, "NotOnSale"),
        ["repeated request"] = (setup => RepeatedAsync(setup, key: 1), Paid),
        ["key of another request"] = (async setup => WithKey(await RepeatedAsync(setup, key: 1), 2), "RequestKeyReused"),
        ["key of another request, unbatched"] =
            (async setup => { await PricedAsync(setup); return WithKey(await RepeatedAsync(setup, key: 1), 2); }, "RequestKeyReused"),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_OfEveryKind_IsPlacedAlikeBatchedAndUnbatched()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var expected = Cases.Select(each => $"{each.Key}: {each.Value.Answer}");

        Assert.Equal(expected, await RunAsync(shop, BatchedAsync));
        Assert.Equal(expected, await RunAsync(shop, UnbatchedAsync));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task SellingFacts_NotCached_AreReadWithoutLocks()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var hold = await shop.HoldAsync(0, 1);
        var command = await Plain(new Setup(shop, shop.Sale, hold));
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await ExecuteAsync(connection, transaction, "LOCK TABLE price_tiers IN ACCESS EXCLUSIVE MODE");
        shop.Service<SellingFactsCache>().Invalidate(shop.Sale.Id);

        var placing = shop.Service<OrderBatcher>().RunAsync(command);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%catalog_tiers%'") > 0);

        Assert.Equal(1, await shop.Database.ExecuteAsync("update holds set user_id = null where id in (select id from holds where id = $1 for update nowait)", command.Hold.Value));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            """
            select count(*) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
              and ((classid::bigint << 32) | objid::bigint) = any($1)
            """,
            BuyerLocks.Of("ada@example.org", null).ToArray()));
        await transaction.CommitAsync(Stop);
        Assert.Equal(OrderStatus.Paid, (await placing).Order!.Status);
    }

    // Each case uses its own performance.
    private static async Task<List<string>> RunAsync(Shop shop, Func<Shop, PlaceOrder, Task<Outcome<Order, PlaceOrderRefusal>>> place)
    {
        using var client = new HoldClient(shop.App);
        var answers = new List<string>();
        foreach (var (name, (arrange, _)) in Cases)
        {
            var sale = await TestSale.CreateAsync(shop.Database.DataSource, new TestSaleTerms { Free = true });
            var setup = new Setup(shop, sale, await client.HoldAsync(sale, sale.Label(0), sale.Label(1))) { PlaceAsync = command => place(shop, command) };
            var command = await arrange(setup);
            shop.Service<SellingFactsCache>().Invalidate(sale.Id);
            var placed = await place(shop, command);
            answers.Add($"{name}: {(placed.Succeeded ? FormattableString.Invariant($"{placed.Value.Status} {placed.Value.Total}") : placed.Refusal)}");
        }

        return answers;
    }

    private static async Task<Outcome<Order, PlaceOrderRefusal>> BatchedAsync(Shop shop, PlaceOrder command)
    {
        var answer = await shop.Service<OrderBatcher>().RunAsync(command);
        return answer.Refusal is { } refusal ? refusal : answer.Order ?? await UnbatchedAsync(shop, command);
    }

    private static Task<Outcome<Order, PlaceOrderRefusal>> UnbatchedAsync(Shop shop, PlaceOrder command) => shop.Service<SingleOrder>().PlaceAsync(command, Stop);

    private static Task<PlaceOrder> Plain(Setup setup) => Task.FromResult(new PlaceOrder(
        new HoldId(Guid.Parse(setup.Hold.Id)), HoldOwner.OfKey(setup.Hold.Secret), new BuyerDetails(null, "ada@example.org", "Ada Lovelace", null, "en", []), null, Actor.Buyer));

    private static PlaceOrder WithBuyer(PlaceOrder command, Func<BuyerDetails, BuyerDetails> change) => command with { Buyer = change(command.Buyer) };

    private static PlaceOrder WithoutName(PlaceOrder command) => WithBuyer(command, buyer => buyer with { Name = "" });

    private static PlaceOrder WithKey(PlaceOrder command, byte hash) => command with { Request = new RepeatableRequest(command.Hold.Value, [hash]) };

    private static async Task<PlaceOrder> ChangedAsync(Setup setup, string change)
    {
        await setup.Shop.Database.ExecuteAsync($"update performances set {change} where id = $1", setup.Sale.Id.Value);
        return await Plain(setup);
    }

    private static async Task<PlaceOrder> EventAsync(Setup setup, string status)
    {
        await setup.Shop.Database.ExecuteAsync("update events set status = $2 where id = (select event_id from performances where id = $1)", setup.Sale.Id.Value, status);
        return await Plain(setup);
    }

    private static async Task<PlaceOrder> PricedAsync(Setup setup)
    {
        await setup.Shop.Database.ExecuteAsync("update holds set prices = '{4500,4500}', fees = '{150,150}' where id = $1", Guid.Parse(setup.Hold.Id));
        return await Plain(setup);
    }

    private static async Task<PlaceOrder> ExpiredAsync(Setup setup)
    {
        await setup.Shop.Database.ExecuteAsync("update holds set expires_at = now() - interval '1 second' where id = $1", Guid.Parse(setup.Hold.Id));
        return await Plain(setup);
    }

    private static async Task<PlaceOrder> ReleasedAsync(Setup setup)
    {
        using var client = new HoldClient(setup.Shop.App);
        await client.ReleaseAsync(setup.Hold);
        return await Plain(setup);
    }

    // A selection as the seat map holds it before the buyer has finished.
    private static async Task<PlaceOrder> WithoutWheelchairPlaceAsync(Setup setup)
    {
        using var client = new HoldClient(setup.Shop.App);
        var sale = await TestSale.CreateAsync(setup.Shop.Database.DataSource, new TestSaleTerms
        {
            Free = true,
            Overrides = [new SeatOverride(0, 0, Kind: SeatKind.Wheelchair), new SeatOverride(0, 1, Kind: SeatKind.Companion)],
        });
        var command = await Plain(setup with { Sale = sale, Hold = await client.HoldAsync(sale, sale.Label(0), sale.Label(1)) });
        var changed = await setup.Shop.Service<ChangeHoldHandler>().HandleAsync(
            new ChangeHold(command.Hold, command.Owner) { Remove = new SeatWish.Seats([new SeatIndex(0)]), StillChoosing = true }, Stop);
        Assert.True(changed.Succeeded);
        return command;
    }

    // The same buyer has ordered two other seats.
    private static async Task<PlaceOrder> WithEarlierOrderAsync(Setup setup, string change)
    {
        using var client = new HoldClient(setup.Shop.App);
        var other = await client.HoldAsync(setup.Sale, setup.Sale.Label(4), setup.Sale.Label(5));
        Assert.True((await setup.PlaceAsync(await Plain(setup with { Hold = other }))).Succeeded);
        return await ChangedAsync(setup, change);
    }

    // Somebody else has ordered two other seats with the buyer's address and has not paid.
    private static async Task<PlaceOrder> WithStrangersOrderAsync(Setup setup)
    {
        using var client = new HoldClient(setup.Shop.App);
        var other = await client.HoldAsync(setup.Sale, setup.Sale.Label(4), setup.Sale.Label(5));
        Assert.True((await setup.PlaceAsync(await PricedAsync(setup with { Hold = other }))).Succeeded);
        return await ChangedAsync(setup, "seats_per_buyer_max = 3");
    }

    private static PlaceOrder Proven(PlaceOrder command) => WithBuyer(command, buyer => buyer with { UserId = UserId.New(), IsProven = true });

    private static async Task<PlaceOrder> RepeatedAsync(Setup setup, byte? key = null)
    {
        var command = key is { } hash ? WithKey(await Plain(setup), hash) : await Plain(setup);
        Assert.True((await setup.PlaceAsync(command)).Succeeded);
        return command;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private sealed record Setup(Shop Shop, TestSale Sale, HoldReply Hold)
    {
        public Func<PlaceOrder, Task<Outcome<Order, PlaceOrderRefusal>>> PlaceAsync { get; init; } = null!;
    }
}
