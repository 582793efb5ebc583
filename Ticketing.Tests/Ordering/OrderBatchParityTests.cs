using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>An order is placed in a batch or alone. One table of cases runs over both roads, and both give the same answers.</summary>
public sealed class OrderRoadTests(TestServers servers)
{
    private const string Paid = "Paid 0";
    private const string Awaiting = "AwaitingPayment 9300";

    private static readonly Dictionary<string, (Func<Wish, Task<PlaceOrder>> Arrange, string Answer)> Cases = new(StringComparer.Ordinal)
    {
        ["plain"] = (Plain, Paid),
        ["with a key"] = (async wish => Keyed(await Plain(wish), 1), Paid),
        ["with a price"] = (wish => PricedAsync(wish), Awaiting),
        ["paused"] = (wish => ChangedAsync(wish, "status = 'paused'"), Paid),
        ["no such hold"] = (async wish => await Plain(wish) with { Hold = HoldId.New() }, "HoldNotFound"),
        ["somebody else's hold"] = (async wish => await Plain(wish) with { Owner = HoldOwner.OfKey("eve") }, "HoldNotFound"),
        ["hold whose time is up"] = (wish => UpAsync(wish), "HoldExpired"),
        ["hold that was given back"] = (wish => GivenBackAsync(wish), "HoldExpired"),
        ["cancelled"] = (wish => ChangedAsync(wish, "status = 'cancelled'"), "NotOnSale"),
        ["postponed"] = (wish => ChangedAsync(wish, "status = 'postponed'"), "NotOnSale"),
        ["over"] = (wish => ChangedAsync(wish, "status = 'completed'"), "NotOnSale"),
        ["off sale"] = (wish => ChangedAsync(wish, "off_sale_at = now() - interval '1 minute'"), "NotOnSale"),
        ["event cancelled"] = (wish => EventAsync(wish, "cancelled"), "NotOnSale"),
        ["not published any more"] = (wish => EventAsync(wish, "draft"), "NotOnSale"),
        ["cancelled, and nonsense typed"] = (async wish => Nameless(await ChangedAsync(wish, "status = 'cancelled'")), "NotOnSale"),
        ["time is up, and cancelled"] = (async wish => { await ChangedAsync(wish, "status = 'cancelled'"); return await UpAsync(wish); }, "HoldExpired"),
        ["no name"] = (async wish => Nameless(await Plain(wish)), "BuyerInvalid"),
        ["no address"] = (async wish => Typed(await Plain(wish), buyer => buyer with { Email = "nobody" }), "BuyerInvalid"),
        ["names of too few"] =
            (async wish => Typed(await ChangedAsync(wish, "attendee_names = true"), buyer => buyer with { AttendeeNames = ["Ada"] }), "BuyerInvalid"),
        ["nonsense typed, and too many seats"] = (async wish => Nameless(await ChangedAsync(wish, "seats_per_buyer_max = 1")), "BuyerInvalid"),
        ["too many seats"] = (wish => ChangedAsync(wish, "seats_per_buyer_max = 1"), "BuyerLimit"),
        ["too many seats with earlier ones"] = (wish => AnotherAsync(wish, "seats_per_buyer_max = 3"), "BuyerLimit"),
        ["as many seats as may be"] = (wish => AnotherAsync(wish, "seats_per_buyer_max = 4"), Paid),
        ["paid before"] = (wish => BeforeAsync(wish), Paid),
        ["paid before, nonsense typed now"] = (async wish => Nameless(await BeforeAsync(wish)), Paid),
        ["paid before, cancelled since"] = (async wish => { await BeforeAsync(wish); return await ChangedAsync(wish, "status = 'cancelled'"); }, Paid),
        ["waiting before"] = (async wish => { await PricedAsync(wish); return await BeforeAsync(wish); }, Awaiting),
        ["waiting before, cancelled since"] =
            (async wish => { await PricedAsync(wish); await BeforeAsync(wish); return await ChangedAsync(wish, "status = 'cancelled'"); }, "NotOnSale"),
        ["the same request again"] = (wish => BeforeAsync(wish, key: 1), Paid),
        ["the key of another request"] = (async wish => Keyed(await BeforeAsync(wish, key: 1), 2), "RequestKeyReused"),
        ["the key of another request, placed alone"] =
            (async wish => { await PricedAsync(wish); return Keyed(await BeforeAsync(wish, key: 1), 2); }, "RequestKeyReused"),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_OfEveryKind_GetsTheSameAnswerOnBothRoads()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var expected = Cases.Select(each => $"{each.Key}: {each.Value.Answer}");

        Assert.Equal(expected, await RunAsync(shop, InABatchAsync));
        Assert.Equal(expected, await RunAsync(shop, AloneAsync));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Facts_ThatMustBeReadFirst_AreReadWithoutLocks()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var hold = await shop.HoldAsync(0, 1);
        var command = await Plain(new Wish(shop, shop.Sale, hold));
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await ExecuteAsync(connection, transaction, "LOCK TABLE price_tiers IN ACCESS EXCLUSIVE MODE");
        shop.Service<SellingFactsCache>().Invalidate(shop.Sale.Id);

        var placing = shop.Service<OrderBatcher>().RunAsync(command);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%price_tiers%'") > 0);

        Assert.Equal(1, await shop.Database.ExecuteAsync("update holds set user_id = null where id in (select id from holds where id = $1 for update nowait)", command.Hold.Value));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
        await transaction.CommitAsync(Stop);
        Assert.Equal(OrderStatus.Paid, (await placing).Order!.Status);
    }

