using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>One basket in all tabs, its clock, and the checkout's forms in a browser.</summary>
public sealed class BasketTests(Site site)
{
    private const int HallSeats = 2_100;

    [Fact]
    public async Task Tabs_OfOneBuyer_ShowTheSameBasketAndThePaymentThatWaits()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 4);
        var first = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        var second = await PaymentStep.OpenMapAsync(await first.Context.NewPageAsync(), performance);
        var elsewhere = await first.Context.NewPageAsync();
        await elsewhere.GotoAsync("/events");
        await Assertions.Expect(elsewhere.GetByTestId("basket-link")).ToBeHiddenAsync();

        await PaymentStep.TakeBestSeatsAsync(first);
        await Assertions.Expect(first.GetByTestId("basket-line")).ToHaveCountAsync(2);
        await Assertions.Expect(second.GetByTestId("basket-line")).ToHaveCountAsync(2);
        await PaymentStep.TakeBestSeatsAsync(second);
        await Assertions.Expect(second.GetByTestId("basket-line")).ToHaveCountAsync(4);
        await Assertions.Expect(first.GetByTestId("basket-line")).ToHaveCountAsync(4);
        await elsewhere.GotoAsync("/events");
        await Assertions.Expect(elsewhere.GetByTestId("basket-link")).ToContainTextAsync("4 seats");
        await second.GetByTestId("basket-remove").First.ClickAsync();
        await Assertions.Expect(first.GetByTestId("basket-line")).ToHaveCountAsync(3);
        await Assertions.Expect(elsewhere.GetByTestId("basket-link")).ToContainTextAsync("3 seats");

        await PaymentStep.ReachAsync(first, "tabs@example.org");
        await Assertions.Expect(second.GetByTestId("notice")).ToHaveAttributeAsync("data-reason", "awaiting-payment");
        await second.GetByTestId("notice-link").ClickAsync();
        await PaymentStep.ReadyAsync(second);
        await elsewhere.GetByTestId("basket-link").ClickAsync();
        await PaymentStep.ReadyAsync(elsewhere);

        await first.GetByTestId("give-back").ClickAsync();
        await PaymentStep.WaitForMapAsync(first);
        await Assertions.Expect(first.GetByTestId("basket-link")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Clock_AfterSleepOrLate_IsReadAnewAndWarns()
    {
        var page = await CheckoutAsync("sleep@example.org");
        var clock = page.Locator("hold-countdown");
        await Assertions.Expect(page.Locator("hold-countdown [aria-live]")).ToHaveTextAsync("");

        // The server says that 40 seconds are left, as after a sleep of several minutes.
        await page.RouteAsync("**/basket", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new()
            {
                Response = answer,
                Body = System.Text.RegularExpressions.Regex.Replace(await answer.TextAsync(), "\"seconds\":\\d+", "\"seconds\":40"),
            });
        });
        await page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");

        await Assertions.Expect(clock.Locator("time")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("0:(3\\d|40)"));
        await Assertions.Expect(page.Locator("hold-countdown [aria-live]")).ToHaveTextAsync("One minute left.");
        await Assertions.Expect(page.GetByTestId("basket-link")).ToContainTextAsync("0:");
    }

    [Fact]
    public async Task Details_LanguageSwitched_KeepWhatWasTyped()
    {
        var page = await CheckoutAsync(null);
        await page.Locator("#name").FillAsync("Ada Lovelace");
        await page.Locator("#email").FillAsync("ada@example.org");

        await page.Locator(".site-nav summary[aria-label=Language]").ClickAsync();
        await page.Locator(".site-nav a[hreflang=de]:visible").ClickAsync();

        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Ada Lovelace");
        await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync("ada@example.org");
    }

    [Fact]
    public async Task Continue_StoppedAndPressedAgain_PostsAgain()
    {
        var page = await CheckoutAsync(null);
        await page.Locator("#name").FillAsync("Ada Lovelace");
        await page.Locator("#email").FillAsync("again@example.org");
        var posts = 0;
        var stopped = new TaskCompletionSource();
        page.RequestFailed += (_, request) =>
        {
            if (request.Method == "POST")
            {
                stopped.TrySetResult();
            }
        };
        await page.RouteAsync("**/checkout/*", async route =>
        {
            if (route.Request.Method == "POST" && ++posts == 1)
            {
                // As the browser's own stop does: it stays where it is.
                await route.AbortAsync("aborted");
                return;
            }

            await route.ContinueAsync();
        });

        // The page's scripts run when it is loaded.
        await page.WaitForLoadStateAsync();
        // By key: a click would wait for the navigation that never comes.
        var button = page.GetByTestId("to-payment");
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        // A press before the first post has failed would replace it, and be the one that is stopped.
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await page.Keyboard.PressAsync("Enter");

        await PaymentStep.ReadyAsync(page);
        Assert.Equal(2, posts);
    }

    [Fact]
    public async Task Payment_Left_ByBack_OpensTheDetails()
    {
        var page = await CheckoutAsync("back@example.org");

        await page.GoBackAsync();

        await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync("back@example.org");
        await page.GetByTestId("to-payment").ClickAsync();
        await PaymentStep.ReadyAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pay_Pressed_ShowsASpinnerThatIsSeen(ColorScheme scheme)
    {
        var page = await site.VisitAsync(scheme: scheme);
        await PaymentStep.ReachWithBestSeatsAsync(page, await site.PerformanceAsync(HallSeats, skip: 4), "spinner@example.org");
        await page.RouteAsync("**/confirm", _ => Task.CompletedTask);
        await PaymentStep.PayAsync(page, "4242 4242 4242 4242");

        await Assertions.Expect(page.GetByTestId("pay")).ToHaveTextAsync("Paying…");
        var contrast = await page.GetByTestId("pay").EvaluateAsync<double>(
            """
            button => {
              const channels = (text) => text.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
              const luminance = (text) => channels(text).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const [one, two] = [luminance(getComputedStyle(button, '::before').borderBlockStartColor), luminance(getComputedStyle(button).backgroundColor)];
              return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
            }
            """);
        Assert.True(contrast >= 3, $"The spinner's contrast is {contrast}.");
    }

    [Fact]
    public async Task Errors_OfTheDetails_AreFocusedAndLeadToTheirFields()
    {
        var page = await CheckoutAsync(null);
        await page.Locator("#email").FillAsync("nobody");
        await page.GetByTestId("to-payment").ClickAsync();

        var summary = page.GetByTestId("checkout-error");
        await Assertions.Expect(summary).ToBeFocusedAsync();
        await summary.GetByRole(AriaRole.Link).Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator("#email")).ToBeFocusedAsync();
        Faults.None(await Axe.ViolationsAsync(page));
    }

    // The details of two held seats; with an address, the payment.
    private async Task<IPage> CheckoutAsync(string? email)
    {
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), await site.PerformanceAsync(HallSeats, skip: 4));
        await PaymentStep.TakeBestSeatsAsync(page);
        await page.GetByTestId("basket-line").First.WaitForAsync();
        if (email is not null)
        {
            await PaymentStep.ReachAsync(page, email);
            return page;
        }

        await page.GetByTestId("checkout").ClickAsync();
        await page.Locator("#name").WaitForAsync();
        return page;
    }
}
