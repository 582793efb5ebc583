using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>An organizer's dashboards in a browser: both themes, phone, print, and a sale that moves them.</summary>
public sealed partial class DashboardTests(Site site)
{
    private const string Home = "/organizer/northlight";

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Pages_OfEachThemeAndWidth_AreAccessibleWithoutOverflow(ColorScheme scheme, int width)
    {
        var page = await SignInAsync(width, scheme);
        var performance = (await PerformancesAsync(page))[0];
        var found = new List<string>();
        foreach (var path in new[] { Home, $"{Home}/events", $"{Home}/events?when=past&q=nothing", performance.Split('?')[0], $"{performance}&range=hour" })
        {
            await OpenAsync(page, path);
            foreach (var summary in await page.Locator("main details > summary").AllAsync())
            {
                // By keyboard, as the tables of charts are for those who do not see them.
                await summary.PressAsync("Enter");
            }

            found.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{path} {violation}"));
            Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task Dashboards_WithoutAReload_MoveWithASale()
    {
        var page = await SignInAsync();
        var (performance, order) = await OrderAsync(await PerformancesAsync(page));
        await OpenAsync(page, performance);
        var sold = page.Locator("[data-figure=sold]");
        await Assertions.Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        var before = long.Parse(await sold.InnerTextAsync(), NumberStyles.Number, CultureInfo.GetCultureInfo("en"));

        await ApiPurchase.PayAsync(site, order);

        await Assertions.Expect(sold).ToHaveTextAsync((before + 2).ToString("N0", CultureInfo.GetCultureInfo("en")));
        await OpenAsync(page, Home);
        await Assertions.Expect(page.Locator("section[aria-labelledby=orders-title]")).ToContainTextAsync(order["number"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Dashboards_Printed_FitTwoPages(ColorScheme scheme)
    {
        var page = await SignInAsync(scheme: scheme);
        foreach (var path in new[] { Home, (await PerformancesAsync(page))[0] })
        {
            await OpenAsync(page, path);
            var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
            Assert.InRange(PdfPage().Count(Encoding.Latin1.GetString(pdf)), 1, 2);

            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await Assertions.Expect(page.Locator(".office-side")).ToBeHiddenAsync();
            Assert.Equal("rgb(23, 21, 31)", await page.Locator("h1").EvaluateAsync<string>("heading => getComputedStyle(heading).color"));
            // Not the screen's: the next page would be printed in it.
            await page.EmulateMediaAsync(new() { Media = Media.Null });
        }
    }

    // Addresses of the dashboards of performances on sale.
    private static async Task<IReadOnlyList<string>> PerformancesAsync(IPage page)
    {
        await OpenAsync(page, Home);
        var links = page.Locator("tr:has-text('On sale') a[href*='performance=']");
        await links.First.WaitForAsync();
        return await links.EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
    }

    private static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync(".office[data-interactive=true]");
        await page.WaitForSelectorAsync(".admin-head h1");
    }

    private async Task<(string Performance, System.Text.Json.Nodes.JsonNode Order)> OrderAsync(IReadOnlyList<string> performances)
    {
        foreach (var performance in performances)
        {
            var id = performance[(performance.IndexOf("performance=", StringComparison.Ordinal) + "performance=".Length)..].Split('&')[0];
            if (await ApiPurchase.OrderAsync(site, id, await site.FreeNeighboursAsync(id, 2)) is { } order)
            {
                return (performance, order);
            }
        }

        throw new InvalidOperationException("The organizer has no performance that sells two seats.");
    }

    private async Task<IPage> SignInAsync(int width = 1440, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await site.VisitAsync(width, width < 600 ? 844 : 900, scheme, phone: width < 600);
        await page.GotoAsync("/account/login");
        await page.Locator("#email").FillAsync("organizer@demo.example");
        await page.Locator("#password").FillAsync("front row 2027");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/account/login"), new() { Timeout = 30_000 });
        return page;
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PdfPage();
}
