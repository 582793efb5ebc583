using System.Globalization;
using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using static Ticketing.Tests.Ordering.Extras.ExtraShop;

namespace Ticketing.Tests.Ordering.Extras;

/// <summary>Extras in orders: amounts, stock, payment, refunds, figures.</summary>
public sealed class ExtraOrderTests(TestServers servers) : IAsyncLifetime
{
    private ExtraShop _shop = null!;

    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await OpenAsync(servers);

    public async ValueTask DisposeAsync()
    {
        await _shop.CheckAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Order_WithExtras_IsPaidWithThemAndHasVouchers()
    {
        var (parking, programme, donation) = await AddAllAsync();

        var order = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0, 1), [Of(parking, 2), Of(programme, 3), Gift(donation, 1050)]);

        Assert.Equal(HttpStatusCode.Created, order.Code);
        Assert.Equal((2 * 4650) + (2 * 1200) + (3 * 500) + 1050, order.Total);
        Assert.Equal((2, 3, 1), (await _shop.SoldAsync(parking), await _shop.SoldAsync(programme), await _shop.SoldAsync(donation)));
        await _shop.Shop.PayAsync(order);
        var paid = await _shop.Shop.ReadUntilAsync(order, "paid");
        var extras = paid.Body!["extras"]!.AsArray();
        Assert.Equal(6, extras.Count);
        var codes = extras.Where(unit => unit!["name"]!.GetValue<string>() == "Parking").Select(unit => unit!["code"]!.GetValue<string>()).ToList();
        Assert.Equal(2, codes.Distinct().Count());
        Assert.All(extras.Where(unit => unit!["name"]!.GetValue<string>() != "Parking"), unit => Assert.Null(unit!["code"]));

