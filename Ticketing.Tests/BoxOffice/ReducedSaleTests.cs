using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.Access;
using Ticketing.Tests.Analytics;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;
using Ticketing.Tests.Ordering.Reductions;

namespace Ticketing.Tests.BoxOffice;

/// <summary>Reduced and group prices at the box office, which are those of the checkout.</summary>
public sealed class ReducedSaleTests(TestServers servers)
{
    private const string Items = "select concat_ws(' ', price, fee, coalesce(full_price::text, '-'), coalesce(reduction, '-')) from order_items";

    private static readonly BoxOfficePayment Terminal = new(BoxOfficeMeans.Terminal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sale_WithReductions_ChargesThemToTheCent()
    {
        await using var door = await OpenAsync();
        await door.OpenShiftAsync(door.Clerk, 0);
        var held = (await door.HoldAsync(door.Clerk, 0, 1, 2)).Value!;

        var sold = await door.SellAsync(
            door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Cash, 10_000), chosen: Chosen((0, "Child"), (2, "Student")));

        Assert.True(sold.Succeeded);
        Assert.Equal((2150L + 4650 + 3150, 50L), (sold.Value.Order.Total, sold.Value.Change.Amount));
        Assert.Equal(["2000 150 4500 Child", "4500 150 - -", "3000 150 4500 Student"], await ItemsAsync(door));
        Assert.Equal("cash 9950", await door.Database.ScalarAsync<string>("select concat_ws(' ', provider, amount) from payments"));
        Assert.Equal(9950, (await door.Service<ShiftReader>().FindOpenAsync(door.Organization, door.Clerk, Stop))!.Expected);
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(door.Database);
        Assert.Equal(
            "box-office 9950 450", await door.Database.ScalarAsync<string>("select concat_ws(' ', min(channel), sum(gross), sum(fees)) from sales_minutes"));

        var view = await door.Service<OrderReader>().FindAsync(sold.Value.Order.Number, new OrderVisitor(door.Clerk, null, null), Stop);
        Assert.Equal([true, false, false], TicketSheets.Of(view!).Tickets.Select(ticket => ticket.TierName.EndsWith(" · Child", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Group_OfEnoughSeats_HasTheGroupPriceByItself()
    {
        await using var door = await OpenAsync();
        var held = (await door.HoldAsync(door.Clerk, 0, 1, 2)).Value!;
        var reader = door.Service<BoxOfficeReader>();
        Assert.Equal([("Standard", 1, 2650L)], (await reader.FindBasketAsync(door.Performance, door.Clerk, Stop))!.Missing
            .Select(missing => (missing.Tier, missing.Seats, missing.Price.Amount)));
        Assert.True((await door.HoldAsync(door.Clerk, 3)).Succeeded);

        var sold = await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen((0, "Child"), (1, "Student")));

        Assert.Equal(["2000 150 4500 Child", "2500 150 4500 -", "2500 150 4500 -", "2500 150 4500 -"], await ItemsAsync(door));
        Assert.Equal(2150 + (3 * 2650), sold.Value!.Order.Total);
        var first = await door.Database.ScalarAsync<Guid>("select id from order_items order by seat_index limit 1");
        var refunded = await door.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(sold.Value.Order.Id, [new OrderItemId(first)], WithFees: true, SeatsBackOnSale: true, "staff", door.Clerk), Stop);
        Assert.Equal(2150, refunded.Value!.Refunded);
        await SalesFigures.CaughtUpAsync(door.Database);
    }

    // One rule, whoever sells: seats that cost the same get the same prices at the checkout and at the box office.
    [Theory]
    [InlineData("Child", "", "Student")]
    [InlineData("Child", "Child", "")]
    [InlineData("Student", "Student", "Student", "Child")]
    [InlineData("", "", "", "", "Child")]
    public async Task Prices_OfTheSameSeats_AreThoseOfTheCheckout(params string[] names)
    {
        await using var door = await OpenAsync();
        int[] web = [.. Enumerable.Range(0, names.Length)];
        int[] desk = [.. web.Select(seat => seat + 8)];
        var hold = await door.Shop.HoldAsync(web);
        var placed = await door.Shop.PlaceAsync(hold, [.. web.Zip(names).Where(each => each.Second.Length > 0)]);
        Assert.Equal(HttpStatusCode.Created, placed.Code);
        var held = (await door.HoldAsync(door.Clerk, desk)).Value!;

        var sold = await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen([.. desk.Zip(names)]));

        Assert.Equal(placed.Total, sold.Value!.Order.Total);
        Assert.Equal(
            await door.Shop.ItemsAsync(placed),
            await door.Database.ListAsync<string>(Items + " where order_id = $1 order by seat_index", sold.Value.Order.Id.Value));
    }

    [Fact]
    public async Task Choice_OfAMember_IsFoundAgainAndSold()
    {
        await using var door = await OpenAsync();
        var held = (await door.HoldAsync(door.Clerk, 0, 1)).Value!;
        var handler = door.Service<ChooseAtBoxOfficeHandler>();

        Assert.Equal(
            SellRefusal.HoldExpired, await handler.HandleAsync(new ChooseAtBoxOffice(door.Performance, held.Id, Chosen((0, "Child")), door.AnotherClerk()), Stop));
        Assert.Equal(
            SellRefusal.NotFound,
            await handler.HandleAsync(
                new ChooseAtBoxOffice(door.Performance, held.Id, Chosen((0, "Child")), BackOffice.Member(OrganizationId.New())), Stop));
        Assert.Equal(
            SellRefusal.ReductionUnknown, await handler.HandleAsync(new ChooseAtBoxOffice(door.Performance, held.Id, Chosen((0, "Senior")), door.Clerk), Stop));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from holds where reductions is not null"));
        Assert.Null(await handler.HandleAsync(new ChooseAtBoxOffice(door.Performance, held.Id, Chosen((0, "Child")), door.Clerk), Stop));

        var basket = (await door.Service<BoxOfficeReader>().FindBasketAsync(door.Performance, door.Clerk, Stop))!;
        Assert.Equal(("Child", (string?)null, 2150L + 4650), (basket.Items[0].Chosen, basket.Items[1].Chosen, basket.Total.Amount));

        // Named otherwise, the sale has what it names; the total that the buyer was told decides whether it is sold.
        Assert.Equal(
            SellRefusal.QuoteOutdated, (await door.SellAsync(door.Clerk, held, Terminal, quoted: basket.Total, chosen: ChosenReductions.None)).Refusal);
        Assert.Equal(SellRefusal.QuoteOutdated, (await door.SellAsync(door.Clerk, held, Terminal, quoted: new Money(9300, "EUR"))).Refusal);
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select (select count(*) from orders) + (select count(*) from payments)"));
        Assert.Equal(basket.Total.Amount, (await door.SellAsync(door.Clerk, held, Terminal)).Value!.Order.Total);
        Assert.Equal(["2000 150 4500 Child", "4500 150 - -"], await ItemsAsync(door));
    }

    [Fact]
    public async Task Reductions_AgainstTheRules_AreRefusedAndSellNothing()
    {
        await using var door = await OpenAsync(new SeatOverride(0, 1, Kind: SeatKind.Companion));
        var held = (await door.HoldAsync(door.Clerk, 0, 1, 2, 3)).Value!;

        Assert.Equal(SellRefusal.ReductionUnknown, (await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen((0, "Senior")))).Refusal);
        Assert.Equal(SellRefusal.ReductionNotForSeat, (await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen((0, "Companion")))).Refusal);
        Assert.Equal(SellRefusal.ReductionNotForSeat, (await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen((1, "Companion")))).Refusal);
        Assert.Equal(
            SellRefusal.ReductionLimit,
            (await door.SellAsync(door.Clerk, held, Terminal, chosen: Chosen((0, "Child"), (2, "Child"), (3, "Child")))).Refusal);
        Assert.Equal(
            SellRefusal.CompReduced,
            (await door.SellAsync(door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Comp, Note: "Press"), chosen: Chosen((0, "Child")))).Refusal);

        Assert.Equal([1, 1, 1, 1], await door.SeatsAsync(0, 1, 2, 3));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select (select count(*) from orders) + (select count(*) from payments)"));
    }

    [Fact]
    public async Task Companion_BesideAWheelchairPlace_IsFreeAndNeedsNoShift()
    {
        await using var door = await OpenAsync(new SeatOverride(0, 0, Kind: SeatKind.Wheelchair), new SeatOverride(0, 1, Kind: SeatKind.Companion));
        await door.Shop.OfferAsync(new TierOffers(
            [new ReducedPrice(Guid.NewGuid(), "Guest", 0), new ReducedPrice(Guid.NewGuid(), "Companion", 0, IsCompanion: true)], null));
        var held = (await door.HoldAsync(door.Clerk, 0, 1)).Value!;

        var sold = await door.SellAsync(
            door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Cash), chosen: Chosen((0, "Guest"), (1, "Companion")));

        Assert.Equal((OrderStatus.Paid, 0L), (sold.Value!.Order.Status, sold.Value.Order.Total));
        Assert.Equal(["0 0 4500 Guest", "0 0 4500 Companion"], await ItemsAsync(door));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from payments"));
    }

    [Fact]
    public async Task Comp_OfSeatsWithReductions_IsADiscountOfTheFullPrice()
    {
        await using var door = await OpenAsync();
        var held = (await door.HoldAsync(door.Clerk, 0, 1, 2, 3)).Value!;
        Assert.Null(await door.Service<ChooseAtBoxOfficeHandler>().HandleAsync(
            new ChooseAtBoxOffice(door.Performance, held.Id, Chosen((0, "Child")), door.Clerk), Stop));

        var sold = await door.SellAsync(door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Comp, Note: "Press"));

        Assert.Equal((0L, 4 * TestSale.StallsPrice, 0L), (sold.Value!.Order.Total, sold.Value.Order.Discount, sold.Value.Order.Fees));
        Assert.Equal(["4500 0 - -"], (await ItemsAsync(door)).Distinct());
        await SalesFigures.CaughtUpAsync(door.Database);
    }

    [Fact]
    public async Task Api_WithReductionsAndATotal_SellsThemOrNothing()
    {
        await using var door = await OpenAsync();
        var accounts = AccessApp.Over(door.Database, door.Shop.App);
        var email = await accounts.RegisterAsAsync(Core.Access.Roles.Buyer, door.Organization.Value);
        var (_, signedIn) = await accounts.PostJsonAsync("api/v1/auth/login", new { email, password = AccessApp.Password });
        var token = signedIn.GetProperty("token").GetString()!;
        string[] seats = [door.Shop.Sale.Label(0), door.Shop.Sale.Label(1)];

        (JsonObject Reductions, string Means, long? Total, int Status, string Problem)[] cases =
        [
            (Named(seats[0], "Senior"), "terminal", null, 422, "reduction-unknown"),
            (Named(door.Shop.Sale.Label(2), "Child"), "terminal", null, 422, "reductions"),
            (Named(seats[0], " "), "terminal", null, 422, "reductions"),
            (Named(seats[0], "Child"), "comp", null, 422, "reductions"),
            (Named(seats[0], "Child"), "terminal", 9300, 409, "quote-outdated"),
        ];
        foreach (var (reductions, means, total, status, problem) in cases)
        {
            var refused = await SellAsync(means, reductions, total);
            Assert.Equal(status, (int)refused.Code);
            Assert.Contains(problem, refused.Body!.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal([0, 0], await door.SeatsAsync(0, 1));
        }

        var sold = await SellAsync("terminal", Named(seats[0], "Child"), 6800);
        Assert.Equal((HttpStatusCode.OK, 6800L), (sold.Code, sold.Body!["total"]!.GetValue<long>()));
        Assert.Equal(["2000 150 4500 Child", "4500 150 - -"], await ItemsAsync(door));

        Task<Reply> SellAsync(string means, JsonObject reductions, long? total) => door.Shop.PostAsync(
            $"api/v1/organizer/performances/{door.Performance}/box-office", new { seats, means, note = "4711", reductions, total }, token);
        static JsonObject Named(string label, string name) => new() { [label] = name };
    }

    private static Task<List<string>> ItemsAsync(DoorShop door) => door.Database.ListAsync<string>(Items + " where live order by seat_index");

    private static ChosenReductions Chosen(params (int Seat, string Name)[] names) =>
        ChosenReductions.Of(names.Select(each => KeyValuePair.Create(new SeatIndex(each.Seat), each.Name)));

    private async Task<DoorShop> OpenAsync(params SeatOverride[] overrides)
    {
        var door = await DoorShop.OpenAsync(servers, new TestSaleTerms { FloorPlaces = 4, Overrides = overrides });
        await door.Shop.OfferAsync();
        return door;
    }
}
