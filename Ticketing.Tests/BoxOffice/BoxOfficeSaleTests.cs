using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.Access;
using Ticketing.Tests.Analytics;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.BoxOffice;

/// <summary>Sales at the box office: paid at once, in one transaction, and accounted for.</summary>
public sealed class BoxOfficeSaleTests(TestServers servers)
{
    private const long Seat = TestSale.StallsPrice + TestSale.StallsFee;

    private static readonly BoxOfficePayment Terminal = new(BoxOfficeMeans.Terminal, Note: "4711");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cash_InAShift_IsPaidAtOnceWithChange()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.OpenShiftAsync(door.Clerk);
        var held = await door.HoldAsync(door.Clerk, 0, 1);

        var sold = await door.SellAsync(door.Clerk, held.Value!, new BoxOfficePayment(BoxOfficeMeans.Cash, 10_000));

        Assert.True(sold.Succeeded);
        Assert.Equal(10_000 - (2 * Seat), sold.Value.Change.Amount);
        Assert.Equal((OrderStatus.Paid, OrderChannel.BoxOffice, "", "Box office"), (sold.Value.Order.Status, sold.Value.Order.Channel, sold.Value.Order.Email, sold.Value.Order.Name));
        Assert.Equal([2, 2], await door.SeatsAsync(0, 1));
        Assert.Equal(
            $"cash Sam {2 * Seat} 10000 t succeeded",
            await door.Database.ScalarAsync<string>("select concat_ws(' ', provider, taken_by, amount, given, shift_id is not null, status) from payments"));
        Assert.Equal("box-office paid", await door.Database.ScalarAsync<string>("select concat_ws(' ', channel, status) from orders"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'order.paid' and actor = 'sam@example.org'"));
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(door.Database);
        Assert.Equal(["box-office"], await door.Database.ListAsync<string>("select distinct channel from sales_minutes"));
    }

    [Fact]
    public async Task Tier_ByCode_IsSoldWithoutOne()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.Database.ExecuteAsync("update price_tiers set by_code = true");
        door.Service<SellingFactsCache>().Invalidate(door.Performance);

        var sold = await door.SoldAsync(door.Clerk, Terminal, 0, 1);

        Assert.Equal((2 * Seat, null), (sold.Order.Total, sold.Order.AccessCodeId));
        Assert.Equal(2, (await door.Service<BoxOfficeReader>().FindAsync(door.Performance, door.Clerk, Stop))!.Sale.Tiers.Length);
    }

    [Fact]
    public async Task Buyer_WithAnAddress_GetsTheTicketsByMailAndAWalkInNone()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.SoldAsync(door.Clerk, Terminal, 0);
        var held = await door.HoldAsync(door.Clerk, 1);
        await door.SellAsync(door.Clerk, held.Value!, Terminal, new BoxOfficeBuyer("Ada", "ada@example.org", "de"));

        await Eventually.TrueAsync(async () => await door.Database.ScalarAsync<long>(WaitingMails.Count) == 0
            && await door.Database.ScalarAsync<long>("select count(*) from local_mail") > 0);

