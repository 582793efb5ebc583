using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ticketing.Tests.Integration;

namespace Ticketing.E2E;

/// <summary>A load peak in the browser: an admin opens the room, visitors wait, are admitted and buy seats.</summary>
[LongRunning]
public sealed class WaitingRoomTests(Site site)
{
    private const int ArenaPlaces = 22_000;
    private const int PeopleAhead = 50;

    [Fact]
    public async Task Room_FiftyAhead_AdmitsAndSells()
    {
        var performance = await site.PerformanceAsync(ArenaPlaces, skip: 2);
        var admin = await OpenRoomAsync(performance);
        await JoinAllAsync(performance);

        // Direct access to the seats, by page and by API.
        var visitor = await site.VisitAsync(390, 844, phone: true);
        await visitor.GotoAsync($"/performances/{performance}");
        Assert.EndsWith($"/queue/{performance}", visitor.Url, StringComparison.Ordinal);
        using (var refused = await site.Http.PostAsJsonAsync($"/api/v1/performances/{performance}/holds", new { bestAvailable = new { quantity = 2 } }))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        await visitor.Locator("[data-part=join] button").ClickAsync();
        await Assertions.Expect(visitor.Locator("[data-part=ahead]")).ToHaveTextAsync($"{PeopleAhead} people are ahead of you.");
        await NoViolationsAsync(visitor);

        // Another tab of the browser has the same place. A browser without scripts joins too.
        var tab = await visitor.Context.NewPageAsync();
        await tab.GotoAsync($"/queue/{performance}");
        await Assertions.Expect(tab.Locator("[data-part=place]")).ToHaveTextAsync($"{PeopleAhead + 1}");
        await tab.CloseAsync();
        var plain = await site.VisitAsync(scripts: false);
        await plain.GotoAsync($"/queue/{performance}");
        await plain.Locator("[data-part=join] button").ClickAsync();
        await Assertions.Expect(plain.Locator("[data-part=ahead]")).ToHaveTextAsync($"{PeopleAhead + 1} people are ahead of you.");

        await admin.GetByRole(AriaRole.Button, new() { Name = "Let people in" }).ClickAsync();
        await Assertions.Expect(visitor.Locator("[data-part=ahead]")).Not.ToHaveTextAsync($"{PeopleAhead} people are ahead of you.", new() { Timeout = 20_000 });
        await Assertions.Expect(visitor).ToHaveURLAsync(new Regex($"/performances/{performance}$"), new() { Timeout = 30_000 });
        await visitor.WaitForSelectorAsync("[data-testid=seat-picker][data-interactive=true] [data-testid=seat-map][data-ready=true]");
        await BuyAsync(visitor);

        // A purchase releases the pass: the visitor is queued again.
        await Assertions.Expect(admin.GetByText("passes issued", new() { Exact = true })).ToBeVisibleAsync();
        await visitor.GotoAsync($"/performances/{performance}");
        await Assertions.Expect(visitor).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/queue/"));
        await visitor.GotoAsync($"/queue/{performance}/draw");
        await Assertions.Expect(visitor.Locator("[data-part=seed-answer]")).ToHaveAttributeAsync("data-answer", "yes");
        await NoViolationsAsync(visitor);
    }

