using System.Net;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Tests.Access;
using Ticketing.Tests.Analytics;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Reductions;

/// <summary>Orders with reduced and group prices over the API, on the real database.</summary>
public sealed class ReducedOrderTests(TestServers servers)
{
    private const int Floor = 16;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_WithReductions_ChargesThemAndKeepsTheFullPrice()
    {
        await using var shop = await OpenAsync();
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1, 2), (0, "Child"), (2, "Student"));

        Assert.Equal(HttpStatusCode.Created, order.Code);
        Assert.Equal(2150 + 4650 + 3150, order.Total);
        Assert.Equal(["2000 150 4500 Child", "4500 150 - -", "3000 150 4500 Student"], await shop.ItemsAsync(order));
        var read = await shop.ReadAsync(order);
        Assert.Equal("Child", read.Body!["items"]![0]!["reduction"]!.GetValue<string>());
        Assert.Equal(4500, read.Body!["items"]![0]!["fullPrice"]!["amount"]!.GetValue<long>());
        Assert.Null(read.Body!["items"]![1]!["reduction"]);
        Assert.Equal(9500, read.Body!["subtotal"]!["amount"]!.GetValue<long>());

        await shop.PaidAsync(order);
        await SalesFigures.CaughtUpAsync(shop.Database);
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select sum(gross)::bigint from sales_minutes"));
    }

    [Fact]
    public async Task Order_WithoutAReduction_WritesWhatItDidBefore()
    {
        await using var shop = await OpenAsync();

        Assert.Equal(["4500 150 - -", "4500 150 - -"], await shop.ItemsAsync(await shop.PlaceAsync(await shop.HoldAsync(0, 1))));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from holds where reductions is not null"));
    }

    [Fact]
    public async Task Group_OfEnoughSeats_PaysTheGroupPriceByItself()
    {
        await using var shop = await OpenAsync();

        Assert.Equal(3 * 4650, (await shop.PlaceAsync(await shop.HoldAsync(0, 1, 2))).Total);
        var order = await shop.PlaceAsync(await shop.HoldAsync(4, 5, 6, 7), (4, "Child"), (5, "Student"));

        Assert.Equal(["2000 150 4500 Child", "2500 150 4500 -", "2500 150 4500 -", "2500 150 4500 -"], await shop.ItemsAsync(order));
        Assert.Equal(2150 + (3 * 2650), order.Total);
    }

    [Fact]
    public async Task Group_RefundedInPart_ReturnsWhatWasPaidForTheSeats()
    {
        await using var shop = await OpenAsync();
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1, 2, 3));
        await shop.PaidAsync(order);
        var first = await shop.Database.ScalarAsync<Guid>("select id from order_items where order_id = $1 order by seat_index limit 1", Guid.Parse(order.Id));

        var refunded = await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(order), [new OrderItemId(first)], WithFees: true, SeatsBackOnSale: true, "staff", await BoxOfficeAsync(shop)), Stop);

        Assert.True(refunded.Succeeded);
        Assert.Equal(2650, refunded.Value.Refunded);
        Assert.Equal(["2500 150 4500 -", "2500 150 4500 -", "2500 150 4500 -"], await shop.ItemsAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    [Theory]
    [InlineData("Stalls-A-1", "Senior", "reduction-unknown")]
    [InlineData("Stalls-A-1", " ", "reduction-unknown")]
    [InlineData("Stalls-D-4", "Child", "reduction-unknown")]
    [InlineData("Stalls-A-1", "Companion", "reduction-not-for-seat")]
    public async Task Order_WithAWrongReduction_IsRefusedAndChangesNothing(string label, string name, string problem)
    {
        await using var shop = await OpenAsync();

        var refused = await shop.PlaceNamedAsync(await shop.HoldAsync(0, 1), [(label, name)]);

        Assert.Equal((HttpStatusCode)422, refused.Code);
        Assert.EndsWith(problem, refused.Type, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from holds where reductions is not null or status <> 'active'"));
    }

    [Fact]
    public async Task Order_WithMoreReductionsThanAllowed_IsRefused()
    {
        await using var shop = await OpenAsync();
        var hold = await shop.HoldAsync(0, 1, 2);

        Assert.EndsWith("reduction-limit", (await shop.PlaceAsync(hold, (0, "Child"), (1, "Child"), (2, "Child"))).Type, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold, (0, "Child"), (1, "Child"))).Code);
    }

    [Fact]
    public async Task Companion_BesideTheWheelchairPlace_IsFree()
    {
        await using var shop = await OpenAsync(new SeatOverride(0, 0, Kind: SeatKind.Wheelchair), new SeatOverride(0, 1, Kind: SeatKind.Companion));

        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1), (0, "Student"), (1, "Companion"));

        Assert.Equal(["3000 150 4500 Student", "0 0 4500 Companion"], await shop.ItemsAsync(order));
        Assert.Equal(3150, order.Total);
    }

    [Fact]
    public async Task Offers_ChangedAfterTheHold_AreForLaterHolds()
    {
        await using var shop = await OpenAsync();
        var hold = await shop.HoldAsync(0);
        await shop.OfferAsync(new TierOffers([new ReducedPrice(Guid.NewGuid(), "Child", 4000)], null), "now()");

        Assert.Equal(2150, (await shop.PlaceAsync(hold, (0, "Child"))).Total);
        var later = await shop.HoldAsync(1);
        Assert.Equal(4150, (await shop.PlaceAsync(later, (1, "Child"))).Total);
        Assert.EndsWith("reduction-unknown", (await shop.PlaceAsync(await shop.HoldAsync(2), (2, "Student"))).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_PlacedAgainWithOtherReductions_CostsWhatWasChosenLast()
    {
        await using var shop = await OpenAsync();
        var hold = await shop.HoldAsync(0, 1);
        var first = await shop.PlaceAsync(hold, (0, "Child"));

        // Without a choice it is the same again; the second changes the intent, too.
        Assert.Equal(first.Total, (await shop.PlaceAsync(hold)).Total);
        var second = await shop.PlaceAsync(hold, (1, "Student"));

        Assert.Equal((first.Id, 4650L + 3150), (second.Id, second.Total));
        Assert.Equal(second.Total, (await shop.IntentAsync(second)).Amount.Amount);
        Assert.Equal(["4500 150 - -", "3000 150 4500 Student"], await shop.ItemsAsync(second));
        Assert.Equal(2 * 4650, (await shop.PlaceNamedAsync(hold, [])).Total);
        Assert.Equal(["4500 150 - -", "4500 150 - -"], await shop.ItemsAsync(second));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Order_ReducedToNothing_IsPaidAtOnce()
    {
        await using var shop = await OpenAsync();
        await shop.OfferAsync(new TierOffers([new ReducedPrice(Guid.NewGuid(), "Baby", 0)], null));

        var order = await shop.PlaceAsync(await shop.HoldAsync(0), (0, "Baby"));

        Assert.Equal(("paid", 0L), (order.Status, order.Total));
        Assert.Equal(["0 0 4500 Baby"], await shop.ItemsAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task PromoCode_WithAReduction_IsOfTheReducedPrice()
    {
        await using var shop = await OpenAsync();
        await shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses)
            select gen_random_uuid(), organization_id, 'TEN', 'percent', 1000, false, '{}', 0, 100, 0 from performances where id = $1
            """,
            shop.Sale.Id.Value);

        var order = await shop.PlaceNamedAsync(await shop.HoldAsync(0, 1), [(shop.Sale.Label(0), "Child")], "TEN");

        Assert.Equal(2150 - 200 + 4650 - 450, order.Total);
    }

    [Fact]
    public async Task Choice_OfAHold_IsItsOwnersAndForTheOrder()
    {
        await using var shop = await OpenAsync();
        var hold = await shop.HoldAsync(0, 1);
        var handler = shop.Service<ChooseReductionsHandler>();
        var id = new HoldId(Guid.Parse(hold.Id));
        var owner = HoldOwner.OfKey(hold.Secret!);

        Assert.Equal(PlaceOrderRefusal.HoldNotFound, (await handler.HandleAsync(new ChooseReductions(id, HoldOwner.OfKey("another"), Chosen(0, "Child")), Stop)).Refusal);
        Assert.Equal(PlaceOrderRefusal.ReductionUnknown, (await handler.HandleAsync(new ChooseReductions(id, owner, Chosen(0, "Senior")), Stop)).Refusal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from holds where reductions is not null"));
        Assert.True((await handler.HandleAsync(new ChooseReductions(id, owner, Chosen(0, "Child")), Stop)).Succeeded);

        Assert.Equal(2150 + 4650, (await shop.PlaceAsync(hold)).Total);
        Assert.Equal(PlaceOrderRefusal.HoldExpired, (await handler.HandleAsync(new ChooseReductions(id, owner, Chosen(0, "Student")), Stop)).Refusal);
    }

    [Fact]
    public async Task Exchange_OfAReducedSeat_KeepsTheReductionWhereItIsOffered()
    {
        await using var shop = await OpenAsync();
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1), (0, "Child"), (1, "Student"));
        await shop.PaidAsync(order);
        var items = (await shop.Database.ListAsync<Guid>("select id from order_items where order_id = $1 order by seat_index", Guid.Parse(order.Id)))
            .ConvertAll(id => new OrderItemId(id));
        SeatIndex[] seats = [new(5), new(Floor)];
        var caller = await BoxOfficeAsync(shop);

        var quote = await shop.Service<ExchangeQuotes>().HandleAsync(new QuoteExchange(IdOf(order), items, seats, caller), Stop);

        Assert.Equal([("Child", null), (null, "Student")], quote.Value!.Seats.Select(seat => (seat.Reduction, seat.LostReduction)));
        Assert.Equal(3100 - 3150, quote.Value.Difference.Amount);
        Assert.True((await shop.Service<ExchangeSeatsHandler>().HandleAsync(
            new ExchangeSeats(IdOf(order), items, seats, ExchangeSettlement.Waived, quote.Value.Difference, caller), Stop)).Succeeded);
        Assert.Equal(["2000 150 4500 Child", "3000 100 - -"], await shop.ItemsAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(shop.Database);
    }

    private static ChosenReductions Chosen(int seat, string name) => ChosenReductions.Of([KeyValuePair.Create(new SeatIndex(seat), name)]);

    private async Task<Shop> OpenAsync(params SeatOverride[] overrides)
    {
        var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { FloorPlaces = 4, Overrides = overrides });
        await shop.OfferAsync();
        return shop;
    }

    private static async Task<Core.Access.Caller> BoxOfficeAsync(Shop shop) => BackOffice.Member(
        new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value)));

    private static OrderId IdOf(Reply order) => new(Guid.Parse(order.Id));
}
