using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Extras and questions at the checkout on a phone: what they show at once, and what is bought.</summary>
public sealed class ExtraTests(Site site)
{
    [Fact]
    public async Task Phone_ExtraAndAnswer_AreShownAtOnceAndHaveAVoucher()
    {
        var buyer = await site.VisitAsync(390, 844, phone: true);
        await PaymentStep.OpenCheckoutAsync(site, buyer, "kirschbaum");
        var before = await buyer.GetByTestId("total").TextContentAsync();

        // Asked after its answer only.
        var plate = buyer.GetByTestId("question").Filter(new() { HasText = "number plate" });
        await Assertions.Expect(plate).ToBeHiddenAsync();
        await buyer.GetByLabel("Car", new() { Exact = true }).CheckAsync();
        await Assertions.Expect(plate).ToBeVisibleAsync();

        // The page stays: what was typed and the focus are kept.
        await buyer.Locator("#name").FillAsync("Ada Lovelace");
        var more = buyer.GetByRole(AriaRole.Button, new() { Name = "One more: Parking, deck 2" });
        await more.FocusAsync();
        await more.PressAsync("Enter");
        await Assertions.Expect(buyer.GetByTestId("total")).Not.ToHaveTextAsync(before!);
        await Assertions.Expect(buyer.GetByTestId("summary-extra")).ToContainTextAsync("1 × Parking, deck 2");
        await Assertions.Expect(more).ToBeFocusedAsync();
        await Assertions.Expect(buyer.Locator("#name")).ToHaveValueAsync("Ada Lovelace");
        Assert.Equal(390, await buyer.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Faults.None(await Axe.ViolationsAsync(buyer));

        await plate.Locator("input").FillAsync("B-AB 12");
        await buyer.Locator("#email").FillAsync("parking@example.org");
        await buyer.GetByTestId("to-payment").ClickAsync();
        await PaymentStep.ReadyAsync(buyer);
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("voucher")).ToContainTextAsync("Parking, deck 2");
        await Assertions.Expect(buyer.GetByTestId("answers")).ToContainTextAsync("B-AB 12");
    }
}
