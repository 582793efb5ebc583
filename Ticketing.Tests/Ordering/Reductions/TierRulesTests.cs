using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Reductions;

/// <summary>The own sale of price tiers: times, and numbers per order, at holds and orders.</summary>
public sealed class TierRulesTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("opens_at = now() + interval '1 hour'")]
    [InlineData("closes_at = now() - interval '1 hour'")]
    public async Task Tier_OutsideOfItsTimes_IsNotHeld(string rule)
    {
        await using var shop = await OpenAsync(rule);

        var refused = await shop.HoldAsync(0);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.EndsWith("tier-not-on-sale", refused.Type, StringComparison.Ordinal);
        Assert.Equal([(short)0], await shop.SeatsAsync(0));
        Assert.EndsWith("tier-not-on-sale", (await BestAsync(shop, "Standard")).Type, StringComparison.Ordinal);

        // Other tiers are sold, and the best of all seats are none of this one.
        Assert.Equal(HttpStatusCode.Created, (await shop.HoldAreaAsync(1)).Status);
        Assert.EndsWith("seats-taken", (await BestAsync(shop, null)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_FromBeforeTheEndOfATiersSale_CanBeOrdered()
    {
        await using var shop = await OpenAsync("closes_at = now() + interval '1 hour'");
        var hold = await shop.HoldAsync(0);
        await RuleAsync(shop, "closes_at = now()");

        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);
    }

    [Fact]
    public async Task Maximum_OfATier_HoldsOverSeveralRequests()
    {
        await using var shop = await OpenAsync("per_order_max = 2");
        using var client = new HoldClient(shop.App);
        var hold = await client.HoldAsync(shop.Sale, shop.Sale.Label(0));

        Assert.EndsWith("tier-maximum", (await client.HoldAsync(shop.Sale, shop.Sale.Label(4), shop.Sale.Label(5), shop.Sale.Label(6))).Type, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.ChangeAsync(hold, new { add = new { seats = new[] { shop.Sale.Label(1) } } })).Status);
        var refused = await client.ChangeAsync(hold, new { add = new { seats = new[] { shop.Sale.Label(2) } } });
        Assert.EndsWith("tier-maximum", refused.Type, StringComparison.Ordinal);
        Assert.Equal(2, refused.Body!["seatsMax"]!.GetValue<int>());
        Assert.EndsWith("tier-maximum", (await client.HoldAsAsync(hold.Secret, shop.Sale, shop.Sale.Label(2))).Type, StringComparison.Ordinal);

        // One for another, and places of another tier.
        Assert.Equal(HttpStatusCode.OK, (await client.ChangeAsync(
            hold, new { add = new { seats = new[] { shop.Sale.Label(2) } }, remove = new[] { shop.Sale.Label(0) } })).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.ChangeAsync(hold, new { add = new { area = "Floor", quantity = 3 } })).Status);
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);
    }

    [Fact]
    public async Task Maximum_LoweredAfterTheHold_IsJudgedByTheOrder()
    {
        await using var shop = await OpenAsync("per_order_max = 3");
        var (paid, free) = (await shop.HoldAsync(0, 1, 2), await shop.HoldAsync(4, 5));
        var placed = await shop.PlaceAsync(free);
        await RuleAsync(shop, "per_order_max = 1");

        Assert.EndsWith("tier-maximum", (await shop.PlaceAsync(paid)).Type, StringComparison.Ordinal);

        // What was placed stays.
        Assert.Equal(placed.Id, (await shop.PlaceAsync(free)).Id);
    }

    [Fact]
    public async Task Minimum_OfATier_IsAskedForAtTheEnd()
    {
        await using var shop = await OpenAsync("per_order_min = 2");
        using var client = new HoldClient(shop.App);
        var hold = await client.HoldAsync(shop.Sale, shop.Sale.Label(0));
        var (id, owner) = (new HoldId(Guid.Parse(hold.Id)), HoldOwner.OfKey(hold.Secret));
        var check = shop.Service<CheckHoldHandler>();

        var refused = await check.HandleAsync(new CheckHold(id, owner), Stop);
        Assert.Equal((HoldRefusal.TierMinimum, 2, "Standard"), (refused!.Reason, refused.SeatsMin, refused.Labels[0]));
        Assert.EndsWith("tier-minimum", (await shop.PlaceAsync(hold)).Type, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));

        await client.ChangeAsync(hold, new { add = new { seats = new[] { shop.Sale.Label(1) } } });
        Assert.Null(await check.HandleAsync(new CheckHold(id, owner), Stop));
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);

        // An order of other tiers needs none of it.
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(await shop.HoldAreaAsync(1))).Code);
    }

    // A batch judges free orders by the same rules.
    [Fact]
    public async Task Minimum_OfAFreeTier_IsJudgedInBatches()
    {
        await using var shop = await OpenAsync("per_order_min = 2", free: true);

        Assert.EndsWith("tier-minimum", (await shop.PlaceAsync(await shop.HoldAsync(0))).Type, StringComparison.Ordinal);
        Assert.Equal("paid", (await shop.PlaceAsync(await shop.HoldAsync(4, 5))).Status);
    }

    [Fact]
    public async Task Tiers_OverTheApi_NameTheirRules()
    {
        await using var shop = await OpenAsync("per_order_min = 2, per_order_max = 4, opens_at = '2020-05-01T10:00Z'");

        var tier = (await shop.SendAsync(HttpMethod.Get, $"api/v1/performances/{shop.Sale.Id}", null)).Body!["performance"]!["tiers"]![0]!;

        Assert.Equal((2, 4), (tier["perOrderMin"]!.GetValue<int>(), tier["perOrderMax"]!.GetValue<int>()));
        Assert.Equal(new DateTimeOffset(2020, 5, 1, 10, 0, 0, TimeSpan.Zero), tier["opensAt"]!.GetValue<DateTimeOffset>());
        Assert.Null(tier["closesAt"]);
    }

    private async Task<Shop> OpenAsync(string rule, bool free = false)
    {
        var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { FloorPlaces = 6, Free = free });
        await RuleAsync(shop, rule);
        return shop;
    }

    private static async Task RuleAsync(Shop shop, string rule)
    {
        await shop.Database.ExecuteAsync($"update price_tiers set {rule} where performance_id = $1 and category = 'stalls'", shop.Sale.Id.Value);
        shop.Service<SellingFactsCache>().Invalidate(shop.Sale.Id);
    }

    private static async Task<HoldReply> BestAsync(Shop shop, string? tier)
    {
        using var client = new HoldClient(shop.App);
        return await client.PostAsync(shop.Sale, new { bestAvailable = new { quantity = 2, tier, together = true, wheelchairs = 0 } });
    }
}
