using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Reduced prices at the checkout: on a phone, by keyboard, and without scripts.</summary>
public sealed class ReducedPriceTests(Site site)
{
    [Fact]
    public async Task Phone_ChosenPrice_ChangesTheTotalAtOnceAndIsOnTheTicket()
    {
        var buyer = await site.VisitAsync(390, 844, phone: true);
        await OpenCheckoutAsync(buyer);
        var before = await buyer.GetByTestId("total").TextContentAsync();
        var select = buyer.GetByTestId("reduction").First;

        // The page stays: what was typed and the focus are kept.
        await buyer.Locator("#name").FillAsync("Ada Lovelace");
        await buyer.EvaluateAsync("() => { window.stays = true; }");
        await select.FocusAsync();
        await select.SelectOptionAsync("Child");

        await Assertions.Expect(buyer.GetByTestId("total")).Not.ToHaveTextAsync(before!);
        await Assertions.Expect(select).ToBeFocusedAsync();
        Assert.True(await buyer.EvaluateAsync<bool>("() => window.stays"));
        await Assertions.Expect(buyer.Locator("#name")).ToHaveValueAsync("Ada Lovelace");
        await Assertions.Expect(buyer.Locator(".checkout-prices")).ToContainTextAsync("Up to 14 years");
        Assert.Equal(390, await buyer.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Faults.None(await Axe.ViolationsAsync(buyer));

        await buyer.Locator("#email").FillAsync("child@example.org");
        await buyer.GetByTestId("to-payment").ClickAsync();
        await PaymentStep.ReadyAsync(buyer);
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket").First).ToContainTextAsync("Child");
    }

    [Fact]
    public async Task Prices_WithoutScripts_AreChosenByAButton()
    {
        var buyer = await site.VisitAsync();
        await OpenCheckoutAsync(buyer);
        var plain = await site.VisitAsync(scripts: false);
        await plain.Context.AddCookiesAsync((await buyer.Context.CookiesAsync()).Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
        }));
        await plain.GotoAsync(buyer.Url);
        var before = await plain.GetByTestId("total").TextContentAsync();

        await plain.GetByTestId("reduction").First.SelectOptionAsync("Student");
        await plain.GetByTestId("reprice").ClickAsync();

        await Assertions.Expect(plain.GetByTestId("total")).Not.ToHaveTextAsync(before!);
        await Assertions.Expect(plain.GetByTestId("reduction").First).ToHaveValueAsync("Student");
    }

    // Holds the best seats of the demo's event with reductions.
    private async Task OpenCheckoutAsync(IPage buyer)
    {
        await PaymentStep.OpenCheckoutAsync(site, buyer, "cartographer");
        await buyer.GetByTestId("reduction").First.WaitForAsync();
    }
}
