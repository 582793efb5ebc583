using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// A buyer's own purchase is recorded by its event alone. What others do has an audit entry, and so has what a buyer does afterwards.
/// </summary>
public sealed class PurchaseAuditTests(TestServers servers)
{
    private static readonly UserId Account = UserId.New();
    private static readonly Actor Staff = new(UserId.New(), "box@example.org");

    // Audited: the actor of the audit entries; empty: there are none.
    private static readonly (string Kind, UserId? Buyer, Actor Actor, string Audited)[] Cases =
    [
        ("guest", null, Actor.Buyer, ""),
        ("account", Account, new Actor(Account, "ada@example.org"), ""),
        ("staff for an account", Account, Staff, Staff.Name),
        ("staff for a guest", null, Staff, Staff.Name),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purchase_ByTheBuyer_HasAnEventAndNoAuditEntry()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var seat = 0;
        foreach (var place in new Func<Shop, PlaceOrder, Task<Order?>>[] { BatchedAsync, UnbatchedAsync })
        {
            foreach (var (kind, buyer, actor, audited) in Cases)
            {
                var hold = await shop.HoldAsync(seat++);
                var order = await place(shop, new PlaceOrder(
                    new HoldId(Guid.Parse(hold.Id)), HoldOwner.OfKey(hold.Secret),
                    new BuyerDetails(buyer, $"buyer{seat}@example.org", "Ada Lovelace", null, "en", []), null, actor));

                Assert.Equal(OrderStatus.Paid, order?.Status);
                Assert.Equal(1, await shop.Database.ScalarAsync<long>(
                    "select count(*) from outbox where type = 'order.paid' and aggregateid = $1", order!.Id.ToString()));
                var actors = await shop.Database.ListAsync<string>(
                    "select distinct actor from audit_entries where subject_id = $1", order.Id.ToString());
                Assert.Equal($"{kind}: {audited}", $"{kind}: {string.Join(' ', actors)}");
            }
        }

        var exported = await shop.Service<ExportOrdersHandler>().HandleAsync(Account, null, Stop);
        Assert.Equal(4, exported.Count);
        Assert.All(exported, order => Assert.Equal(order.CreatedAt, order.PaidAt));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Trail_OfAPaidOrder_BeginsWithThePurchaseAndHasTheActsOfStaff()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (order, staff) = (new OrderId(Guid.Parse(office.Order.Id)), BackOffice.Member(office.Sells));

        Assert.Equal(["order.paid provider"], await EntriesAsync(office.Shop, order));
        Assert.Equal(["order.placed buyer", "order.paid provider"], await TrailAsync(office, order));

        var refunded = await office.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(order, null, WithFees: true, SeatsBackOnSale: true, "staff", staff), Stop);

        Assert.True(refunded.Succeeded);
        Assert.Contains("order.refunded sam@example.org", await EntriesAsync(office.Shop, order));
        Assert.Equal(
            ["order.placed buyer", "order.paid provider", "order.refunded sam@example.org"], (await TrailAsync(office, order)).Take(3));
    }

    [Fact]
    public async Task Cancellation_ByTheBuyer_HasAnAuditEntry()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));

        await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);

        Assert.Equal("cancelled", await shop.StatusInDatabaseAsync(order));
        Assert.Equal(["order.cancelled buyer"], await EntriesAsync(shop, new OrderId(Guid.Parse(order.Id))));
    }

    private static async Task<Order?> BatchedAsync(Shop shop, PlaceOrder command) => (await shop.Service<OrderBatcher>().RunAsync(command)).Order;

    private static async Task<Order?> UnbatchedAsync(Shop shop, PlaceOrder command)
    {
        var placed = await shop.Service<SingleOrder>().PlaceAsync(command, Stop);
        return placed.Succeeded ? placed.Value : null;
    }

    private static Task<List<string>> EntriesAsync(Shop shop, OrderId order) => shop.Database.ListAsync<string>(
        "select action || ' ' || actor from audit_entries where subject_type = 'order' and subject_id = $1 order by at, id", order.ToString());

    private static async Task<List<string>> TrailAsync(BackOffice office, OrderId order) =>
    [
        .. (await office.Service<OrderTrailReader>().ReadAsync(order, BackOffice.Member(office.Sells), Stop))
            .Select(entry => $"{entry.Action} {entry.Actor}"),
    ];
}
