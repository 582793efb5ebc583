using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ticketing.Tests.Integration;

namespace Ticketing.E2E;

/// <summary>All pages with which an organizer prepares, sells and serves, in a browser: themes, widths, languages, the keyboard.</summary>
[LongRunning]
public sealed class OrganizerPagesTests(Site site)
{
    private const string Home = "/organizer/northlight";

    private static readonly string[] Steps = ["details", "dates", "plan", "prices", "sale", "review"];

    [Theory]
    [InlineData(1440, "en-GB")]
    [InlineData(390, "de-DE")]
    public async Task Pages_OfEachThemeWidthAndLanguage_AreAccessibleWithoutOverflow(int width, string locale)
    {
        var page = await Office.EnterAsync(site, Office.Organizer, width, locale: locale);
        var found = new List<string>();
        foreach (var path in await PathsAsync(page))
        {
            await Office.OpenAsync(page, path);
            Assert.Equal(locale[..2], await page.Locator("html").GetAttributeAsync("lang"));
            found.AddRange(await Office.FaultsAsync(page));
        }

        Faults.None(found);
    }

    [Fact]
    public async Task Wizard_ByTheKeyboardAlone_PreparesAnEvent()
    {
        var page = await Office.EnterAsync(site, Office.Organizer);
        await Office.OpenAsync(page, $"{Home}/events/new");
        await PressAsync(page, page.GetByTestId("start"), "Enter");
        await ExpectStepAsync(page, "details");

        await TypeAsync(page, page.Locator("#details-title"), "By hand");
        await PressAsync(page, page.Locator("#details-category"), "ArrowDown");
        await TypeAsync(page, page.Locator("#details-summary"), "Prepared without a mouse.");
        await TypeAsync(page, page.Locator("#details-story"), "A story written by keyboard.");
        await NextAsync(page, "dates");

        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Add a date" }), "Enter");
        await Office.TabToAsync(page, page.Locator(".dates-row input[type=datetime-local]"));
        // Day and month are the same number: their order depends on the browser. So does the last part, which a clock of 24 hours ignores.
        await page.Keyboard.TypeAsync("1111" + (TimeProvider.System.GetUtcNow().Year + 1).ToString(CultureInfo.InvariantCulture));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.TypeAsync("0800PM");
        await NextAsync(page, "plan");

        await PressAsync(page, page.Locator("input[name=venue]").First, "Space");
        await PressAsync(page, page.Locator("input[name=plan]").First, "Space");
        await Assertions.Expect(page.Locator("input[name=plan]").First).ToBeCheckedAsync();
        await NextAsync(page, "prices");

        var prices = page.Locator(".prices-row input[id$='-price']");
        await prices.First.WaitForAsync();
        for (var row = 0; row < await prices.CountAsync(); row++)
        {
            await TypeAsync(page, prices.Nth(row), "40");
        }

        await NextAsync(page, "sale");
        await NextAsync(page, "review");
        await Assertions.Expect(page.GetByText("Nothing is missing")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    private static async Task TypeAsync(IPage page, ILocator field, string text)
    {
        await Office.TabToAsync(page, field);
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task PressAsync(IPage page, ILocator element, string key)
    {
        await Office.TabToAsync(page, element);
        await page.Keyboard.PressAsync(key);
    }

    private static async Task NextAsync(IPage page, string step)
    {
        await PressAsync(page, page.Locator(".wizard-next"), "Enter");
        await ExpectStepAsync(page, step);
        await Assertions.Expect(page.Locator(".wizard-state")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 30_000 });
    }

    private static Task ExpectStepAsync(IPage page, string step) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex($"/edit/{step}$"), new() { Timeout = 30_000 });

    private static async Task<List<string>> PathsAsync(IPage page)
    {
        await Office.OpenAsync(page, $"{Home}/events");
        var draft = await Office.LinkAsync(page, "/events/[0-9a-f-]{36}/edit/");
        var edit = draft[..draft.LastIndexOf('/')];
        var dated = await Office.LinkAsync(page, "/events/[0-9a-f-]{36}$");
        var paths = new List<string>
        {
            $"{Home}/events/new", $"{dated}/dates", $"{dated}/presales", $"{dated}/extras", $"{dated}/questions", $"{dated}/holds", $"{Home}/venues", $"{Home}/attendees", $"{Home}/export", $"{Home}/keys",
            $"{Home}/messages", $"{Home}/orders?q=nobody-of-this-name",
        };
        paths.AddRange(Steps.Select(step => $"{edit}/{step}"));
        foreach (var (list, link) in new[] { ("orders", "/orders/[^/]+$"), ("promos", "/promos/[0-9a-f-]{36}$"), ("sell", "/sell/[0-9a-f-]{36}$"), ("plans", "/plans/[0-9a-f-]{36}$") })
        {
            await Office.OpenAsync(page, $"{Home}/{list}");
            await page.Locator($"main a[href*='/{list}/']").First.WaitForAsync();
            paths.AddRange([$"{Home}/{list}", await Office.LinkAsync(page, link)]);
        }

        return paths;
    }
}