    [Fact]
    public async Task Link_OfTheOrganizer_SkipsTheQueue()
    {
        var performance = await site.PerformanceAsync(ArenaPlaces, skip: 3);
        var admin = await OpenRoomAsync(performance);
        await admin.Locator("#link-name").FillAsync("Accessible booking");
        await admin.Locator("#link-people").FillAsync("2");
        await admin.Locator("#link-people").PressAsync("Tab");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Create the link" }).ClickAsync();
        await Assertions.Expect(admin.GetByText("The link “Accessible booking” has been created.")).ToBeVisibleAsync();
        var link = await admin.GetByLabel("Address of Accessible booking", new() { Exact = true }).InputValueAsync();
        await NoViolationsAsync(admin);

        // With and without scripts: reading the page uses nothing, its button admits while the room is paused.
        foreach (var scripts in new[] { true, false })
        {
            var visitor = await site.VisitAsync(390, 844, phone: true, scripts: scripts);
            await visitor.GotoAsync(new Uri(link).PathAndQuery);
            await Assertions.Expect(visitor.GetByRole(AriaRole.Heading, new() { Name = "You do not have to wait." })).ToBeVisibleAsync();
            if (scripts)
            {
                await NoViolationsAsync(visitor);
            }

            await visitor.GetByRole(AriaRole.Button, new() { Name = "Go to the seats" }).ClickAsync();
            await Assertions.Expect(visitor).ToHaveURLAsync(new Regex($"/performances/{performance}$"), new() { Timeout = 30_000 });
        }

        await Assertions.Expect(admin.GetByText("2 of 2 used")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        var late = await site.VisitAsync();
        await late.GotoAsync(new Uri(link).PathAndQuery);
        await Assertions.Expect(late.GetByText("This link has been used up.")).ToBeVisibleAsync();
        await NoViolationsAsync(late);
    }

    // Browsers slow the timers of hidden pages down to one a minute, which is longer than a turn may last.
    [Fact]
    public async Task Turn_InAHiddenTab_IsTakenAtOnce()
    {
        var performance = await site.PerformanceAsync(ArenaPlaces, skip: 4);
        var admin = await OpenRoomAsync(performance);
        var visitor = await site.VisitAsync();
        await visitor.AddInitScriptAsync("""
            Object.defineProperty(document, 'hidden', { get: () => location.pathname.startsWith('/queue/') });
            if (location.pathname.startsWith('/queue/')) {
              globalThis.setTimeout = () => 0;
            }
            """);
        await visitor.GotoAsync($"/queue/{performance}");
        await visitor.Locator("[data-part=join] button").ClickAsync();
        await Assertions.Expect(visitor.Locator("[data-part=leave]")).ToBeVisibleAsync();

        await admin.GetByRole(AriaRole.Button, new() { Name = "Let people in" }).ClickAsync();

        await Assertions.Expect(visitor).ToHaveURLAsync(new Regex($"/performances/{performance}$"), new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Cookies_OffOrLost_AreNamedAndUseNoPlace()
    {
        var performance = await site.PerformanceAsync(ArenaPlaces, skip: 5);
        var admin = await OpenRoomAsync(performance);

        // Off: said before a place is taken.
        var without = await site.VisitAsync();
        await without.AddInitScriptAsync("Object.defineProperty(navigator, 'cookieEnabled', { get: () => false });");
        await without.GotoAsync($"/queue/{performance}");
        await without.Locator("[data-part=join] button").ClickAsync();
        await Assertions.Expect(without.Locator("[data-part=notice]")).ToContainTextAsync("does not accept cookies");
        Assert.Equal(0, (await site.ApiAsync($"/queue/{performance}/status"))["tail"]!.GetValue<int>());

        // Lost while waiting: the page says so and offers the queue again.
        var visitor = await site.VisitAsync();
        await visitor.GotoAsync($"/queue/{performance}");
        await visitor.Locator("[data-part=join] button").ClickAsync();
        await Assertions.Expect(visitor.Locator("[data-part=leave]")).ToBeVisibleAsync();
        await visitor.Context.ClearCookiesAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Let people in" }).ClickAsync();

        await Assertions.Expect(visitor.GetByRole(AriaRole.Heading, new() { Name = "Your browser has lost your place." })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(visitor.Locator("[data-part=join] button")).ToBeVisibleAsync();
        await NoViolationsAsync(visitor);
    }

    /// <summary>Opens the room as an admin: past times, a rate, paused.</summary>
    private async Task<IPage> OpenRoomAsync(string performance)
    {
        var admin = await site.VisitAsync();
        await admin.GotoAsync("/account/login");
        await admin.Locator("#email").FillAsync("admin@demo.example");
        await admin.Locator("#password").FillAsync("front row 2027");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(admin).Not.ToHaveURLAsync(new Regex("/account/login"), new() { Timeout = 30_000 });
        await admin.GotoAsync($"/admin/waiting-rooms/{performance}");

        await admin.WaitForSelectorAsync(".room-form[data-interactive=true]");
        await admin.Locator("#mode").SelectOptionAsync("scheduled");
        foreach (var field in new[] { "#pre-queue-at", "#starts-at" })
        {
            await admin.Locator(field).FillAsync("2026-01-01T10:00:01");
            await admin.Locator(field).PressAsync("Tab");
        }

        await admin.Locator("#per-minute").FillAsync("150");
        await admin.Locator("#per-minute").PressAsync("Tab");
        await admin.Locator(".room-form button[type=submit]").ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(admin.GetByText("Paused: nobody is let in until you resume.")).ToBeVisibleAsync();
        var phase = "";
        for (var attempt = 0; attempt < 100 && phase != "paused"; attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            phase = (await site.ApiAsync($"/queue/{performance}/status"))["phase"]!.GetValue<string>();
        }

        Assert.Equal("paused", phase);

        return admin;
    }

    private async Task JoinAllAsync(string performance)
    {
        for (var person = 0; person < PeopleAhead; person++)
        {
            using var join = new HttpRequestMessage(HttpMethod.Post, $"/queue/{performance}/join");
            join.Headers.Add("Hold-Secret", person.ToString("D42", CultureInfo.InvariantCulture) + "A");
            using var joined = await site.Http.SendAsync(join);
            Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        }
    }

    private static async Task BuyAsync(IPage page)
    {
        await PaymentStep.TakeBestSeatsAsync(page);
        await Assertions.Expect(page.GetByTestId("basket-line")).ToHaveCountAsync(2);
        await PaymentStep.ReachAsync(page, "queue@example.org");
        await PaymentStep.PayAsync(page, "4242 4242 4242 4242");
        await Assertions.Expect(page.GetByTestId("ticket")).ToHaveCountAsync(2);
    }

    private static async Task NoViolationsAsync(IPage page) => Faults.None(await Axe.ViolationsAsync(page));
}
