using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The event list's filters and the header's search change the address and the list.</summary>
public sealed class DiscoveryTests(Site site)
{
    /// <summary>Width and height in CSS pixels: a desktop and a phone.</summary>
    public static TheoryData<int, int> Sizes => new() { { 1440, 900 }, { 390, 844 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Filters_EachChanged_NarrowTheList(int width, int height)
    {
        var page = await OpenListAsync(width, height);
        var all = await CountAsync(page);

        await page.GetByLabel("Category").SelectOptionAsync("concert");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("[?&]category=concert"));
        var concerts = await NarrowedAsync(page, all);
        Assert.Equal(await CountOfAsync("category=concert"), concerts);

        await OpenFiltersAsync(page);
        await page.GetByLabel("Available only").CheckAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("available=true"));
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync($"{await CountOfAsync("category=concert&available=true")} events");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task City_Chosen_ShowsItsEventsOnly(int width, int height)
    {
        var page = await OpenListAsync(width, height);
        var all = await CountAsync(page);

        var city = await page.GetByLabel("City").Locator("option").Nth(1).GetAttributeAsync("value") ?? "";
        await page.GetByLabel("City").SelectOptionAsync(city);

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("[?&]city="));
        Assert.Equal(await CountOfAsync("city=" + Uri.EscapeDataString(city)), await NarrowedAsync(page, all));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Sort_ByPrice_OrdersTheList(int width, int height)
    {
        var page = await OpenListAsync(width, height);

        await page.GetByLabel("Sort by").SelectOptionAsync("price");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=price"));
        var cheapest = (await site.ApiAsync("/api/v1/events?limit=1&sort=price"))["items"]![0]!["title"]!.GetValue<string>();
        await Assertions.Expect(page.Locator(".event-grid li").First).ToContainTextAsync(cheapest);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task HeaderSearch_FromAnyPage_ShowsMatches(int width, int height)
    {
        var wanted = await site.ApiAsync("/api/v1/events?limit=1&available=true");
        var title = wanted["items"]![0]!["title"]!.GetValue<string>();
        var slug = wanted["items"]![0]!["slug"]!.GetValue<string>();
        foreach (var from in new[] { $"/events/{slug}", "/account/login", "/no-such-page" })
        {
            var page = await site.VisitAsync(width, height);
            await page.GotoAsync(from);
            var search = page.Locator("#site-search");
            await search.FillAsync(title);
            await search.PressAsync("Enter");

            await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?q="));
            await Assertions.Expect(page.Locator(".event-grid")).ToContainTextAsync(title);
            await page.Context.CloseAsync();
        }
    }

    private async Task<IPage> OpenListAsync(int width, int height)
    {
        var page = await site.VisitAsync(width, height);
        await page.GotoAsync("/events");
        await OpenFiltersAsync(page);
        return page;
    }

    private static async Task OpenFiltersAsync(IPage page)
    {
        if (!await page.GetByLabel("Category").IsVisibleAsync())
        {
            await page.Locator(".filters-more > summary").ClickAsync();
        }
    }

    private async Task<int> CountOfAsync(string query)
    {
        var count = 0;
        for (string? cursor = null; ;)
        {
            var answer = await site.ApiAsync($"/api/v1/events?limit=50&{query}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            count += answer["items"]!.AsArray().Count;
            if ((cursor = answer["next"]?.GetValue<string>()) is null)
            {
                return count;
            }
        }
    }

    private static async Task<int> CountAsync(IPage page) =>
        int.Parse((await page.GetByRole(AriaRole.Status).First.InnerTextAsync()).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<int> NarrowedAsync(IPage page, int before)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).Not.ToHaveTextAsync($"{before} events");
        return await CountAsync(page);
    }
}
