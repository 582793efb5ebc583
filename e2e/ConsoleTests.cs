using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>No page writes an error to the browser's console: public pages, a purchase, the account and the back office.</summary>
public sealed class ConsoleTests(Site site)
{
    private const int HallSeats = 2_100;

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Pages_OfThePublicSide_LogNoErrors(int width, int height)
    {
        var page = await site.VisitAsync(width, height);
        var errors = Watch(page);
        var slug = (await site.ApiAsync("/api/v1/events?limit=1&available=true"))["items"]![0]!["slug"]!.GetValue<string>();
        var performance = await site.PerformanceAsync(HallSeats, skip: 3);
        foreach (var path in new[]
        {
            "/", "/events", "/events?q=nothing-is-called-that", $"/events/{slug}", "/account/login", "/account/register", "/account/forgot", "/account/2fa",
            "/account/reset?user=x&token=y", "/account/confirm?user=x&token=y", "/account/confirm-email?user=x&token=y", "/mailbox", $"/queue/{performance}",
        })
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        }

        await PaymentStep.ReachWithBestSeatsAsync(page, performance, "console@example.org");
        await PaymentStep.PayAsync(page, "4242 4242 4242 4242");
        await page.GetByTestId("ticket").First.WaitForAsync();
        await page.GotoAsync("/events");
        await page.GoBackAsync();
        await page.GetByTestId("ticket").First.WaitForAsync();

        Faults.None(errors);
    }

    [Fact]
    public async Task Pages_OfAccountAndBackOffice_LogNoErrors()
    {
        var page = await site.VisitAsync();
        var errors = Watch(page);
        await page.GotoAsync("/account/login");
        await page.Locator("#email").FillAsync("admin@demo.example");
        await page.Locator("#password").FillAsync("front row 2027");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Locator("summary[aria-label='Your account']").WaitForAsync();
        foreach (var path in new[] { "/account", "/account/tickets", "/account/security", "/account/authenticator", "/account/privacy" })
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        }

        foreach (var list in new[] { "/admin/orders", "/admin/waiting-rooms" })
        {
            await page.GotoAsync(list);
            var first = page.Locator("tbody a").First;
            await first.ClickAsync();
            await Assertions.Expect(page.Locator(".admin-head h1")).ToBeVisibleAsync();
        }

        Faults.None(errors);
    }

    private static List<string> Watch(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
        return errors;
    }
}
