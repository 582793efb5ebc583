using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The search in the browser: completions by keyboard, corrections, facets, order, periods in words, the visitor's position.</summary>
public sealed class SearchTests(Site site)
{
    public static TheoryData<int, int, string> Devices => new() { { 1440, 900, "en" }, { 390, 844, "en" }, { 1440, 900, "de" }, { 390, 844, "de" } };

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task Completions_ByKeyboard_FollowTheComboboxPattern(int width, int height, string language)
    {
        var page = await OpenAsync("/", width, height, language);
        var field = page.Locator("#hero-search");
        await Assertions.Expect(field).ToHaveRoleAsync(AriaRole.Combobox);
        var text = language == "de" ? "wien" : "vien";
        await field.PressSequentiallyAsync(text);
        var options = page.Locator(".hero [role=option]");
        await Assertions.Expect(options.First).ToContainTextAsync(language == "de" ? "Wien" : "Vienna");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(page.Locator(".hero [aria-live=polite]")).ToContainTextAsync(language == "de" ? "Vorschläge" : "suggestions");

        await field.PressAsync("ArrowDown");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-activedescendant", await options.First.GetAttributeAsync("id") ?? "");
        await field.PressAsync("ArrowUp");
        await Assertions.Expect(options.Last).ToHaveAttributeAsync("aria-selected", "true");
        await field.PressAsync("Escape");
        await Assertions.Expect(options.First).ToBeHiddenAsync();
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-expanded", "false");

        // Each answer draws the list anew: the last one has to be there before an option is chosen.
        await field.PressSequentiallyAsync("n");
        await page.RunAndWaitForResponseAsync(
            () => field.PressAsync("Backspace"), response => response.Url.EndsWith("q=" + text, StringComparison.Ordinal));
        await options.First.WaitForAsync();
        await field.PressAsync("ArrowDown");
        await Assertions.Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await field.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/events\?city=Vienna$"));
        await page.WaitForLoadStateAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task Question_Mistyped_IsCorrectedAndCanBeAskedAsTyped(int width, int height, string language)
    {
        var page = await OpenAsync("/events", width, height, language);
        await page.Locator("#filter-q").FillAsync("mara lindquist");
        await page.Locator("#filter-q").PressAsync("Enter");

        await Assertions.Expect(page.GetByTestId("corrected")).ToContainTextAsync(language == "de" ? "Ergebnisse für" : "Showing results for");
        await Assertions.Expect(page.Locator(".event-grid h3").First).ToContainTextAsync("Mara Lindqvist");
        await page.GetByTestId("corrected").Locator("a").ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("exact=true"));
        await Assertions.Expect(page.GetByTestId("corrected")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".event-grid li")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("en", "next week")]
    [InlineData("de", "nächste Woche")]
    public async Task Period_InWords_IsAFilterUntilItIsClicked(string language, string words)
    {
        var page = await OpenAsync("/events", 1440, 900, language);
        await page.Locator("#filter-q").FillAsync(words);
        await page.Locator("#filter-q").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("q="));
        var chip = page.Locator(".chip-active").Filter(new() { HasText = words + ":" });

        await chip.ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("dates=words"));
        await Assertions.Expect(chip).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task NearMe_WithAPosition_ListsWhatIsAround(int width, int height)
    {
        var page = await OpenAsync("/events", width, height, "en");
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new Geolocation { Latitude = 48.2082f, Longitude = 16.3738f });

        await page.GetByRole(AriaRole.Button, new() { Name = "Near me" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"near=48\.21%2C16\.37&radiusKm=50&sort=distance$"));
        await Assertions.Expect(page.Locator(".event-grid .event-card-where").First).ToContainTextAsync("Vienna");
        await page.Locator(".chip-active").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/events$"));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task Facets_Chosen_GiveTheirCount(int width, int height, string language)
    {
        var page = await OpenAsync("/events?q=klassik", width, height, language);
        foreach (var facet in (string[])["#filter-category", "#filter-city"])
        {
            var counts = await page.Locator(facet).EvaluateAsync<string[]>(
                "select => [...select.options].map(option => `${option.value}=${/\\((\\d+)\\)$/.exec(option.text)?.[1] ?? ''}`).filter(text => /=[1-9]/.test(text))");
            Assert.NotEmpty(counts);
            foreach (var count in counts.Select(text => text.Split('=')))
            {
                await ChooseAsync(page, facet, count[0]);
                await Assertions.Expect(page.Locator(".page-head [role=status]")).ToHaveTextAsync(new Regex($"^{count[1]} "));
                await Assertions.Expect(page.Locator(".event-grid li")).ToHaveCountAsync(int.Parse(count[1], CultureInfo.InvariantCulture));
                await page.GotoAsync("/events?q=klassik");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task Trending_Chosen_OrdersAsTheApi(int width, int height, string language)
    {
        var page = await OpenAsync("/events", width, height, language);
        await ChooseAsync(page, "#filter-sort", "trending");

        var answer = await site.Http.GetFromJsonAsync<JsonNode>("/api/v1/events?sort=trending&limit=5", TestContext.Current.CancellationToken);
        for (var place = 0; place < 5; place++)
        {
            await Assertions.Expect(page.Locator(".event-grid h3").Nth(place)).ToHaveTextAsync(answer!["items"]![place]!["title"]!.GetValue<string>());
        }
    }

    // The fields are behind a button on a phone.
    private static async Task ChooseAsync(IPage page, string field, string value)
    {
        if (!await page.Locator(field).IsVisibleAsync())
        {
            await page.Locator(".filters-more > summary").PressAsync("Enter");
        }

        await page.Locator(field).SelectOptionAsync(value);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape("=" + Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal))));
        await page.WaitForLoadStateAsync();
    }

    private async Task<IPage> OpenAsync(string path, int width, int height, string language)
    {
        var page = await site.VisitAsync(width, height);
        await page.GotoAsync($"/language/{language}?returnUrl={Uri.EscapeDataString(path)}");
        return page;
    }
}
