using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>
/// Every control of the public pages that <see cref="DiscoveryTests"/> leaves: after each, the address is compared, and the list with the
/// API's answer to the same question.
/// </summary>
public sealed class ControlTests(Site site)
{
    private const string Titles = ".event-grid li h3";
    private const int PageSize = 20;

    [Theory]
    [MemberData(nameof(DiscoveryTests.Sizes), MemberType = typeof(DiscoveryTests))]
    public async Task Filters_OfDatePriceAndText_NarrowTheListAndAreRemovedByTheirChips(int width, int height)
    {
        var page = await OpenAsync("/events", width, height);
        await OpenFiltersAsync(page);
        var from = Day(7);
        var to = Day(60);

        await page.Locator("#filter-from").FillAsync(from);
        await ExpectAsync(page, $"from={from}");
        await OpenFiltersAsync(page);
        await page.Locator("#filter-to").FillAsync(to);
        await ExpectAsync(page, $"from={from}&to={to}");
        await OpenFiltersAsync(page);
        await page.Locator("#filter-price").SelectOptionAsync("5000");
        await ExpectAsync(page, $"from={from}&to={to}&maxPrice=5000");
        await page.Locator("#filter-q").FillAsync("a");
        await page.Locator("#filter-q").PressAsync("Enter");
        await ExpectAsync(page, $"q=a&from={from}&to={to}&maxPrice=5000");

        foreach (var (left, chips) in new[] { ($"from={from}&to={to}&maxPrice=5000", 3), ($"to={to}&maxPrice=5000", 2), ("maxPrice=5000", 1) })
        {
            await page.Locator(".chip-active").First.ClickAsync();
            await ExpectAsync(page, left);
            await Assertions.Expect(page.Locator(".chip-active")).ToHaveCountAsync(chips);
        }

        await page.Locator(".chip-clear").ClickAsync();
        await ExpectAsync(page, "");
        await Assertions.Expect(page.Locator(".chip-active")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task DateChips_EachPressed_ShowTheirEvents()
    {
        var page = await OpenAsync("/events");
        var chips = page.Locator("ul[aria-label=Dates] .chip");
        var count = await chips.CountAsync();
        Assert.Equal(4, count);
        for (var i = count - 1; i >= 0; i--)
        {
            var query = new Uri(new Uri(site.Address), await chips.Nth(i).GetAttributeAsync("href")).Query.TrimStart('?');
            await chips.Nth(i).ClickAsync();
            Assert.True(await ExpectAsync(page, query) > 0, $"{query} shows no events.");
            await Assertions.Expect(chips.Nth(i)).ToHaveAttributeAsync("aria-current", "true");
        }
    }

    [Fact]
    public async Task Sort_EachChosen_OrdersTheList()
    {
        var page = await OpenAsync("/events");
        foreach (var sort in new[] { "price", "" })
        {
            await page.Locator("#filter-sort").SelectOptionAsync(sort);
            await ExpectAsync(page, sort.Length == 0 ? "" : $"sort={sort}");
            var first = await site.ApiAsync("/api/v1/events?limit=3" + (sort.Length == 0 ? "" : $"&sort={sort}"));
            Assert.Equal(
                first["items"]!.AsArray().Select(item => item!["title"]!.GetValue<string>()),
                (await page.Locator(".event-grid li h3").AllInnerTextsAsync()).Take(3));
        }
    }

    [Fact]
    public async Task Pages_NumberNextAndBack_ShowTheOtherEvents()
    {
        var page = await OpenAsync("/events");
        var first = await TitlesAsync(page);
        Assert.Equal(PageSize, first.Count);

        await page.Locator(".pager [rel=next]").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?page=2$"));
        await Assertions.Expect(page.Locator(".pager [aria-current=page]")).ToHaveTextAsync(new Regex(@"^Page\s*2$"));
        var second = await TitlesAsync(page);
        Assert.Empty(first.Intersect(second));

        await page.Locator(".pager [rel=prev]").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/events$"));
        await Assertions.Expect(page.Locator(Titles)).ToHaveTextAsync(first);

        await page.Locator(".pager a").Filter(new() { HasText = "2" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?page=2$"));
        await Assertions.Expect(page.Locator(Titles)).ToHaveTextAsync(second);
    }

    [Theory]
    [InlineData("/", "#hero-search")]
    [InlineData("/events", "#site-search")]
    public async Task Suggestions_ByKeyboardAndMouse_OpenWhatTheyName(string from, string field)
    {
        var page = await OpenAsync(from);
        var search = page.Locator(field);
        await search.PressSequentiallyAsync("vien");
        var options = page.Locator("[role=option]");
        await Assertions.Expect(options.First).ToContainTextAsync("Vienna");
        await search.PressAsync("ArrowDown");
        await Assertions.Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await search.PressAsync("Enter");
        await ExpectAsync(page, "city=Vienna");

        await page.GotoAsync(from);
        await search.PressSequentiallyAsync("vien");
        var last = options.Last;
        await last.WaitForAsync();
        var address = await last.GetAttributeAsync("data-url");
        await last.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(site.Address + address);

        await page.GotoAsync(from);
        await search.PressSequentiallyAsync("vien");
        await options.First.WaitForAsync();
        await search.PressAsync("Escape");
        await Assertions.Expect(options.First).ToBeHiddenAsync();
        await search.PressAsync("Enter");
        await ExpectAsync(page, "q=vien");
    }

    [Fact]
    public async Task Home_SearchChipsCitiesAndShelves_LeadToTheirLists()
    {
        var page = await OpenAsync("/");
        await page.Locator("#hero-search").FillAsync("jazz");
        await page.Locator(".hero-search button").ClickAsync();
        await ExpectAsync(page, "q=jazz");

        foreach (var links in new[] { ".hero .chip", ".city-card", ".shelf-head a", ".site-footer a" })
        {
            await page.GotoAsync("/");
            var addresses = await page.Locator(links).EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href')).filter(address => address.startsWith('/events'))");
            Assert.NotEmpty(addresses);
            foreach (var address in new[] { addresses[0], addresses[^1] }.Distinct())
            {
                await page.GotoAsync("/");
                await page.Locator($"{links}[href='{address}']").First.ClickAsync();
                Assert.True(await ExpectAsync(page, new Uri(new Uri(site.Address), address).Query.TrimStart('?')) > 0, $"{address} shows no events.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(DiscoveryTests.Sizes), MemberType = typeof(DiscoveryTests))]
    public async Task Language_Switched_KeepsTheAddressAndTheList(int width, int height)
    {
        var page = await OpenAsync("/events?city=Vienna", width, height);
        var count = (await page.GetByRole(AriaRole.Status).First.InnerTextAsync()).Split(' ')[0];

        await page.Locator("summary:visible").Filter(new() { HasNotText = "Filters" }).First.ClickAsync();
        await page.Locator(".site-nav a[hreflang=de]:visible").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?city=Vienna$"));
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Veranstaltungen in Wien");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync(count);

        await page.Locator(".site-footer a[hreflang=en]").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?city=Vienna$"));
    }

    [Fact]
    public async Task PhoneHeader_Menu_LeadsToTheEvents()
    {
        var page = await OpenAsync("/account/login", 390, 844);
        await page.Locator("summary[aria-label=Menu]").ClickAsync();
        await page.Locator(".menu-panel a[href='/events']:visible").ClickAsync();
        await ExpectAsync(page, "");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Theme_Switched_IsKeptOnTheNextPage(ColorScheme scheme)
    {
        var page = await site.VisitAsync(scheme: scheme);
        await page.GotoAsync("/events");
        var before = await BackgroundAsync(page);
        var button = page.Locator("[data-theme-switch]");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", scheme == ColorScheme.Dark ? "true" : "false");

        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", scheme == ColorScheme.Dark ? "false" : "true");
        var after = await BackgroundAsync(page);
        Assert.NotEqual(before, after);

        await page.GotoAsync("/");
        Assert.Equal(after, await BackgroundAsync(page));
        await page.ReloadAsync();
        Assert.Equal(after, await BackgroundAsync(page));
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");

    private static string Day(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task OpenFiltersAsync(IPage page)
    {
        if (!await page.Locator("#filter-from").IsVisibleAsync())
        {
            await page.Locator(".filters-more > summary").ClickAsync();
        }
    }

    private static async Task<IReadOnlyList<string>> TitlesAsync(IPage page) => await page.Locator(Titles).AllInnerTextsAsync();

    private async Task<IPage> OpenAsync(string path, int width = 1440, int height = 900)
    {
        var page = await site.VisitAsync(width, height);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Waits for the list of this query and compares its count with the API's.</summary>
    /// <returns>The number of events.</returns>
    private async Task<int> ExpectAsync(IPage page, string query)
    {
        await Assertions.Expect(page).ToHaveURLAsync(AddressOf(query));
        var total = (await site.ApiAsync($"/api/v1/events?limit=1&{query}"))["total"]!.GetValue<int>();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync(total == 1 ? "1 event" : $"{total} events");
        return total;
    }

    // The parameters of a query in any order.
    private static Regex AddressOf(string query)
    {
        var parts = query.Split('&', StringSplitOptions.RemoveEmptyEntries);
        return new Regex(parts.Length == 0
            ? "/events$"
            : $@"/events\?{string.Concat(parts.Select(part => $"(?=(.*&)?{Regex.Escape(part)}(&|$))"))}[^&]*(&[^&]*){{{parts.Length - 1}}}$");
    }
}
