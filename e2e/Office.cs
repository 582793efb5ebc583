using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Signs in to the back office, opens its pages, and looks at them as its users do.</summary>
internal static class Office
{
    public const string Organizer = "organizer@demo.example";

    public const string DemoPassword = "front row 2027";

    /// <summary>Opens a page in a new browser profile and signs in.</summary>
    public static async Task<IPage> EnterAsync(
        Site site, string email, int width = 1440, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB", string password = DemoPassword)
    {
        var page = await site.VisitAsync(width, width < 600 ? 844 : 900, scheme, phone: width < 600, locale: locale);
        await SignInAsync(page, email, password);
        return page;
    }

    public static async Task SignInAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/account/login");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("#password").PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/account/login"), new() { Timeout = 30_000 });
    }

    /// <summary>Opens a page and waits until its circuit is there.</summary>
    public static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync(".office[data-interactive=true]");
        // The list of orders has its heading above a table that is loaded later.
        await page.WaitForSelectorAsync(path.Split('?')[0] == "/admin/orders" ? ".mud-table-body td" : ".admin-head h1");
    }

    /// <summary>Violations of axe in both themes, and what is wider than the window.</summary>
    public static async Task<IEnumerable<string>> FaultsAsync(IPage page)
    {
        var path = new Uri(page.Url).PathAndQuery;
        var overflow = await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)");
        var violations = await Axe.ViolationsInBothThemesAsync(page);
        return [.. violations.Select(violation => $"{path} {violation}"), .. overflow > 0 ? [$"{path} is {overflow} pixels too wide"] : Array.Empty<string>()];
    }

    /// <summary>The address of the first link on the page that matches; lists may come later than the page.</summary>
    public static async Task<string> LinkAsync(IPage page, string pattern)
    {
        var link = await page.WaitForFunctionAsync(
            "pattern => [...document.querySelectorAll('main a[href]')].map(link => link.getAttribute('href')).find(link => new RegExp(pattern).test(link))",
            pattern);
        return await link.JsonValueAsync<string>();
    }

    /// <summary>Presses Tab until the element has the focus.</summary>
    public static async Task TabToAsync(IPage page, ILocator element)
    {
        await element.WaitForAsync();
        for (var presses = 0; presses < 120; presses++)
        {
            if (await element.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{element} is not reached by the Tab key.");
    }
}
