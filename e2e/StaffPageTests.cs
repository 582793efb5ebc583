using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ticketing.Tests.Integration;

namespace Ticketing.E2E;

/// <summary>The back office in a browser: accessibility in both themes, phone and keyboard use, absence from public pages.</summary>
[LongRunning]
public sealed class StaffPageTests(Site site)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_OfEachThemeAndWidth_AreAccessibleWithoutOverflow(int width)
    {
        var page = await Office.EnterAsync(site, "admin@demo.example", width);
        var found = new List<string>();
        foreach (var path in await PathsAsync(page))
        {
            await Office.OpenAsync(page, path);
            found.AddRange(await Office.FaultsAsync(page));
        }

        await page.Locator("summary[aria-label='Your account']").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        found.AddRange(await Office.FaultsAsync(page));
        Faults.None(found);
    }

    [Fact]
    public async Task Search_BySlash_FindsAnOrder()
    {
        var page = await Office.EnterAsync(site, "staff@demo.example");
        await Office.OpenAsync(page, "/admin/orders");
        var number = await page.Locator("tbody a").First.InnerTextAsync();
        await Office.OpenAsync(page, $"/admin/orders/{number}");

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#office-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(number);
        await page.Keyboard.PressAsync("Enter");

        // Polls: the circuit may have moved before a wait for its navigation is registered.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/admin/orders\\?q={number}$"), new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("tbody a")).ToHaveTextAsync([number]);
    }

    [Fact]
    public async Task Focus_OnTheFirstPage_IsNotMoved()
    {
        var page = await Office.EnterAsync(site, "staff@demo.example");
        await Office.OpenAsync(page, "/admin/orders");
        Assert.Equal("BODY", await page.EvaluateAsync<string>("() => document.activeElement.tagName"));

        await page.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/admin/orders/"), new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Orders_Paged_ShowOthers()
    {
        var page = await Office.EnterAsync(site, "admin@demo.example");
        await Office.OpenAsync(page, "/admin/orders");
        var first = await page.Locator("tbody a").First.InnerTextAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Next page" }).ClickAsync();
        await Assertions.Expect(page.GetByText("26 to 50 of")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tbody a").First).Not.ToHaveTextAsync(first);

        // A filter returns to the first page.
        await page.Locator("#status").SelectOptionAsync("paid");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/admin/orders\?status=paid$"), new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText("1 to 25 of")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Drawer_OnAPhone_LinksToOtherPages()
    {
        var page = await Office.EnterAsync(site, "admin@demo.example", 390);
        await Office.OpenAsync(page, "/admin/orders");

        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Assertions.Expect(page.Locator(".office-drawer .mud-nav-link")).ToHaveCountAsync(11);
        await page.Locator(".office-drawer").GetByText("Waiting rooms").ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/admin/waiting-rooms$"), new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".office-drawer .mud-nav-link")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Waiting rooms");
    }

    [Fact]
    public async Task Webhook_Created_ShowsItsSecretOnceAndSendsATest()
    {
        var page = await Office.EnterAsync(site, Office.Organizer, 390, ColorScheme.Dark);
        await Office.OpenAsync(page, "/admin/webhooks/new");
        await page.Locator("#webhook-url").FillAsync("https://127.0.0.1/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the webhook" }).ClickAsync();
        await Assertions.Expect(page.Locator("#webhook-url-hint")).ToHaveTextAsync("This address is not on the public internet.");
        await Assertions.Expect(page.Locator("#webhook-types-hint")).ToHaveTextAsync("Choose at least one type.");
        await CheckAsync(page);

        await page.Locator("#webhook-url").FillAsync("https://hooks.example.org/tickets");
        await page.Locator("[id='type-order.paid']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the webhook" }).ClickAsync();
        await Assertions.Expect(page.Locator("#webhook-secret")).ToHaveValueAsync(new Regex("^whsec_"));
        await CheckAsync(page);

        await page.GetByText("Continue to the webhook").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("hooks.example.org");
        await Assertions.Expect(page.Locator("#webhook-secret")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Look at its answer")).ToBeVisibleAsync();
        await CheckAsync(page);

        await page.GetByText("Look at its answer").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Delivery of webhook.test");
        await CheckAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Deliveries" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody a")).ToHaveCountAsync(1);
        await CheckAsync(page);

        await Office.OpenAsync(page, "/admin/webhooks");
        await page.Locator("tbody a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator(".confirm-yes").ClickAsync();
        await Assertions.Expect(page.GetByText("The webhook and its deliveries are deleted.")).ToBeVisibleAsync();
    }

    private static async Task CheckAsync(IPage page) => Faults.None(await Office.FaultsAsync(page));

    [Fact]
    public async Task Theme_Switched_IsKeptAcrossPages()
    {
        var page = await Office.EnterAsync(site, "admin@demo.example");
        await Office.OpenAsync(page, "/admin/orders");
        var light = await PaletteAsync(page);

        await page.Locator(".office [data-theme-switch]").ClickAsync();
        var dark = await PaletteAsync(page);
        Assert.NotEqual(light, dark);
        await Office.OpenAsync(page, "/admin/waiting-rooms");

        Assert.Equal(dark, await PaletteAsync(page));
    }

    [Fact]
    public async Task Shop_FromTheBackOffice_LoadsWithoutTheLibrary()
    {
        var page = await Office.EnterAsync(site, "admin@demo.example");
        await Office.OpenAsync(page, "/admin/orders");
        var requests = new List<string>();
        await page.Locator("summary[aria-label='Your account']").ClickAsync();
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GetByText("To the shop").ClickAsync();
        await Assertions.Expect(page.Locator(".site-header")).ToBeVisibleAsync();

        await page.GotoAsync("/events", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.NotEmpty(requests);
        Assert.DoesNotContain(requests, url => url.Contains("MudBlazor", StringComparison.OrdinalIgnoreCase) || url.Contains("backoffice", StringComparison.Ordinal));

        // Enhanced navigation of the shop does a full load for the back office.
        await page.Locator("summary[aria-label='Your account']").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back office" }).ClickAsync();
        await page.WaitForSelectorAsync(".office[data-interactive=true]");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Orders");
    }

    private static Task<string> PaletteAsync(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-surface')");

    private static async Task<string[]> PathsAsync(IPage page)
    {
        await Office.OpenAsync(page, "/admin/waiting-rooms");
        var room = (await page.Locator("tbody a").First.GetAttributeAsync("href"))!;
        await Office.OpenAsync(page, "/admin/orders");
        await page.WaitForSelectorAsync("tbody a");
        return
        [
            "/admin/orders", "/admin/orders?q=nothing-is-called-that", (await page.Locator("tbody a").First.GetAttributeAsync("href"))!, "/admin/waiting-rooms",
             room, "/admin/webhooks", "/admin/webhooks/new", "/admin/events", "/admin/projections", "/admin/search", "/admin/organizations", "/admin/users",
             "/organizer", "/organizer/new", "/organizer/northlight/team", "/organizer/northlight/settings",
        ];
    }
}
