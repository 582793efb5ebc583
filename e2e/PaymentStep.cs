using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Steps of a payment through the provider's element, whose fields are in a frame.</summary>
internal static class PaymentStep
{
    public static async Task<IPage> OpenMapAsync(IPage page, string performance)
    {
        await page.GotoAsync($"/performances/{performance}");
        await WaitForMapAsync(page);
        return page;
    }

    public static Task WaitForMapAsync(IPage page) =>
        page.WaitForSelectorAsync("[data-testid=seat-picker][data-interactive=true] [data-testid=seat-map][data-ready=true]");

    /// <summary>Holds the best seats of a date of the event that <paramref name="query"/> finds first, and goes to the checkout.</summary>
    public static async Task OpenCheckoutAsync(Site site, IPage page, string query)
    {
        var found = await site.ApiAsync($"/api/v1/events?q={query}");
        var shown = await site.ApiAsync($"/api/v1/events/{found["items"]![0]!["slug"]}");
        var performance = shown["performances"]!.AsArray().Select(date => date!)
            .First(date => date["available"]!.GetValue<int>() > 20)["id"]!.GetValue<string>();
        await OpenMapAsync(page, performance);
        await TakeBestSeatsAsync(page);
        await page.GetByTestId("checkout").ClickAsync();
        await page.GetByTestId("checkout-summary").WaitForAsync();
    }

    /// <summary>Goes from a filled basket to the payment.</summary>
    public static async Task ReachAsync(IPage page, string email)
    {
        await page.GetByTestId("checkout").ClickAsync();
        await page.Locator("#name").FillAsync("Ada Lovelace");
        await page.Locator("#email").FillAsync(email);
        await page.GetByTestId("to-payment").ClickAsync();
        await ReadyAsync(page);
    }

    /// <summary>Holds the best available seats and goes to the payment.</summary>
    public static async Task ReachWithBestSeatsAsync(IPage page, string performance, string email)
    {
        await OpenMapAsync(page, performance);
        await TakeBestSeatsAsync(page);
        await ReachAsync(page, email);
    }

    /// <summary>Finds the best seats and takes the first offer.</summary>
    public static async Task TakeBestSeatsAsync(IPage page)
    {
        await page.GetByTestId("best-find").ClickAsync();
        await page.GetByTestId("offer-take").First.ClickAsync();
        // On a phone the list of the basket is folded.
        await page.GetByTestId("basket-line").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    public static Task ReadyAsync(IPage page) => page.WaitForSelectorAsync("payment-form[data-ready]");

    public static IFrameLocator Frame(IPage page) => page.FrameLocator("[data-payment-element] iframe");

    public static async Task PayAsync(IPage page, string card)
    {
        var frame = Frame(page);
        await frame.Locator("#number").FillAsync(card);
        await frame.Locator("#expiry").FillAsync("12 / 40");
        await frame.Locator("#cvc").FillAsync("123");
        await page.GetByTestId("pay").ClickAsync();
    }

    /// <summary>Chooses a redirect payment method by name and opens the bank's page.</summary>
    public static async Task PayByAsync(IPage page, string method)
    {
        await Frame(page).GetByText(method, new() { Exact = true }).ClickAsync();
        await page.GetByTestId("pay").ClickAsync();
    }
}