        // Genuine by the performance's key, and of the unit.
        var keys = await _shop.Shop.Service<TicketIssuer>().PublicKeysAsync(_shop.Shop.Sale.Id, Stop);
        Assert.NotEmpty(keys);
        Assert.Equal(codes.Order(), (await _shop.Shop.Database.ListAsync<string>("select code from order_extras where code is not null")).Order());
        await _shop.FiguresAgreeAsync();
    }

    [Fact]
    public async Task FreeOrder_WithAFreeExtra_IsConfirmedAtOnce()
    {
        await using var free = await OpenAsync(servers, new TestSaleTerms { Free = true });
        var programme = await free.AddAsync(Programme() with { Price = 0, Stock = 2 });
        var donation = await free.AddAsync(Donation());

        var order = await free.PlaceAsync(await free.Shop.HoldAsync(0), [Of(programme, 2)]);
        var giving = await free.PlaceAsync(await free.Shop.HoldAsync(1), [Gift(donation, 500)], email: "grace@example.org");

        Assert.Equal(("paid", 0L), (order.Status!, order.Total));
        Assert.Equal(("awaiting-payment", 500L), (giving.Status!, giving.Total));
        Assert.Equal(2, await free.SoldAsync(programme));
        var cancelled = await free.Shop.Service<CancelOrderHandler>().HandleAsync(
            new CancelOrder(new OrderId(Guid.Parse(order.Id)), new OrderVisitor(free.Owner with { ProvedAt = DateTimeOffset.UtcNow }, null, null)), Stop);
        Assert.True(cancelled.Succeeded, cancelled.Refusal.ToString());
        Assert.Equal(0, await free.SoldAsync(programme));
        await free.CheckAsync();
    }

    [Fact]
    public async Task LastUnits_RacedByAHundred_AreSoldOnce()
    {
        const int buyers = 100;
        const int stock = 7;
        var parking = await _shop.AddAsync(Parking(stock));
        List<HoldReply> holds = [];
        for (var i = 0; i < buyers; i++)
        {
            holds.Add(await _shop.Shop.HoldAreaAsync(1));
        }

        var replies = await Task.WhenAll(holds.Select((hold, i) => _shop.PlaceAsync(
            hold, [Of(parking)], email: FormattableString.Invariant($"buyer{i}@example.org"))));

        Assert.Equal(stock, replies.Count(reply => reply.Code == HttpStatusCode.Created));
        Assert.All(
            replies.Where(reply => reply.Code != HttpStatusCode.Created),
            reply => Assert.True(reply.Code is HttpStatusCode.Conflict or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, reply.ToString()));
        Assert.Equal(stock, await _shop.SoldAsync(parking));
        Assert.Equal((long)stock, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Stock_OfAnUnpaidOrderThatEnds_IsGivenBack()
    {
        var parking = await _shop.AddAsync(Parking(2));
        var expiring = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), [Of(parking)]);
        var cancelled = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(1), [Of(parking)], email: "grace@example.org");
        var refused = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(2), [Of(parking)], email: "joan@example.org");
        Assert.NotEqual(HttpStatusCode.Created, refused.Code);

        await _shop.Shop.ExpireAsync(expiring);
        Assert.Equal(HttpStatusCode.OK, (await _shop.Shop.PostAsync($"api/v1/orders/{cancelled.Id}/cancel", null, cancelled.Token)).Code);

        Assert.Equal(0, await _shop.SoldAsync(parking));
        Assert.Equal(HttpStatusCode.Created, (await _shop.PlaceAsync(await _shop.Shop.HoldAsync(3), [Of(parking, 2)], email: "mary@example.org")).Code);
    }

    [Fact]
    public async Task Change_OfAnUnpaidOrder_TakesAndGivesTheDifference()
    {
        var (parking, programme, _) = await AddAllAsync();
        var hold = await _shop.Shop.HoldAsync(0);
        await _shop.PlaceAsync(hold, [Of(parking, 3)]);

        var changed = await _shop.PlaceAsync(hold, [Of(parking), Of(programme, 2)]);

        Assert.Equal(4650 + 1200 + 1000, changed.Total);
        Assert.Equal((1, 2), (await _shop.SoldAsync(parking), await _shop.SoldAsync(programme)));
        Assert.Equal(4650, (await _shop.PlaceAsync(hold)).Total);
        Assert.Equal((0, 0), (await _shop.SoldAsync(parking), await _shop.SoldAsync(programme)));
    }

    [Fact]
    public async Task Repeat_AfterThePriceChanged_KeepsTheOrdersPrice()
    {
        var parking = await _shop.AddAsync(Parking());
        var hold = await _shop.Shop.HoldAsync(0);
        var order = await _shop.PlaceAsync(hold, [Of(parking)]);
        var edited = await _shop.Shop.Service<ManageExtrasHandler>().HandleAsync(
            new AmendExtra(parking, terms => terms with { Price = 2000, Stock = 1 }, _shop.Owner), Stop);
        Assert.True(edited.Succeeded);

        var again = await _shop.PlaceAsync(hold, [Of(parking)]);

        Assert.Equal(order.Total, again.Total);
        Assert.Equal(order.Body!["payment"]!["paymentIntent"]!.GetValue<string>(), again.Body!["payment"]!["paymentIntent"]!.GetValue<string>());
        Assert.Equal(4650 + 2000, (await _shop.PlaceAsync(await SwitchAsync(hold, parking), [Of(parking)])).Total);
    }

    [Fact]
    public async Task Refund_OfOneUnit_ReturnsItsMoneyAndStock()
    {
        var parking = await _shop.AddAsync(Parking(2));
        var order = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), [Of(parking, 2)]);
        await _shop.Shop.PayAsync(order);
        var paid = await _shop.Shop.ReadUntilAsync(order, "paid");
        var unit = new OrderExtraId(Guid.Parse(paid.Body!["extras"]![0]!["id"]!.GetValue<string>()));

        var refunded = await RefundAsync(order, [], [unit]);

        Assert.True(refunded.Succeeded, refunded.Refusal.ToString());
        Assert.Equal((OrderStatus.PartiallyRefunded, 1200L), (refunded.Value!.Status, refunded.Value!.Refunded));
        Assert.Equal(1, await _shop.SoldAsync(parking));
        Assert.Equal(RefundOrderRefusal.ItemNotRefundable, (await RefundAsync(order, [], [unit])).Refusal);
        Assert.Equal(RefundOrderRefusal.ItemNotRefundable, (await RefundAsync(order, [], [OrderExtraId.New()])).Refusal);
        Assert.Equal(RefundOrderRefusal.ItemNotRefundable, (await RefundAsync(order, [], [])).Refusal);
        await _shop.FiguresAgreeAsync();

        var seats = await RefundAsync(order, [.. refunded.Value!.Items.Select(item => item.Id)], null);
        Assert.Equal(OrderStatus.PartiallyRefunded, seats.Value!.Status);
        var whole = await RefundAsync(order, null, null);
        Assert.Equal((OrderStatus.Refunded, order.Total), (whole.Value!.Status, whole.Value!.Refunded));
        Assert.Equal(0, await _shop.SoldAsync(parking));
        await _shop.FiguresAgreeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LatePayment_RetakesTheExtrasOrIsReturned(bool isSoldOut)
    {
        await using var quiet = await OpenAsync(servers, webhooks: false);
        var parking = await quiet.AddAsync(Parking(1));
        var late = await quiet.PlaceAsync(await quiet.Shop.HoldAsync(0), [Of(parking)]);
        await quiet.Shop.PayAsync(late);
        var intent = await quiet.Shop.IntentAsync(late);
        var id = Guid.Parse(late.Id);
        await quiet.Shop.Database.ExecuteAsync("update orders set status = 'expired', ended_at = now() where id = $1", id);
        await quiet.Shop.Database.ExecuteAsync("update order_items set live = false where order_id = $1", id);
        await quiet.Shop.Database.ExecuteAsync("update order_extras set live = false where order_id = $1", id);
        await quiet.Shop.Database.ExecuteAsync("update extras set sold = 0");
        await quiet.Shop.Database.ExecuteAsync("update holds set status = 'expired' where order_id = $1", id);
        await quiet.Shop.Database.ExecuteAsync(
            "update seats set status = 0, hold_id = null, held_until = null, fence = fence + 1 where hold_id = (select id from holds where order_id = $1)", id);
        if (isSoldOut)
        {
            Assert.Equal(HttpStatusCode.Created, (await quiet.PlaceAsync(await quiet.Shop.HoldAsync(5), [Of(parking)], email: "grace@example.org")).Code);
        }

        var settled = await quiet.Shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop);

        Assert.Equal(isSoldOut ? SettledPayment.Returned : SettledPayment.PaidLate, settled);
        Assert.Equal([(short)(isSoldOut ? 0 : 2)], await quiet.Shop.SeatsAsync(0));
        Assert.Equal(1, await quiet.SoldAsync(parking));
        await quiet.CheckAsync();
    }

    [Fact]
    public async Task BadChoices_AreRefusedAndChangeNothing()
    {
        var (parking, _, donation) = await AddAllAsync();
        var only = await _shop.AddAsync(Programme() with { Categories = ["floor"] });
        await using var elsewhere = await OpenAsync(servers);
        var foreign = await elsewhere.AddAsync(Parking());
        var hold = await _shop.Shop.HoldAsync(0);

        foreach (var extras in (object[][])[
            [Of(foreign)], [Of(ExtraId.New())], [Of(parking, 0)], [Of(parking, -1)], [Of(parking, 5)], [Of(parking), Of(parking)],
            [Of(donation)], [Gift(donation, 1)], [Gift(donation, long.MaxValue)], [Gift(parking, 5)], [Of(only)], [null!]])
        {
            var refused = await _shop.PlaceAsync(hold, extras);
            Assert.True(refused.Code is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, refused.ToString());
        }

        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select sum(sold) from extras"));
        Assert.Equal(HttpStatusCode.Created, (await _shop.PlaceAsync(hold, [Of(parking)])).Code);
    }

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var parking = await _shop.AddAsync(Parking());
        await using var elsewhere = await OpenAsync(servers);
        var handler = _shop.Shop.Service<ManageExtrasHandler>();
        foreach (var caller in new[] { Caller.Guest, elsewhere.Owner, Access.BackOffice.Member(_shop.Organization, MemberRole.BoxOffice) })
        {
            Assert.Equal(ExtraRefusal.NotFound, (await handler.HandleAsync(new CreateExtra(_shop.Event, Parking(), caller), Stop)).Refusal?.Reason);
            Assert.Equal(ExtraRefusal.NotFound, (await handler.HandleAsync(new AmendExtra(parking, _ => Programme(), caller), Stop)).Refusal?.Reason);
            Assert.Equal(ExtraRefusal.NotFound, (await handler.HandleAsync(new RemoveExtra(parking, true, caller), Stop)).Refusal?.Reason);
            Assert.Equal(ExtraRefusal.NotFound, (await handler.HandleAsync(new MoveExtra(parking, true, caller), Stop)).Refusal?.Reason);
            Assert.Null(await _shop.Shop.Service<ExtraReader>().FindAsync(parking, caller, Stop));
            Assert.Empty(await _shop.Shop.Service<ExtraReader>().ListAsync(_shop.Event, caller, Stop));
        }

        var kept = await _shop.Shop.Service<ExtraReader>().FindAsync(parking, _shop.Owner, Stop);
        Assert.Equal("Parking", kept!.Name);
        Assert.Null(kept.RemovedAt);
    }

    [Fact]
    public async Task Amend_StockBelowSold_AndStaleTerms_AreRefused()
    {
        var parking = await _shop.AddAsync(Parking(5));
        await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), [Of(parking, 3)]);
        var handler = _shop.Shop.Service<ManageExtrasHandler>();

        var below = await handler.HandleAsync(new AmendExtra(parking, terms => terms with { Stock = 2 }, _shop.Owner), Stop);
        var stale = await handler.HandleAsync(new AmendExtra(parking, terms => terms with { Stock = 9 }, _shop.Owner) { Seen = Programme() }, Stop);

        Assert.Equal(nameof(ExtraTerms.Stock), Assert.Single(below.Refusal!.Faults).Field);
        Assert.Equal(ExtraRefusal.Changed, stale.Refusal!.Reason);
        Assert.True((await handler.HandleAsync(new AmendExtra(parking, terms => terms with { Stock = 3 }, _shop.Owner), Stop)).Succeeded);
    }

    [Fact]
    public async Task Removed_IsNotSold_AndOrdersKeepTheirs()
    {
        var (parking, programme, _) = await AddAllAsync();
        var hold = await _shop.Shop.HoldAsync(0);
        var order = await _shop.PlaceAsync(hold, [Of(parking)]);
        var handler = _shop.Shop.Service<ManageExtrasHandler>();
        Assert.True((await handler.HandleAsync(new RemoveExtra(parking, true, _shop.Owner), Stop)).Succeeded);

        Assert.NotEqual(HttpStatusCode.Created, (await _shop.PlaceAsync(await _shop.Shop.HoldAsync(1), [Of(parking)], email: "grace@example.org")).Code);
        Assert.Equal(order.Total, (await _shop.PlaceAsync(hold, [Of(parking)])).Total);
        Assert.True((await handler.HandleAsync(new RemoveExtra(parking, false, _shop.Owner), Stop)).Succeeded);
        Assert.True((await handler.HandleAsync(new MoveExtra(programme, true, _shop.Owner), Stop)).Succeeded);
        Assert.Equal(["Programme", "Parking", "Donation"], (await _shop.Shop.Service<ExtraReader>().ListAsync(_shop.Event, _shop.Owner, Stop)).Select(extra => extra.Name));
    }

    [Fact]
    public async Task Sheet_OfAPaidOrder_HasVouchersAndWhatIsHandedOut()
    {
        var (parking, programme, _) = await AddAllAsync();
        var order = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), [Of(parking), Of(programme, 2)]);
        await _shop.Shop.PayAsync(order);
        await _shop.Shop.ReadUntilAsync(order, "paid");
        var view = await _shop.Shop.Service<OrderReader>().FindAsync(new OrderId(Guid.Parse(order.Id)), new OrderVisitor(_shop.Owner, null, null), Stop);

        var sheet = TicketSheets.Of(view!);

        Assert.Equal("Parking", Assert.Single(sheet.Vouchers).Name);
        Assert.Equal(["2 × Programme"], sheet.HandedOut);
        Assert.NotEmpty(await TicketPdf.RenderInTurnAsync(sheet, German, DateTimeOffset.UtcNow, Stop));
        Assert.NotEmpty(await ReceiptPdf.RenderInTurnAsync(sheet, German, DateTimeOffset.UtcNow, Stop));

        // Of an order whose seats are refunded, the vouchers are left.
        Assert.NotEmpty(await TicketPdf.RenderInTurnAsync(sheet with { Tickets = [] }, German, DateTimeOffset.UtcNow, Stop));
        Assert.True((sheet with { Tickets = [], Vouchers = [] }).IsEmpty);
    }

    private async Task<(ExtraId Parking, ExtraId Programme, ExtraId Donation)> AddAllAsync() =>
        (await _shop.AddAsync(Parking()), await _shop.AddAsync(Programme()), await _shop.AddAsync(Donation()));

    // Another choice in between: the next one is priced anew.
    private async Task<HoldReply> SwitchAsync(HoldReply hold, ExtraId parking)
    {
        Assert.Equal(4650, (await _shop.PlaceAsync(hold)).Total);
        Assert.Equal(0, await _shop.SoldAsync(parking));
        return hold;
    }

    private Task<Outcome<Order, RefundOrderRefusal>> RefundAsync(
        Reply order, IReadOnlyList<OrderItemId>? items, IReadOnlyList<OrderExtraId>? extras) =>
        _shop.Shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(
                new OrderId(Guid.Parse(order.Id)), items, WithFees: true, SeatsBackOnSale: true, "staff",
                _shop.Owner with { ProvedAt = DateTimeOffset.UtcNow })
            {
                Extras = extras,
            },
            Stop);
}
