using System.Net;
using Ticketing.Core.Payments;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>The payment step: what it offers, what it refuses, and where the provider leads back to.</summary>
public sealed class PaymentStartTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, "EUR", "amount-too-small")]
    [InlineData(49, "EUR", "amount-too-small")]
    [InlineData(240, "DKK", "amount-too-small")]
    [InlineData(120_000_400, "EUR", "amount-too-large")]
    public async Task Order_OfAnAmountThatIsNotCharged_IsRefusedBeforeItExists(long price, string currency, string type)
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PriceAsync(shop, price, currency);

        var refused = await shop.PlaceAsync(await shop.HoldAsync(0));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, type), (refused.Code, refused.Type));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));
        Assert.Equal([1], await shop.SeatsAsync(0));
    }

    [Fact]
    public async Task Order_RefusedByTheProvider_IsNotToBeRepeated()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PriceAsync(shop, 4500, "XTS");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders");
        var hold = await shop.HoldAsync(0);
        request.Content = System.Net.Http.Json.JsonContent.Create(
            new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada", email = "ada@example.org" } });

        using var refused = await shop.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Null(refused.Headers.RetryAfter);
        var page = await CheckoutAsync(shop, hold);
        Assert.Contains("does not accept this payment", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("[data-testid=edit-details]"));
        Assert.NotNull(page.Document.QuerySelector("[data-testid=give-back]"));
    }

    [Theory]
    [InlineData("KWD", 12_340)]
    [InlineData("MGA", 5000)]
    [InlineData("JPY", 1500)]
    public async Task Order_InAnUnusualCurrency_IsPaid(string currency, long price)
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PriceAsync(shop, price, currency);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        Assert.Equal(price, order.Total);

        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");

        Assert.Equal(
            price.ToString(System.Globalization.CultureInfo.InvariantCulture),
            await shop.Database.ScalarAsync<string>("select body ->> 'amount' from local_stripe.resources where kind = 'payment_intent'"));
    }

    [Fact]
    public async Task Step_WithAnIntentCancelledAtTheProvider_HasAPayableOne()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold);
        var dead = order.Body!["payment"]!["paymentIntent"]!.GetValue<string>();
        await shop.Service<IPaymentProvider>().CancelIntentAsync(dead, "lost", Stop);

        var page = await CheckoutAsync(shop, hold);
        var again = await shop.PlaceAsync(hold);

        Assert.DoesNotContain(dead, page.Text, StringComparison.Ordinal);
        var payable = again.Body!["payment"]!["paymentIntent"]!.GetValue<string>();
        Assert.Contains(payable, page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await shop.PayAsync(again)).Code);
        Assert.Equal(PaymentIntentStatus.Succeeded, (await shop.IntentAsync(again)).Status);
    }

    [Fact]
    public async Task Step_AfterAChangeInAnotherTab_SaysWhatChanged()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await PromoCodeAsync(shop, "TENOFF");
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold);
        var before = await CheckoutAsync(shop, hold);
        var leadsTo = before.Document.QuerySelector("payment-form")!.GetAttribute("data-changed-url")!;

        var changed = await shop.PlaceAsync(hold, promoCode: "TENOFF");
        var page = await CheckoutAsync(shop, hold, leadsTo);

        Assert.True(changed.Total < order.Total);
        var notice = page.Document.QuerySelector("[data-testid=checkout-changed]")!.TextContent;
        Assert.Contains("€46.50", notice, StringComparison.Ordinal);
        Assert.Contains("€42.00", notice, StringComparison.Ordinal);
        Assert.Contains("€42.00", page.Document.QuerySelector("[data-testid=pay]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GiveBack_OnThePaymentStep_FreesTheSeats()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold);
        using var browser = BrowserOf(shop, hold.Secret);

        var answer = await browser.SubmitAsync($"/checkout/{hold.Id}", "abandon");

        Assert.Equal($"/performances/{shop.Sale.Id}", answer.Location);
        Assert.Equal("cancelled", await shop.StatusInDatabaseAsync(order));
        Assert.Equal([0], await shop.SeatsAsync(0));
    }

    [Theory]
    [InlineData("Form.FullName")]
    [InlineData("Form.Email")]
    [InlineData("Form.Phone")]
    [InlineData("Form.PromoCode")]
    [InlineData("Form.Action")]
    public async Task Details_WithoutAField_AreAnswered(string absent)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        using var browser = BrowserOf(shop, hold.Secret);
        var page = await browser.GetAsync($"/checkout/{hold.Id}");
        var fields = page.FieldsOf("checkout", [("Form.FullName", "Ada"), ("Form.Email", "ada@example.org"), ("Form.Action", "pay")]);
        fields.Remove(absent);

        var answer = await browser.PostAsync($"/checkout/{hold.Id}", fields);

        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Found, $"{answer.Status}: {answer.Text}");
    }

    [Theory]
    [InlineData(true, "Your payment has arrived")]
    [InlineData(false, "The payment was not finished")]
    public async Task WayBack_InABrowserWithoutCookies_SaysWhatIsPaidAndWhereTheTicketsGo(bool isPaid, string title)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        var order = await shop.PlaceAsync(hold);
        if (isPaid)
        {
            await shop.PayAsync(order);
        }

        var (intent, secret) = (order.Body!["payment"]!["paymentIntent"]!, order.Body["payment"]!["clientSecret"]!);
        using var elsewhere = new Browser(shop.App.BaseAddress);
        var page = await elsewhere.GetAsync(
            $"/checkout/{hold.Id}/return?payment_intent={intent}&payment_intent_client_secret={secret}&redirect_status=succeeded");
        var forged = await elsewhere.GetAsync(
            $"/checkout/{hold.Id}/return?payment_intent={intent}&payment_intent_client_secret={intent}_secret_x&redirect_status=succeeded");

        Assert.Equal((HttpStatusCode.OK, title), (page.Status, page.Heading));
        Assert.Equal(isPaid, page.Document.Body!.TextContent.Contains("a…@example.org", StringComparison.Ordinal));
        Assert.DoesNotContain("ada@", page.Text, StringComparison.Ordinal);
        Assert.Equal("Continue in the browser where you chose your seats", forged.Heading);
    }

    private static async Task<Page> CheckoutAsync(Shop shop, HoldReply hold, string? path = null)
    {
        using var browser = BrowserOf(shop, hold.Secret);
        return await browser.GetAsync(path ?? $"/checkout/{hold.Id}");
    }

    private static Browser BrowserOf(Shop shop, string secret)
    {
        var browser = new Browser(shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", secret, "/", shop.App.BaseAddress.Host));
        return browser;
    }

    private static async Task PriceAsync(Shop shop, long price, string currency)
    {
        await shop.Database.ExecuteAsync("update price_tiers set price = $1, fee = 0", price);
        await shop.Database.ExecuteAsync("update performances set currency = $1", currency);
    }

    private static Task PromoCodeAsync(Shop shop, string code) => shop.Database.ExecuteAsync(
        """
        insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses)
        select $1, organization_id, $2, 'percent', 1000, false, '{}', 0, 0 from performances
        """,
        Guid.NewGuid(), code);
}