    // Each case has a performance of its own.
    private static async Task<List<string>> RunAsync(Shop shop, Func<Shop, PlaceOrder, Task<Outcome<Order, PlaceOrderRefusal>>> place)
    {
        using var client = new HoldClient(shop.App);
        var answers = new List<string>();
        foreach (var (name, (arrange, _)) in Cases)
        {
            var sale = await TestSale.CreateAsync(shop.Database.DataSource, new TestSaleTerms { Free = true });
            var wish = new Wish(shop, sale, await client.HoldAsync(sale, sale.Label(0), sale.Label(1))) { PlaceAsync = command => place(shop, command) };
            var command = await arrange(wish);
            shop.Service<SellingFactsCache>().Invalidate(sale.Id);
            var placed = await place(shop, command);
            answers.Add($"{name}: {(placed.Succeeded ? FormattableString.Invariant($"{placed.Value.Status} {placed.Value.Total}") : placed.Refusal)}");
        }

        return answers;
    }

    private static async Task<Outcome<Order, PlaceOrderRefusal>> InABatchAsync(Shop shop, PlaceOrder command)
    {
        var answer = await shop.Service<OrderBatcher>().RunAsync(command);
        return answer.Refusal is { } refusal ? refusal : answer.Order ?? await AloneAsync(shop, command);
    }

    private static Task<Outcome<Order, PlaceOrderRefusal>> AloneAsync(Shop shop, PlaceOrder command) => shop.Service<SingleOrder>().PlaceAsync(command, Stop);

    private static Task<PlaceOrder> Plain(Wish wish) => Task.FromResult(new PlaceOrder(
        new HoldId(Guid.Parse(wish.Hold.Id)), HoldOwner.OfKey(wish.Hold.Secret), new BuyerDetails(null, "ada@example.org", "Ada Lovelace", null, "en", []), null, Actor.Buyer));

    private static PlaceOrder Typed(PlaceOrder command, Func<BuyerDetails, BuyerDetails> change) => command with { Buyer = change(command.Buyer) };

    private static PlaceOrder Nameless(PlaceOrder command) => Typed(command, buyer => buyer with { Name = "" });

    private static PlaceOrder Keyed(PlaceOrder command, byte hash) => command with { Request = new RepeatableRequest(command.Hold.Value, [hash]) };

    private static async Task<PlaceOrder> ChangedAsync(Wish wish, string change)
    {
        await wish.Shop.Database.ExecuteAsync($"update performances set {change} where id = $1", wish.Sale.Id.Value);
        return await Plain(wish);
    }

    private static async Task<PlaceOrder> EventAsync(Wish wish, string status)
    {
        await wish.Shop.Database.ExecuteAsync("update events set status = $2 where id = (select event_id from performances where id = $1)", wish.Sale.Id.Value, status);
        return await Plain(wish);
    }

    private static async Task<PlaceOrder> PricedAsync(Wish wish)
    {
        await wish.Shop.Database.ExecuteAsync("update holds set prices = '{4500,4500}', fees = '{150,150}' where id = $1", Guid.Parse(wish.Hold.Id));
        return await Plain(wish);
    }

    private static async Task<PlaceOrder> UpAsync(Wish wish)
    {
        await wish.Shop.Database.ExecuteAsync("update holds set expires_at = now() - interval '1 second' where id = $1", Guid.Parse(wish.Hold.Id));
        return await Plain(wish);
    }

    private static async Task<PlaceOrder> GivenBackAsync(Wish wish)
    {
        using var client = new HoldClient(wish.Shop.App);
        await client.ReleaseAsync(wish.Hold);
        return await Plain(wish);
    }

    // The same buyer has ordered two other seats.
    private static async Task<PlaceOrder> AnotherAsync(Wish wish, string change)
    {
        using var client = new HoldClient(wish.Shop.App);
        var other = await client.HoldAsync(wish.Sale, wish.Sale.Label(4), wish.Sale.Label(5));
        Assert.True((await wish.PlaceAsync(await Plain(wish with { Hold = other }))).Succeeded);
        return await ChangedAsync(wish, change);
    }

    private static async Task<PlaceOrder> BeforeAsync(Wish wish, byte? key = null)
    {
        var command = key is { } hash ? Keyed(await Plain(wish), hash) : await Plain(wish);
        Assert.True((await wish.PlaceAsync(command)).Succeeded);
        return command;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private sealed record Wish(Shop Shop, TestSale Sale, HoldReply Hold)
    {
        public Func<PlaceOrder, Task<Outcome<Order, PlaceOrderRefusal>>> PlaceAsync { get; init; } = null!;
    }
}