        Assert.Equal(["ada@example.org"], await door.Database.ListAsync<string>("select unnest(recipients) from local_mail"));
    }

    [Theory]
    [InlineData("not an address", "Ada")]
    [InlineData("ada@example.org", "\u0001")]
    public async Task Buyer_Invalid_IsRefused(string email, string name)
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var held = await door.HoldAsync(door.Clerk, 0);

        var sold = await door.SellAsync(door.Clerk, held.Value!, Terminal, new BoxOfficeBuyer(name, email, "en"));

        Assert.Equal(SellRefusal.BuyerInvalid, sold.Refusal);
        Assert.Equal([1], await door.SeatsAsync(0));
    }

    [Fact]
    public async Task Comp_WithAReason_CostsNothingAndShowsItsValueAsADiscount()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var held = await door.HoldAsync(door.Clerk, 0);

        var without = await door.SellAsync(door.Clerk, held.Value!, new BoxOfficePayment(BoxOfficeMeans.Comp, Note: " "));
        var sold = await door.SellAsync(door.Clerk, held.Value!, new BoxOfficePayment(BoxOfficeMeans.Comp, Note: "Press"));

        Assert.Equal(SellRefusal.ReasonNeeded, without.Refusal);
        Assert.Equal((OrderStatus.Paid, 0L, TestSale.StallsPrice, 0L), (sold.Value!.Order.Status, sold.Value.Order.Total, sold.Value.Order.Discount, sold.Value.Order.Fees));
        Assert.Equal("comp 0 Press", await door.Database.ScalarAsync<string>("select concat_ws(' ', provider, amount, note) from payments"));
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
        await SalesFigures.CaughtUpAsync(door.Database);

        // A free order is given back, not refunded.
        Assert.True((await door.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(sold.Value.Order.Id, null, true, true, "staff", door.Clerk), Stop)).Succeeded);
        Assert.Equal([0], await door.SeatsAsync(0));
    }

    [Fact]
    public async Task Sale_Refused_SellsNothing()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var held = (await door.HoldAsync(door.Clerk, 0)).Value!;

        Assert.Equal(SellRefusal.NoShift, (await door.SellAsync(door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Cash))).Refusal);
        await door.OpenShiftAsync(door.Clerk, currency: "JPY");
        Assert.Equal(SellRefusal.NoShift, (await door.SellAsync(door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Cash))).Refusal);
        Assert.Equal(SellRefusal.GivenTooLittle, (await door.SellAsync(door.Clerk, held, new BoxOfficePayment(BoxOfficeMeans.Cash, Seat - 1))).Refusal);
        Assert.Equal(SellRefusal.QuoteOutdated, (await door.SellAsync(door.Clerk, held, Terminal, quoted: new Money(Seat - 1, "EUR"))).Refusal);
        Assert.Equal(SellRefusal.NoteInvalid, (await door.SellAsync(door.Clerk, held, Terminal with { Note = new string('9', 201) })).Refusal);
        Assert.Equal(SellRefusal.HoldExpired, (await door.SellAsync(door.AnotherClerk(), held, Terminal)).Refusal);
        Assert.Equal(SellRefusal.NotFound, (await door.SellAsync(BackOffice.Member(OrganizationId.New()), held, Terminal)).Refusal);
        Assert.Equal(SellRefusal.NotFound, (await door.SellAsync(BackOffice.Member(door.Organization, Core.Access.MemberRole.Analyst), held, Terminal)).Refusal);

        Assert.Equal([1], await door.SeatsAsync(0));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select (select count(*) from orders) + (select count(*) from payments)"));
        await door.ExpireHoldsAsync();
        Assert.Equal(SellRefusal.HoldExpired, (await door.SellAsync(door.Clerk, held, Terminal)).Refusal);
    }

    [Fact]
    public async Task Sale_OfAPausedDate_IsRefused()
    {
        await using var door = await DoorShop.OpenAsync(servers, new TestSaleTerms { Status = "paused" });

        Assert.Equal(HoldRefusal.NotOnSale, (await door.HoldAsync(door.Clerk, 0)).Refusal!.Reason);
    }

    [Fact]
    public async Task Sale_BeforeTheGeneralSaleAndBeyondBuyersLimits_IsAllowed()
    {
        await using var door = await DoorShop.OpenAsync(
            servers, new TestSaleTerms { SeatsPerOrderMax = 2, OnSaleAt = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero), NoSingleSeats = true });

        var sold = await door.SoldAsync(door.Clerk, Terminal, 0, 1, 2, 4, 6);

        Assert.Equal(5, sold.Order.Items.Count);
        Assert.Equal(CheckedSeats.Fine, await CheckedSeats.ReadAsync(door.Database.DataSource));
    }

    [Fact]
    public async Task Seat_WantedByClerksAndBuyers_IsSoldOnce()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync("Stalls-A-1");

        // Seat 0 is allotted, seat 1 everybody's.
        var clerks = Enumerable.Range(0, 6).Select(_ => door.AnotherClerk()).ToList();
        var sales = clerks.Select(async clerk =>
        {
            var held = await door.HoldAsync(clerk, 0, 1);
            return held.Succeeded && (await door.SellAsync(clerk, held.Value, Terminal)).Succeeded;
        });
        var buyers = Enumerable.Range(0, 6).Select(async _ => (await door.Shop.HoldAsync(1)).Status == HttpStatusCode.Created);
        var outcomes = await Task.WhenAll([.. sales, .. buyers]);

        Assert.Single(outcomes, won => won);
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
    }

    [Fact]
    public async Task Sale_Repeated_IsOneOrder()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.OpenShiftAsync(door.Clerk);
        var held = (await door.HoldAsync(door.Clerk, 0)).Value!;
        var payment = new BoxOfficePayment(BoxOfficeMeans.Cash, 5_000);

        var sold = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => door.SellAsync(door.Clerk, held, payment, quoted: new Money(Seat, "EUR"))));

        Assert.All(sold, outcome => Assert.True(outcome.Succeeded, outcome.Succeeded ? null : outcome.Refusal.ToString()));
        Assert.Single(sold.Select(outcome => outcome.Value!.Order.Id).Distinct());
        Assert.All(sold, outcome => Assert.Equal(5_000 - Seat, outcome.Value!.Change.Amount));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from payments"));
    }

    [Fact]
    public async Task Basket_OfAMember_SurvivesAReloadAndIsNobodyElses()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.HoldAsync(door.Clerk, 0);
        var reader = door.Service<BoxOfficeReader>();

        Assert.Equal(Seat, (await reader.FindBasketAsync(door.Performance, door.Clerk, Stop))!.Total.Amount);
        Assert.Null(await reader.FindBasketAsync(door.Performance, door.AnotherClerk(), Stop));
        Assert.Single(await reader.ListAsync(door.Organization, door.Clerk, Stop));
        Assert.Empty(await reader.ListAsync(door.Organization, BackOffice.Member(door.Organization, Core.Access.MemberRole.CheckIn), Stop));
    }

    [Fact]
    public async Task Receipt_OfAnOrder_IsEightyMillimetresWide()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var sold = await door.SoldAsync(door.Clerk, Terminal, 0, 1);
        var view = await door.Service<OrderReader>().FindAsync(sold.Order.Number, new OrderVisitor(door.Clerk, null, null), Stop);

        var pdf = await ReceiptPdf.RenderInTurnAsync(
            TicketSheets.Of(view!), System.Globalization.CultureInfo.GetCultureInfo("de"), DateTimeOffset.UnixEpoch, Stop);

        using var stream = new MemoryStream(pdf);
        using var document = PdfSharp.Pdf.IO.PdfReader.Open(stream, PdfSharp.Pdf.IO.PdfDocumentOpenMode.Import);
        Assert.Equal(2, document.PageCount);
        Assert.Equal(80, document.Pages[0].Width.Millimeter, 0.1);
    }
}
