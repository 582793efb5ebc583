using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The payment step with the payment element: cards, 3-D Secure, redirect methods, and delayed settlement.</summary>
public sealed class PaymentElementTests(Site site)
{
    private const int HallSeats = 2_100;

    // The first hall of this size sells in EUR with every payment method; it has too few seats for all tests here.
    private const int InEuros = 0;
    private const int InPounds = 4;

    [Fact]
    public async Task Card_WithChallenge_IsConfirmedInAFrame()
    {
        var buyer = await ReachAsync("secure@example.org");
        await PaymentStep.PayAsync(buyer, "4000 0000 0000 3220");
        var bank = buyer.FrameLocator("dialog iframe");

        await bank.GetByRole(AriaRole.Button, new() { Name = "Fail authentication" }).ClickAsync();
        await Assertions.Expect(buyer.Locator("[data-payment-failure]")).ToContainTextAsync("not confirmed");

        await buyer.GetByTestId("pay").ClickAsync();
        await bank.GetByRole(AriaRole.Button, new() { Name = "Complete authentication" }).ClickAsync();
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Bank_Confirms_ShowsTheTickets()
    {
        var buyer = await ReachAsync("paypal@example.org");
        await PaymentStep.PayByAsync(buyer, "PayPal");

        await buyer.GetByRole(AriaRole.Button, new() { Name = "Authorise", Exact = true }).ClickAsync();

        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
        Assert.DoesNotContain("payment_intent", buyer.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bank_SettlesLater_ReturnPageWaitsAndShowsTheTickets()
    {
        var buyer = await ReachAsync("later@example.org", InEuros);
        await PaymentStep.PayByAsync(buyer, "iDEAL");
        await buyer.GetByRole(AriaRole.Button, new() { Name = "Authorise, settle later" }).ClickAsync();

        await Assertions.Expect(buyer.GetByTestId("payment-processing")).ToBeVisibleAsync();
        await Assertions.Expect(buyer.GetByTestId("payment-wait")).ToContainTextAsync("Your seats stay yours until");
        var address = buyer.Url;
        await buyer.ReloadAsync();

        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        Assert.NotEqual(address, buyer.Url);
    }

    [Fact]
    public async Task Checkout_WhileProcessing_HidesThePaymentForm()
    {
        var buyer = await ReachAsync("again@example.org", InEuros);
        var checkout = buyer.Url;
        await PaymentStep.PayByAsync(buyer, "iDEAL");
        await buyer.GetByRole(AriaRole.Button, new() { Name = "Authorise, settle later" }).ClickAsync();
        await Assertions.Expect(buyer.GetByTestId("payment-processing")).ToBeVisibleAsync();

        await buyer.GotoAsync(checkout);

        await Assertions.Expect(buyer.Locator("payment-form")).ToHaveCountAsync(0);
        await Assertions.Expect(buyer.GetByTestId("payment-wait").Or(buyer.GetByTestId("tickets"))).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Fail", "not confirmed")]
    [InlineData("Authorise, fail later", "did not make the payment")]
    public async Task Bank_Refuses_ShowsTheReasonAndAllowsAnotherPayment(string answer, string sentence)
    {
        var buyer = await ReachAsync("refused@example.org", InEuros);
        await PaymentStep.PayByAsync(buyer, "Bancontact");

        await buyer.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();

        await Assertions.Expect(buyer.Locator("[data-payment-failure]")).ToContainTextAsync(sentence, new() { Timeout = 60_000 });
        await Assertions.Expect(buyer.Locator("hold-countdown").GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await PaymentStep.ReadyAsync(buyer);
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Return_WithForgedParameters_IsNotPaid()
    {
        var buyer = await ReachAsync("forged@example.org");

        await buyer.GotoAsync(new Uri(buyer.Url).AbsolutePath + "/return?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2&redirect_status=succeeded");

        await PaymentStep.ReadyAsync(buyer);
        await Assertions.Expect(buyer.Locator("[data-payment-failure]")).ToContainTextAsync("not finished");
    }

    [Fact]
    public async Task Return_InAnotherBrowser_HidesTheOrder()
    {
        var buyer = await ReachAsync("mine@example.org");
        var stranger = await site.VisitAsync();

        await stranger.GotoAsync(new Uri(buyer.Url).AbsolutePath + "/return");

        await Assertions.Expect(stranger.GetByTestId("return-elsewhere")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PaymentPage_WithTheElement_HasNoCardFieldAndSendsNoCardData()
    {
        var buyer = await ReachAsync("fields@example.org");
        var posted = new List<string>();
        buyer.Request += (_, request) =>
        {
            if (request.PostData is { } data && request.Frame == buyer.MainFrame)
            {
                posted.Add(data);
            }
        };

        Assert.Equal(0, await buyer.Locator("[autocomplete^=cc-], [name*=card i], [id*=card i]").CountAsync());
        Assert.Equal(0, await buyer.Locator("payment-form input").CountAsync());
        await Assertions.Expect(PaymentStep.Frame(buyer).Locator("#number")).ToHaveAttributeAsync("autocomplete", "cc-number");
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
        Assert.DoesNotContain(posted, data => data.Contains("4242", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Element_WithoutCard_ShowsTheErrorAndSendsNothing()
    {
        var buyer = await ReachAsync("empty@example.org");

        await buyer.GetByTestId("pay").ClickAsync();

        var frame = PaymentStep.Frame(buyer);
        await Assertions.Expect(frame.Locator("#number-error")).ToHaveTextAsync("Enter the card number.");
        await Assertions.Expect(frame.Locator("#number")).ToBeFocusedAsync();
        await Assertions.Expect(buyer.GetByTestId("pay")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Checkout_WithoutJavaScript_ShowsTheRequirement()
    {
        var buyer = await ReachAsync("noscript@example.org");
        var plain = await site.VisitAsync(scripts: false);
        await plain.Context.AddCookiesAsync((await buyer.Context.CookiesAsync())
            .Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));

        await plain.GotoAsync(new Uri(buyer.Url).AbsolutePath);

        // The browser's test option disables scripts but does not render noscript.
        Assert.Contains("Paying needs JavaScript", await plain.Locator("payment-form noscript").InnerHTMLAsync(), StringComparison.Ordinal);
    }

    private async Task<IPage> ReachAsync(string email, int hall = InPounds)
    {
        var buyer = await site.VisitAsync();
        await PaymentStep.ReachWithBestSeatsAsync(buyer, await site.PerformanceAsync(HallSeats, hall), email);
        return buyer;
    }
}
