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
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_OfEachThemeAndWidth_AreAccessibleWithoutOverflow(int width)
    {
        var page = await Office.EnterAsync(site, Office.Organizer, width);
        var performance = (await PerformancesAsync(page))[0];
        var found = new List<string>();
        foreach (var path in new[] { Home, $"{Home}/events", $"{Home}/events?when=past&q=nothing", performance.Split('?')[0], $"{performance}&range=hour" })
        {
            await Office.OpenAsync(page, path);
            foreach (var summary in await page.Locator("main details > summary").AllAsync())
            {
                // By keyboard, as the tables of charts are for those who do not see them.
                await summary.PressAsync("Enter");
            }

            found.AddRange(await Office.FaultsAsync(page));
        }

        Faults.None(found);
    }

    [Fact]
    public async Task Dashboards_WithoutAReload_MoveWithASale()
    {
        var page = await Office.EnterAsync(site, Office.Organizer);
        var (performance, order) = await OrderAsync(await PerformancesAsync(page));
        await Office.OpenAsync(page, performance);
        var sold = page.Locator("[data-figure=sold]");
        await Assertions.Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        var before = long.Parse(await sold.InnerTextAsync(), NumberStyles.Number, CultureInfo.GetCultureInfo("en"));

        await ApiPurchase.PayAsync(site, order);

        await Assertions.Expect(sold).ToHaveTextAsync((before + 2).ToString("N0", CultureInfo.GetCultureInfo("en")));
        await Office.OpenAsync(page, Home);
        await Assertions.Expect(page.Locator("section[aria-labelledby=orders-title]")).ToContainTextAsync(order["number"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Dashboards_Printed_FitTwoPages(ColorScheme scheme)
    {
        var page = await Office.EnterAsync(site, Office.Organizer, scheme: scheme);
        foreach (var path in new[] { Home, (await PerformancesAsync(page))[0] })
        {
            await Office.OpenAsync(page, path);
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
        await Office.OpenAsync(page, Home);
        var links = page.Locator("tr:has-text('On sale') a[href*='performance=']");
        await links.First.WaitForAsync();
        return await links.EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
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

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PdfPage();
}
