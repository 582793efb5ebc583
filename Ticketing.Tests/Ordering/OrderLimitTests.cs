using System.Net;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>Limits per buyer and promo codes: what counts, what stays, what is given back.</summary>
public sealed class OrderLimitTests(TestServers servers)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limit_WithUnpaidOrdersOfOtherBrowsers_DoesNotLockTheOwnerOut(bool withPromo)
    {
        await using var shop = await OpenAsync(servers);
        await shop.Database.ExecuteAsync("update performances set seats_per_buyer_max = 2");
        await PromoCodeAsync(shop, "ONCE", perBuyer: 1);
        var accounts = AccessApp.Over(shop.Database, shop.App);
        var email = await accounts.RegisterAsync();
        var (_, signedIn) = await accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var bearer = signedIn.GetProperty("token").GetString();
        var code = withPromo ? "ONCE" : null;

        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(await shop.HoldAsync(0, 1), email, code)).Code);
        var strangerAgain = await shop.PlaceAsync(await shop.HoldAsync(2), email);
        var owner = await PlaceAsAsync(shop, await shop.HoldAsync(3, 4), email, bearer, code);
        var ownerAgain = await PlaceAsAsync(shop, await shop.HoldAsync(5), email, bearer, null);

        Assert.Equal("buyer-limit", strangerAgain.Type);
        Assert.Equal(HttpStatusCode.Created, owner.Code);
        Assert.Equal("buyer-limit", ownerAgain.Type);
    }

    [Fact]
    public async Task Limit_WithAPaidOrderOfAnotherBrowser_CountsIt()
    {
        await using var shop = await OpenAsync(servers);
        await shop.Database.ExecuteAsync("update performances set seats_per_buyer_max = 2");
        var accounts = AccessApp.Over(shop.Database, shop.App);
        var email = await accounts.RegisterAsync();
        var (_, signedIn) = await accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var paid = await shop.PlaceAsync(await shop.HoldAsync(0, 1), email);
        await shop.PayAsync(paid);
        await shop.ReadUntilAsync(paid, "paid");

        Assert.Equal("buyer-limit", (await PlaceAsAsync(shop, await shop.HoldAsync(2), email, signedIn.GetProperty("token").GetString(), null)).Type);
    }

    [Fact]
    public async Task Code_OfACancelledPaidOrder_IsGivenBack()
    {
        await using var shop = await OpenAsync(servers);
        await PromoCodeAsync(shop, "LASTONE", max: 1);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1), promoCode: "LASTONE");
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        Assert.Equal("promo-used-up", (await shop.PlaceAsync(await shop.HoldAsync(2), "bob@example.org", "LASTONE")).Type);

        Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Status);

        Assert.Equal(0, await shop.Database.ScalarAsync<int>("select uses from promo_codes"));
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(await shop.HoldAsync(3), "carl@example.org", "LASTONE")).Code);
    }

    [Theory]
    [InlineData("update promo_codes set valid_until = now() - interval '1 minute'")]
    [InlineData("update promo_codes set uses_max = 1, uses = 1")]
    public async Task Code_ThatRanOutAfterTheOrder_StaysWithIt(string ranOut)
    {
        await using var shop = await OpenAsync(servers);
        await PromoCodeAsync(shop, "SOON18");
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold, promoCode: "SOON18");
        await shop.Database.ExecuteAsync(ranOut);

        var changed = await shop.PlaceAsync(hold, "ada.lovelace@example.org", "SOON18");
        var other = await shop.PlaceAsync(await shop.HoldAsync(1), "bob@example.org", "SOON18");

        Assert.Equal((HttpStatusCode.Created, order.Total), (changed.Code, changed.Total));
        Assert.Equal("ada.lovelace@example.org", await shop.Database.ScalarAsync<string>("select email from orders where id = $1", Guid.Parse(order.Id)));
        Assert.NotEqual(HttpStatusCode.Created, other.Code);
    }

    [Fact]
    public async Task Code_EmptiedOnTheForm_IsShownAsOrdered()
    {
        await using var shop = await OpenAsync(servers);
        await PromoCodeAsync(shop, "TENOFF");
        var hold = await shop.HoldAsync(0);
        await shop.PlaceAsync(hold, promoCode: "TENOFF");
        using var browser = new Browser(shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", hold.Secret, "/", shop.App.BaseAddress.Host));
        var address = $"/checkout/{hold.Id}?edit=true";
        var page = await browser.GetAsync(address);
        Assert.Equal("€42.00", page.Document.QuerySelector("[data-testid=total]")!.TextContent);

        var emptied = await browser.PostAsync(address, page.FieldsOf("checkout", [("Form.PromoCode", ""), ("Form.Action", "promo")]));
        await browser.PostAsync(address, page.FieldsOf("checkout", [("Form.PromoCode", ""), ("Form.Action", "pay")]));

        Assert.Equal("€46.50", emptied.Document.QuerySelector("[data-testid=total]")!.TextContent);
        Assert.Equal(4650, await shop.Database.ScalarAsync<long>("select total from orders"));
    }

    [Fact]
    public async Task Placed_OfEveryOrder_SaysItsTotal()
    {
        await using var shop = await OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));

        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select (payload ->> 'total')::bigint from outbox where type = 'order.placed'"));
    }

    [Fact]
    public async Task FreeOrder_OneSeatReturned_FreesItOnce()
    {
        await using var shop = await OpenAsync(servers, new TestSaleTerms { Free = true });
        var accounts = AccessApp.Over(shop.Database, shop.App);
        var staff = await accounts.RegisterAsAsync(
            Core.Access.Roles.Staff, await shop.Database.ScalarAsync<Guid>("select organization_id from performances"));
        var (_, signedIn) = await accounts.PostJsonAsync("/api/v1/auth/login", new { email = staff, password = AccessApp.Password });
        var bearer = signedIn.GetProperty("token").GetString();
        var placed = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        var items = (await shop.ReadAsync(placed)).Body!["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ToList();

        var first = await shop.PostAsync($"api/v1/orders/{placed.Id}/refunds", new { items = items[..1] }, bearer);
        var again = await shop.PostAsync($"api/v1/orders/{placed.Id}/refunds", new { items = items[..1] }, bearer);
        Assert.Equal([0, 2], await shop.SeatsAsync(0, 1));
        var rest = await shop.PostAsync($"api/v1/orders/{placed.Id}/cancel", null, placed.Token);

        Assert.Equal((HttpStatusCode.OK, "partially-refunded"), (first.Code, first.Status));
        Assert.Equal("item-not-refundable", again.Type);
        Assert.Equal("cancelled", rest.Status);
        Assert.Equal([0, 0], await shop.SeatsAsync(0, 1));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task FreeOrder_OnItsPages_SpeaksOfNoMoney()
    {
        await using var shop = await OpenAsync(servers, new TestSaleTerms { Free = true });
        var hold = await shop.HoldAsync(0, 1);
        using var browser = new Browser(shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", hold.Secret, "/", shop.App.BaseAddress.Host));

        var checkout = await browser.GetAsync($"/checkout/{hold.Id}");
        var placed = await shop.PlaceAsync(hold);
        var order = await browser.GetAsync($"/orders/{placed.Body!["number"]}");

        Assert.DoesNotContain(checkout.Document.QuerySelectorAll(".steps li"), step => step.TextContent == "Payment");
        foreach (var page in new[] { checkout, order })
        {
            Assert.DoesNotContain("money back", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("everything back", page.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("€0.00", order.Text, StringComparison.Ordinal);
    }

    private static Task<Shop> OpenAsync(TestServers servers, TestSaleTerms? terms = null) =>
        Shop.OpenAsync(servers, terms: terms, settings: ("Access:PasswordHashIterations", "10000"));

    private static Task<Reply> PlaceAsAsync(Shop shop, HoldReply hold, string email, string? bearer, string? promoCode) => shop.PostAsync(
        "api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada", email }, promoCode }, bearer);

    private static Task PromoCodeAsync(Shop shop, string code, int? max = null, int? perBuyer = null) => shop.Database.ExecuteAsync(
        """
        insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses_per_buyer_max, uses)
        select $1, organization_id, $2, 'percent', 1000, false, '{}', 0, $3, $4, 0 from performances
        """,
        Guid.NewGuid(), code, (object?)max ?? DBNull.Value, (object?)perBuyer ?? DBNull.Value);
}
