using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Organizations;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Access.Keys;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>What members below the owners may give back of one order, over all refunds of the order together.</summary>
public sealed class RefundLimitTests(TestServers servers)
{
    // Four rows of four seats at 46.50, then the places of the area at 31.00.
    private const int Floor = 16;
    private const long Seat = 4650;
    private const long Lower = -1550;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MemberRole.Manager)]
    [InlineData(MemberRole.BoxOffice)]
    public async Task Refund_SplitIntoParts_IsCountedPerOrder(MemberRole role)
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: 2 * Seat, boxOffice: 2 * Seat);
        var order = await PaidAsync(shop, 0, 1, 2);
        var items = await ItemsAsync(shop, order);

        Assert.True((await RefundAsync(shop, order, BackOffice.Member(organization, role), items[0])).Succeeded);
        Assert.True((await RefundAsync(shop, order, BackOffice.Member(organization, role), items[1])).Succeeded);
        Assert.Equal(RefundOrderRefusal.AboveLimit, (await RefundAsync(shop, order, BackOffice.Member(organization, role), items[2])).Refusal);

        Assert.Equal(2 * Seat, await RefundedAsync(shop, order));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from order_items where live"));
        var left = await shop.Service<RefundAllowances>().ReadAsync(IdOf(order), BackOffice.Member(organization, role), Stop);
        Assert.Equal((2 * Seat, 2 * Seat, 0L), (left!.Limit.Amount, left.Given.Amount, left.Left.Amount));

        // Another order has a limit of its own, and an owner none.
        var other = await PaidAsync(shop, 4);
        Assert.True((await RefundAsync(shop, other, BackOffice.Member(organization, role), [.. await ItemsAsync(shop, other)])).Succeeded);
        Assert.True((await RefundAsync(shop, order, BackOffice.Member(organization, MemberRole.Owner), items[2])).Succeeded);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Refunds_AtOnce_StayWithinTheLimitTogether()
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: 2 * Seat, boxOffice: 2 * Seat);
        var order = await PaidAsync(shop, 0, 1, 2, 3);
        var items = await ItemsAsync(shop, order);

        var outcomes = await Task.WhenAll(items.Select((item, at) => RefundAsync(
            shop, order, BackOffice.Member(organization, at % 2 == 0 ? MemberRole.Manager : MemberRole.BoxOffice), item)));

        Assert.Equal(2, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(RefundOrderRefusal.AboveLimit, outcome.Refusal));
        Assert.Equal(2 * Seat, await RefundedAsync(shop, order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Cancellation_OfAMemberAboveTheLimit_IsRefusedAndOfTheBuyerIsNot()
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: null, boxOffice: Seat);
        var order = await PaidAsync(shop, 0, 1);
        var office = new OrderVisitor(BackOffice.Member(organization), null, null);

        Assert.Equal(CancelOrderRefusal.AboveLimit, (await shop.Service<CancelOrderHandler>().HandleAsync(new CancelOrder(IdOf(order), office), Stop)).Refusal);
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));

        Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Status);
        var second = await PaidAsync(shop, 4, 5);
        Assert.True((await shop.Service<CancelOrderHandler>().HandleAsync(
            new CancelOrder(IdOf(second), new OrderVisitor(BackOffice.Member(organization, MemberRole.Manager), null, null)), Stop)).Succeeded);
    }

    [Fact]
    public async Task Exchange_ThatReturnsMoney_IsCountedToo()
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: null, boxOffice: -Lower);
        var order = await PaidAsync(shop, 0, 1);
        var items = await ItemsAsync(shop, order);

        Assert.True((await ExchangeAsync(shop, order, organization, items[0], Floor)).Succeeded);
        Assert.Equal(ExchangeRefusal.AboveLimit, (await ExchangeAsync(shop, order, organization, items[1], Floor + 1)).Refusal);
        Assert.Equal(RefundOrderRefusal.AboveLimit, (await RefundAsync(shop, order, BackOffice.Member(organization), items[1])).Refusal);

        Assert.Equal([0, 2, 2, 0], await shop.SeatsAsync(0, 1, Floor, Floor + 1));
        Assert.Equal(-Lower, await shop.RefundedAtProviderAsync(order));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Order_InAnotherCurrencyThanTheLimit_IsRefundedByOwners()
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: 1_000_000, boxOffice: null, currency: "USD");
        var order = await PaidAsync(shop, 0, 1);
        var items = await ItemsAsync(shop, order);

        Assert.Equal(
            RefundOrderRefusal.AboveLimit, (await RefundAsync(shop, order, BackOffice.Member(organization, MemberRole.Manager), items[0])).Refusal);
        Assert.True((await RefundAsync(shop, order, BackOffice.Member(organization), items[0])).Succeeded);
        Assert.True((await RefundAsync(shop, order, BackOffice.Member(organization, MemberRole.Owner), items[1])).Succeeded);
    }

    [Fact]
    public async Task Api_AboveTheLimit_SaysTheLimit()
    {
        await using var shop = await OpenAsync();
        var organization = await LimitAsync(shop, manager: Seat, boxOffice: null);
        var order = await PaidAsync(shop, 0, 1);
        var key = await shop.Service<ManageApiKeysHandler>().HandleAsync(
            new CreateApiKey(organization, "Till", ["orders:write"], 30, BackOffice.Member(organization, MemberRole.Owner)), Stop);
        Assert.True(key.Succeeded);
        var path = $"api/v1/organizer/orders/{order.Id}/refunds";

        var refused = await shop.PostAsync(path, new { withFees = true, seatsBackOnSale = true }, key.Value.Secret);

        Assert.Equal(403, (int)refused.Code);
        Assert.Equal("above-limit", refused.Body!["type"]!.GetValue<string>());
        Assert.Contains("46.50 EUR", refused.Body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((Seat, 0L), (refused.Body["limit"]!.GetValue<long>(), refused.Body["refunded"]!.GetValue<long>()));
        Assert.Equal(0, await RefundedAsync(shop, order));
    }

    [Fact]
    public void Limits_ByRole_AreThoseOfTheRole()
    {
        var organization = OrganizationId.New();
        var limits = new RefundLimits(500, 0, "EUR");

        Assert.Null(limits.For(BackOffice.Member(organization, MemberRole.Owner), organization, "EUR"));
        Assert.Null(limits.For(BackOffice.Admin(), organization, "EUR"));
        Assert.Equal(new Money(500, "EUR"), limits.For(BackOffice.Member(organization, MemberRole.Manager), organization, "EUR"));
        Assert.Equal(new Money(0, "EUR"), limits.For(BackOffice.Member(organization), organization, "EUR"));
        Assert.Equal(new Money(0, "JPY"), limits.For(BackOffice.Member(organization, MemberRole.Manager), organization, "JPY"));
        Assert.Null(RefundLimits.None.For(BackOffice.Member(organization), organization, "EUR"));
        Assert.True(new RefundAllowance(new Money(0, "EUR"), new Money(0, "EUR")).Allows(0));
        Assert.False(new RefundAllowance(new Money(500, "EUR"), new Money(700, "EUR")).Allows(1));
    }

    private Task<Shop> OpenAsync() => Shop.OpenAsync(servers, webhooks: true, new TestSaleTerms { FloorPlaces = 4 });

    private static async Task<OrganizationId> LimitAsync(Shop shop, long? manager, long? boxOffice, string currency = "EUR")
    {
        var id = await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value);
        await shop.Database.ExecuteAsync(
            "update organizations set refund_limit_manager = $2, refund_limit_box_office = $3, refund_limit_currency = $4, refund_hours_before = 0 where id = $1",
            id, (object?)manager ?? DBNull.Value, (object?)boxOffice ?? DBNull.Value, currency);
        return new OrganizationId(id);
    }

    private static async Task<Reply> PaidAsync(Shop shop, params int[] seats)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(seats));
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(IdOf(order), Stop);
        await shop.ReadUntilAsync(order, "paid");
        return order;
    }

    private static Task<Outcome<Order, RefundOrderRefusal>> RefundAsync(Shop shop, Reply order, Caller caller, params OrderItemId[] items) =>
        shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(order), items, WithFees: true, SeatsBackOnSale: true, "staff", caller), Stop);

    private static Task<Outcome<Order, ExchangeRefusal>> ExchangeAsync(
        Shop shop, Reply order, OrganizationId organization, OrderItemId item, int seat) => shop.Service<ExchangeSeatsHandler>().HandleAsync(
            new ExchangeSeats(
                IdOf(order), [item], [new SeatIndex(seat)], ExchangeSettlement.Waived, new Money(Lower, "EUR"), BackOffice.Member(organization)), Stop);

    private static async Task<IReadOnlyList<OrderItemId>> ItemsAsync(Shop shop, Reply order) =>
        [.. (await shop.Database.ListAsync<Guid>(
            "select id from order_items where order_id = $1 and live order by seat_index", Guid.Parse(order.Id))).Select(id => new OrderItemId(id))];

    private static Task<long> RefundedAsync(Shop shop, Reply order) =>
        shop.Database.ScalarAsync<long>("select refunded from orders where id = $1", Guid.Parse(order.Id));

    private static OrderId IdOf(Reply order) => new(Guid.Parse(order.Id));
}
