using System.Net;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Presales;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Presales;

/// <summary>Tiers that are sold by code only, in the general sale: the stalls here, while the floor is sold to everybody.</summary>
public sealed class TiersByCodeTests(PresaleShop shop) : IClassFixture<PresaleShop>
{
    private const string Refused = "access-code-needed";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_WithoutACode_IsRefusedForThisTierOnly()
    {
        var (sale, _, _, proof) = await shop.OpenByCodeAsync("VIPNEEDED");

        var named = await shop.HoldAsync(sale, null, 0, 1);
        Assert.Equal((HttpStatusCode.Forbidden, Refused), (named.Status, named.Type));
        Assert.Equal([sale.Label(0), sale.Label(1)], named.Body!["seats"]!.AsArray().Select(seat => seat!.GetValue<string>()));
        Assert.Equal(Refused, (await shop.HoldBestAsync(sale, null, 2, "Standard")).Type);
        Assert.Equal("seats-taken", (await shop.HoldBestAsync(sale, null, 2)).Type);
        Assert.Equal(0L, await HeldAsync(sale));
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAreaAsync(sale, null, 2)).Status);

        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, proof, 0, 1)).Status);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldBestAsync(sale, proof, 2)).Status);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAreaAsync(sale, proof, 1)).Status);
    }

    [Fact]
    public async Task Hold_OfAnAreaByCode_NeedsOne()
    {
        var (sale, _, _, proof) = await shop.OpenByCodeAsync("VIPAREA");
        await shop.Database.ExecuteAsync("update price_tiers set by_code = category = 'floor' where performance_id = $1", sale.Id.Value);
        shop.Service<SellingFactsCache>().Invalidate(sale.Id);

        Assert.Equal(Refused, (await shop.HoldAreaAsync(sale, null, 1)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, null, 0)).Status);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAreaAsync(sale, proof, 1)).Status);
    }

    [Fact]
    public async Task Hold_WithACodeThatDoesNotOpenIt_IsRefused()
    {
        var (sale, owner, presale, proof) = await shop.OpenByCodeAsync("VIPSTALLS", categories: ["stalls"]);
        var floor = await shop.NewPresaleAsync(sale, owner, categories: ["floor"]);
        await shop.MakeCodeAsync(floor, owner, "VIPFLOOR");
        var other = await shop.ProofAsync(sale, "VIPFLOOR");

        Assert.Equal("seats-not-in-presale", (await shop.HoldAsync(sale, other, 0)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, $"{other} {proof}", 0)).Status);

        // The window of the presale, which can end long after the general sale has begun.
        await shop.Database.ExecuteAsync("update presales set closes_at = now() where id = $1", presale.Value);
        shop.Service<SellingFactsCache>().Invalidate(sale.Id);
        Assert.Equal("presale-closed", (await shop.HoldAsync(sale, proof, 1)).Type);
        await shop.Database.ExecuteAsync("update presales set closes_at = now() + interval '9 days' where id = $1", presale.Value);
        shop.Service<SellingFactsCache>().Invalidate(sale.Id);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, proof, 1)).Status);
    }

    [Fact]
    public async Task Code_ThatIsRevoked_OpensAndOrdersNothing()
    {
        var (sale, owner, presale, proof) = await shop.OpenByCodeAsync("VIPREVOKED", usesMax: 5);
        var hold = await shop.HoldAsync(sale, proof, 0);
        var code = (await shop.Service<AccessCodeReader>().ListAsync(presale, null, null, owner, Stop)).Rows[0];
        await shop.Service<AccessCodesHandler>().HandleAsync(new RevokeAccessCode(presale, code.Id, owner), Stop);

        Assert.Equal(Refused, (await shop.HoldAsync(sale, proof, 1)).Type);
        Assert.Equal(Refused, (await shop.OrderAsync(hold, proof)).Type);
        Assert.Equal(0, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Order_TakesAUseForSeatsOfTheTierOnly()
    {
        var (sale, _, presale, proof) = await shop.OpenByCodeAsync("VIPORDER", usesMax: 2);
        var (area, seat, last) = (await shop.HoldAreaAsync(sale, proof, 1), await shop.HoldAsync(sale, proof, 0, 1), await shop.HoldAsync(sale, proof, 4));

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(area, proof)).Code);
        Assert.Equal(0, await shop.UsesAsync(presale));

        Assert.Equal(Refused, (await shop.OrderAsync(seat, null)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(seat, proof)).Code);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(seat, proof, "ada.lovelace@example.org")).Code);
        Assert.Equal(1, await shop.UsesAsync(presale));

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(last, proof)).Code);
        Assert.Equal(2, await shop.UsesAsync(presale));
        Assert.Equal(Refused, (await shop.HoldAsync(sale, proof, 6)).Type);
    }

    [Fact]
    public async Task Hold_FromBeforeTheEndOfTheWindow_CanBeOrdered()
    {
        var (sale, _, presale, proof) = await shop.OpenByCodeAsync("VIPLATE");
        var hold = await shop.HoldAsync(sale, proof, 0);
        await shop.Database.ExecuteAsync("update presales set closes_at = now() where id = $1", presale.Value);
        shop.Service<SellingFactsCache>().Invalidate(sale.Id);

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(hold, proof)).Code);
        Assert.Equal(1, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task LastUse_RacedByManyOrders_IsTakenOnce()
    {
        var (sale, _, presale, proof) = await shop.OpenByCodeAsync("VIPRACED", terms: new TestSaleTerms { Rows = 5, SeatsPerRow = 8, Free = true });
        var holds = await Task.WhenAll(Enumerable.Range(0, 40).Select(seat => shop.HoldAsync(sale, proof, seat)));
        Assert.All(holds, hold => Assert.Equal(HttpStatusCode.Created, hold.Status));

        var orders = await Task.WhenAll(holds.Select((hold, i) => shop.OrderAsync(hold, proof, $"buyer{i}@example.org")));

        Assert.Equal(1, orders.Count(order => order.Code == HttpStatusCode.Created));
        Assert.Equal(39, orders.Count(order => order.Type == "access-code-used-up"));
        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("select count(*) from orders where performance_id = $1", sale.Id.Value));
    }

    [Fact]
    public async Task Use_OfAnOrderThatEnds_IsGivenBackAndTakenAgainByALatePayment()
    {
        var (sale, _, presale, proof) = await shop.OpenByCodeAsync("VIPEXPIRES");
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof);
        Assert.Equal(1, await shop.UsesAsync(presale));

        await shop.Shop.ExpireAsync(order);
        await Eventually.TrueAsync(async () => await shop.UsesAsync(presale) == 0);

        var id = Guid.Parse(order.Id);
        var intent = await shop.Database.ScalarAsync<string>("select provider_payment_id from payments where order_id = $1", id);
        var amount = new Money(order.Total, "EUR");
        Assert.Equal(SettledPayment.PaidLate, await shop.Service<SettlePaymentHandler>().HandleAsync(
            new PaymentIntent(intent!, PaymentIntentStatus.Succeeded, amount, amount, null, new OrderId(id), null, null, DateTimeOffset.UtcNow), null, Stop));
        Assert.Equal(1, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Use_OfARefundedOrder_IsGivenBackWithItsLastSeat()
    {
        var (sale, owner, presale, proof) = await shop.OpenByCodeAsync("VIPREFUND", terms: new TestSaleTerms { Free = true });
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0, 1), proof);
        Assert.Equal(("paid", 1), (order.Status, await shop.UsesAsync(presale)));
        var items = await shop.Database.ListAsync<Guid>("select id from order_items where order_id = $1 order by seat_index", Guid.Parse(order.Id));
        var refunds = shop.Service<RefundOrderHandler>();

        await refunds.HandleAsync(new RefundOrder(new OrderId(Guid.Parse(order.Id)), [new OrderItemId(items[0])], true, true, "staff", owner), Stop);
        Assert.Equal(1, await shop.UsesAsync(presale));
        await refunds.HandleAsync(new RefundOrder(new OrderId(Guid.Parse(order.Id)), [new OrderItemId(items[1])], true, true, "staff", owner), Stop);

        Assert.Equal(0, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Limit_OfThePresale_CountsSeatsOfTheTierOnly()
    {
        var (sale, _, _, proof) = await shop.OpenByCodeAsync("VIPLIMIT", usesMax: 9, seatsPerBuyerMax: 2);

        var refused = await shop.HoldAsync(sale, proof, 0, 1, 2);
        Assert.Equal(("tier-maximum", 2), (refused.Type, refused.Body!["seatsMax"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAreaAsync(sale, null, 5), null)).Code);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0, 1), proof)).Code);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAreaAsync(sale, null, 1), null)).Code);
        var another = await shop.HoldAsync(sale, proof, 2);
        Assert.NotNull(another.Body?["id"]);
        Assert.Equal("buyer-limit", (await shop.OrderAsync(another, proof)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(another, proof, "eve@example.org")).Code);
    }

    [Fact]
    public async Task Presale_BeforeTheGeneralSale_SellsTheTierAsAnyOther()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("VIPEARLY", usesMax: 2, categories: ["stalls"]);
        await shop.Database.ExecuteAsync("update price_tiers set by_code = true where performance_id = $1 and category = 'stalls'", sale.Id.Value);
        shop.Service<SellingFactsCache>().Invalidate(sale.Id);

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof)).Code);
        Assert.Equal("seats-not-in-presale", (await shop.HoldAreaAsync(sale, proof, 1)).Type);
        Assert.Equal(1, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Api_WithoutACode_ShowsNeitherPriceNorSeatsOfTheTier()
    {
        var (sale, _, presale, proof) = await shop.OpenByCodeAsync("VIPAPI");
        var (one, seats, best) = ($"api/v1/performances/{sale.Id}", $"api/v1/performances/{sale.Id}/seats", $"api/v1/performances/{sale.Id}/best-seats?quantity=2");
        var slug = await SlugAsync(sale);

        var closed = await shop.GetAsync(one, null);
        Assert.Equal(["Standing"], Tiers(closed));
        Assert.DoesNotContain("\"amount\":4500", closed.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((3100, 3100, 10, true), (Amount(closed, "priceFrom"), Amount(closed, "priceTo"), Free(closed), closed.Body["tiersByCode"]!.GetValue<bool>()));
        Assert.Equal([0, 10], closed.Body["sections"]!.AsArray().Select(section => section!["available"]!.GetValue<int>()));
        Assert.DoesNotContain("Standard", (await shop.GetAsync($"api/v1/events/{slug}", null)).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Standard", (await shop.GetAsync(seats, null)).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("seats-taken", (await shop.GetAsync(best, null)).Type);

        var open = await shop.GetAsync(one, proof);
        Assert.Equal(["Standard", "Standing"], Tiers(open));
        Assert.Equal((4650, false), (Amount(open, "priceTo"), open.Body!["tiersByCode"]!.GetValue<bool>()));
        var tier = open.Body["performance"]!["tiers"]![0]!;
        Assert.True(tier["byCode"]!.GetValue<bool>());
        Assert.True(tier["closesAt"]!.GetValue<DateTimeOffset>() > DateTimeOffset.UtcNow);
        Assert.Equal([16, 10], open.Body["sections"]!.AsArray().Select(section => section!["available"]!.GetValue<int>()));
        Assert.Contains("Standard", (await shop.GetAsync(seats, proof)).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await shop.GetAsync(best, proof)).Code);

        // A code that is used up shows it no more.
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof)).Code);
        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal(["Standing"], Tiers(await shop.GetAsync(one, proof)));
        Assert.DoesNotContain("Standard", (await shop.GetAsync(seats, proof)).Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_ForBuyers_LeaveTheTierOut()
    {
        var (sale, _, _, _) = await shop.OpenByCodeAsync("VIPCOUNTS");
        var counter = shop.Service<ISeatCounter>();

        // Counted from the seats, then kept.
        Assert.Equal(10, (await counter.OfAsync([sale.Id], Stop))[sale.Id].Free);
        await counter.RecountAsync([sale.Id], Stop);
        var kept = (await counter.OfAsync([sale.Id], Stop))[sale.Id];
        Assert.Equal((10, "floor"), (kept.Free, string.Join(' ', kept.FreeCategories!)));
    }

    private static string[] Tiers(Reply reply) => [.. reply.Body!["performance"]!["tiers"]!.AsArray().Select(tier => tier!["name"]!.GetValue<string>())];

    private static int Amount(Reply reply, string name) => reply.Body!["performance"]![name]!["amount"]!.GetValue<int>();

    private static int Free(Reply reply) => reply.Body!["performance"]!["available"]!.GetValue<int>();

    private Task<string?> SlugAsync(TestSale sale) => shop.Database.ScalarAsync<string>(
        "select e.slug from events e join performances p on p.event_id = e.id where p.id = $1", sale.Id.Value);

    private Task<long> HeldAsync(TestSale sale) =>
        shop.Database.ScalarAsync<long>("select count(*) from seats where performance_id = $1 and status <> 0", sale.Id.Value);
}
