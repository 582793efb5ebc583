using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Presales;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Presales;

/// <summary>Holds and orders in presale: codes, windows, categories, and how uses are counted and given back.</summary>
public sealed class PresaleSaleTests(PresaleShop shop) : IClassFixture<PresaleShop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_WithoutACode_NeedsOne()
    {
        var (sale, _, _, proof) = await shop.OpenAsync("NEEDED");

        Assert.Equal("access-code-needed", (await shop.HoldAsync(sale, null, 0)).Type);
        Assert.Equal("access-code-needed", (await shop.HoldBestAsync(sale, null, 1)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, proof, 0)).Status);
    }

    [Fact]
    public async Task Hold_WithAForgedOrForeignProof_NeedsACode()
    {
        var (sale, _, _, proof) = await shop.OpenAsync("GENUINE");
        var (_, _, _, foreign) = await shop.OpenAsync("FOREIGN");
        var forged = (proof[0] == 'A' ? "B" : "A") + proof[1..];
        var turned = proof[..^1] + (proof[^1] == 'A' ? "E" : "A");
        foreach (var shown in new[] { forged, turned, foreign, "x", new string('A', 5000), $"{forged} {foreign}" })
        {
            Assert.Equal("access-code-needed", (await shop.HoldAsync(sale, shown, 0)).Type);
        }

        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAsync(sale, $"{foreign} {proof}", 0)).Status);
    }

    [Fact]
    public async Task Code_InAnyCase_IsAccepted_OthersAreNot()
    {
        var (sale, _, _, _) = await shop.OpenAsync("Fan-Club");
        var (other, _, _, _) = await shop.OpenAsync("ELSEWHERE");

        Assert.Equal(HttpStatusCode.OK, (await shop.EnterAsync(sale, " fan-CLUB ")).Code);
        Assert.Equal("access-code-unknown", (await shop.EnterAsync(sale, "ELSEWHERE")).Type);
        Assert.Equal("access-code-unknown", (await shop.EnterAsync(other, "FAN-CLUB")).Type);
        Assert.Equal("access-code-unknown", (await shop.EnterAsync(sale, "")).Type);
        Assert.Equal("access-code-unknown", (await shop.EnterAsync(sale, "\u0000")).Type);
    }

    [Fact]
    public async Task Hold_OutsideTheWindow_IsRefused()
    {
        var (sale, owner) = await shop.NewSaleAsync();
        var later = await shop.NewPresaleAsync(sale, owner, opensInMinutes: 30, closesInMinutes: 60);
        await shop.MakeCodeAsync(later, owner, "LATER");
        var proof = await shop.ProofAsync(sale, "LATER");

        var early = await shop.HoldAsync(sale, proof, 0);
        Assert.Equal(("presale-closed", "not-on-sale"), (early.Type, (await shop.HoldAsync(sale, null, 0)).Type));

        await shop.Database.ExecuteAsync(
            "update presales set opens_at = now() - interval '2 hours', closes_at = now() - interval '1 hour' where id = $1", later.Value);
        Assert.Equal("presale-closed", (await shop.EnterAsync(sale, "LATER")).Type);
        Assert.Equal("presale-closed", (await shop.HoldAsync(sale, proof, 0)).Type);
    }

    [Fact]
    public async Task Hold_OfAnotherCategory_IsRefused()
    {
        var (sale, _, _, proof) = await shop.OpenAsync("STALLSONLY", categories: ["stalls"]);

        Assert.Equal("seats-not-in-presale", (await shop.HoldAreaAsync(sale, proof, 1)).Type);
        var best = await shop.HoldBestAsync(sale, proof, 2);
        Assert.Equal(HttpStatusCode.Created, best.Status);
        Assert.All(best.Labels, label => Assert.StartsWith("Stalls", label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Order_WithTheCodeOfAnotherCategory_IsRefused()
    {
        var (sale, owner, _, proof) = await shop.OpenAsync("STALLSFIRST", usesMax: 5, categories: ["stalls"]);
        var floor = await shop.NewPresaleAsync(sale, owner, categories: ["floor"]);
        await shop.MakeCodeAsync(floor, owner, "FLOORFIRST");
        var hold = await shop.HoldAsync(sale, proof, 3);

        Assert.Equal("seats-not-in-presale", (await shop.OrderAsync(hold, await shop.ProofAsync(sale, "FLOORFIRST"))).Type);
        Assert.Equal("access-code-needed", (await shop.OrderAsync(hold, null)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(hold, proof)).Code);
    }

    [Fact]
    public async Task Codes_OfTwoPresales_OpenTheCategoriesOfBoth()
    {
        var (sale, owner, stalls, first) = await shop.OpenAsync("BOTHSTALLS", usesMax: 5, categories: ["stalls"]);
        var floor = await shop.NewPresaleAsync(sale, owner, categories: ["floor"]);
        await shop.MakeCodeAsync(floor, owner, "BOTHFLOOR", usesMax: 5);
        var both = $"{first} {await shop.ProofAsync(sale, "BOTHFLOOR")}";

        var area = await shop.HoldAreaAsync(sale, both, 1);
        var seat = await shop.HoldAsync(sale, both, 0);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (area.Status, seat.Status));
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(area, both)).Code);
        Assert.Equal((0, 1), (await shop.UsesAsync(stalls), await shop.UsesAsync(floor)));
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(seat, both)).Code);
        Assert.Equal((1, 1), (await shop.UsesAsync(stalls), await shop.UsesAsync(floor)));
    }

    [Fact]
    public async Task Order_WithTheCodeOfAnotherFirst_UsesTheOneThatFits()
    {
        var (sale, owner, presale, personal) = await shop.OpenAsync("EVESOWN", email: "eve@example.org");
        await shop.MakeCodeAsync(presale, owner, "ANYONES");
        var both = $"{personal} {await shop.ProofAsync(sale, "ANYONES")}";

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, both, 0), both, "ada@example.org")).Code);
        Assert.Equal(
            "ANYONES", await shop.Database.ScalarAsync<string>("select code from access_codes where presale_id = $1 and uses = 1", presale.Value));
    }

    [Fact]
    public async Task Order_TakesOneUse_AndRepeatsTakeNoMore()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("ONCEONLY");
        var (first, second) = (await shop.HoldAsync(sale, proof, 0, 1), await shop.HoldAsync(sale, proof, 2));

        Assert.Equal(0, await shop.UsesAsync(presale));
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(first, proof)).Code);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(first, proof, "ada.lovelace@example.org")).Code);
        Assert.Equal("access-code-used-up", (await shop.OrderAsync(second, proof)).Type);

        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal("access-code-used-up", (await shop.EnterAsync(sale, "ONCEONLY")).Type);
        Assert.Equal("access-code-needed", (await shop.HoldAsync(sale, proof, 4)).Type);
    }

    [Fact]
    public async Task LastUse_RacedByAHundredOrders_IsTakenOnce()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("RACED", terms: new TestSaleTerms { Rows = 10, SeatsPerRow = 10, Free = true });
        var holds = await Task.WhenAll(Enumerable.Range(0, 100).Select(seat => shop.HoldAsync(sale, proof, seat)));
        Assert.All(holds, hold => Assert.Equal(HttpStatusCode.Created, hold.Status));

        var orders = await Task.WhenAll(holds.Select((hold, i) => shop.OrderAsync(hold, proof, $"buyer{i}@example.org")));

        Assert.Equal(1, orders.Count(order => order.Code == HttpStatusCode.Created));
        Assert.Equal(99, orders.Count(order => order.Type == "access-code-used-up"));
        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("select count(*) from orders where performance_id = $1", sale.Id.Value));
    }

    [Fact]
    public async Task Use_OfAnExpiredOrder_IsGivenBack()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("EXPIRES");
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof);
        Assert.Equal(1, await shop.UsesAsync(presale));

        await shop.Shop.ExpireAsync(order);

        await Eventually.TrueAsync(async () => await shop.UsesAsync(presale) == 0);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 1), proof)).Code);
    }

    [Fact]
    public async Task Use_OfARefundedOrder_IsGivenBackWithItsLastSeat()
    {
        var (sale, owner, presale, proof) = await shop.OpenAsync("REFUNDED", terms: new TestSaleTerms { Free = true });
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0, 1), proof);
        Assert.Equal("paid", order.Status);
        var items = await shop.Database.ListAsync<Guid>("select id from order_items where order_id = $1 order by seat_index", Guid.Parse(order.Id));
        var refunds = shop.Service<Infrastructure.Ordering.End.RefundOrderHandler>();
        var id = new Core.Common.OrderId(Guid.Parse(order.Id));

        await refunds.HandleAsync(new Core.Ordering.RefundOrder(id, [new Core.Common.OrderItemId(items[0])], true, true, "staff", owner), Stop);
        Assert.Equal(1, await shop.UsesAsync(presale));
        await refunds.HandleAsync(new Core.Ordering.RefundOrder(id, [new Core.Common.OrderItemId(items[1])], true, true, "staff", owner), Stop);

        Assert.Equal(0, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Code_ThatIsRevoked_OpensNothing()
    {
        var (sale, owner, presale, proof) = await shop.OpenAsync("REVOKED", usesMax: 3);
        var hold = await shop.HoldAsync(sale, proof, 0);
        var code = (await shop.Service<AccessCodeReader>().ListAsync(presale, null, null, owner, Stop)).Rows[0];

        Assert.True((await shop.Service<AccessCodesHandler>().HandleAsync(new RevokeAccessCode(presale, code.Id, owner), Stop)).Succeeded);

        Assert.Equal("access-code-needed", (await shop.HoldAsync(sale, proof, 1)).Type);
        Assert.Equal("access-code-needed", (await shop.OrderAsync(hold, proof)).Type);
        Assert.Equal("access-code-unknown", (await shop.EnterAsync(sale, "REVOKED")).Type);
    }

    [Fact]
    public async Task Code_BoundToAnAddress_OrdersForItOnly()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("PERSONAL", email: "Ada@Example.org");
        var hold = await shop.HoldAsync(sale, proof, 0);

        Assert.Equal("access-code-of-another", (await shop.OrderAsync(hold, proof, "eve@example.org")).Type);
        Assert.Equal(0, await shop.UsesAsync(presale));
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(hold, proof, "ada@example.org")).Code);

        // The order was placed: its address cannot be changed to another one.
        Assert.Equal("access-code-of-another", (await shop.OrderAsync(hold, proof, "eve@example.org")).Type);
    }

    [Fact]
    public async Task Seats_BeyondThePresalesLimit_AreRefused()
    {
        var (sale, _, _, proof) = await shop.OpenAsync("TWOEACH", usesMax: 5, seatsPerBuyerMax: 2);

        Assert.Equal("too-many-seats", (await shop.HoldAsync(sale, proof, 0, 1, 2)).Type);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0, 1), proof)).Code);
        Assert.Equal("buyer-limit", (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 2), proof)).Type);
    }

    [Fact]
    public async Task Hold_OfAPresale_CanBeOrderedAfterItClosedAndWithoutACodeOnceOnSale()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("CLOSING", usesMax: 2);
        var (before, after) = (await shop.HoldAsync(sale, proof, 0), await shop.HoldAsync(sale, proof, 1));
        await shop.Database.ExecuteAsync("update presales set closes_at = now() where id = $1", presale.Value);
        await Eventually.TrueAsync(async () => (await shop.HoldAsync(sale, proof, 5)).Type == "presale-closed");

        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(before, proof)).Code);
        Assert.Equal(1, await shop.UsesAsync(presale));

        await shop.Database.ExecuteAsync("update performances set on_sale_at = now() where id = $1", sale.Id.Value);
        await Eventually.TrueAsync(async () => (await shop.HoldAsync(sale, null, 6)).Type != "not-on-sale");
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(after, null, "bob@example.org")).Code);
        Assert.Equal(1, await shop.UsesAsync(presale));
    }

    [Fact]
    public async Task Order_RevivedByALatePayment_TakesItsUseAgain()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("LATEPAID");
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof);
        await shop.Shop.ExpireAsync(order);
        Assert.Equal(0, await shop.UsesAsync(presale));

        Assert.Equal(SettledPayment.PaidLate, await PayLateAsync(order));

        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal("access-code-used-up", (await shop.EnterAsync(sale, "LATEPAID")).Type);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>(
            "select count(*) from orders where id = $1 and status = 'paid' and attention_at is null and access_code_id = former_access_code_id", Guid.Parse(order.Id)));
    }

    [Fact]
    public async Task Order_RevivedWithoutAUseLeft_StaysPaidAndIsMarked()
    {
        var (sale, _, presale, proof) = await shop.OpenAsync("TAKENSINCE");
        var order = await shop.OrderAsync(await shop.HoldAsync(sale, proof, 0), proof);
        await shop.Shop.ExpireAsync(order);
        Assert.Equal(HttpStatusCode.Created, (await shop.OrderAsync(await shop.HoldAsync(sale, proof, 2), proof, "eve@example.org")).Code);

        Assert.Equal(SettledPayment.PaidLate, await PayLateAsync(order));

        Assert.Equal(1, await shop.UsesAsync(presale));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>(
            "select count(*) from orders where id = $1 and status = 'paid' and attention_at is not null and access_code_id is null", Guid.Parse(order.Id)));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'order.access-code-missed' and subject_id = $1", order.Id));
    }

    // The provider's intent was cancelled when the order expired: its success arrives nevertheless.
    private async Task<SettledPayment> PayLateAsync(Reply order)
    {
        var id = Guid.Parse(order.Id);
        var intent = await shop.Database.ScalarAsync<string>("select provider_payment_id from payments where order_id = $1", id);
        var amount = new Money(order.Total, "EUR");
        return await shop.Service<SettlePaymentHandler>().HandleAsync(
            new PaymentIntent(intent!, PaymentIntentStatus.Succeeded, amount, amount, null, new OrderId(id), null, null, DateTimeOffset.UtcNow), null, Stop);
    }
}
