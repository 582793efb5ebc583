using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ticketing.Tests.Integration;

namespace Ticketing.E2E;

/// <summary>
/// One organizer's story without seed data: account, organization, event, presale, a sale that moves the dashboard, refund, exchange and a
/// message. Everything is done on pages.
/// </summary>
[LongRunning]
public sealed partial class OrganizerStoryTests(Site site)
{
    private const string Password = "quiet harbour 1912";

    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    private string Email => $"story-{_mark}@example.org";

    [Fact]
    public async Task Organizer_FromRegistrationToAMessage_NeedsNoHelp()
    {
        var admin = await Office.EnterAsync(site, "admin@demo.example");
        var organizer = await RegisterAsync();
        var home = await FoundAsync(organizer);
        await ApproveOrganizationAsync(admin);

        var edit = await DraftAsync(organizer, home);
        await ApproveEventAsync(admin);
        await organizer.ReloadAsync();
        await Assertions.Expect(organizer.Locator(".admin-head .badge")).ToHaveTextAsync("Published");
        var slug = (await organizer.GetByRole(AriaRole.Link, new() { Name = "The public page" }).GetAttributeAsync("href"))!;
        var performance = (await site.ApiAsync("/api/v1" + slug))["performances"]![0]!["id"]!.GetValue<string>();

        var code = await PresaleAsync(organizer, $"{home}/events/{edit}");
        var promo = await PromoAsync(organizer, home);

        await Office.OpenAsync(organizer, $"{home}/events/{edit}?performance={performance}");
        var sold = organizer.Locator("[data-figure=sold]");
        await Assertions.Expect(organizer.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(sold).ToHaveTextAsync("0");

        await BuyAsync(slug, code, promo);
        await Assertions.Expect(sold).ToHaveTextAsync("2", new() { Timeout = 30_000 });

        await Office.OpenAsync(organizer, $"{home}/orders");
        await organizer.Locator("tbody a").First.ClickAsync();
        await RefundOneAsync(organizer);
        await ExchangeAsync(organizer);
        await MessageAsync(organizer, home);
    }

    private async Task<IPage> RegisterAsync()
    {
        var page = await site.VisitAsync();
        await page.GotoAsync("/account/register");
        await page.Locator("#name").FillAsync("Mara Lindt");
        await page.Locator("#email").FillAsync(Email);
        await page.Locator("#password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Check your mail.")).ToBeVisibleAsync();

        await page.GotoAsync(Link().Match(await MailAsync(Email, "confirm")).Value.Replace("&amp;", "&", StringComparison.Ordinal));
        await page.Locator("#password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm my address" }).ClickAsync();
        await Office.SignInAsync(page, Email, Password);
        return page;
    }

    private async Task<string> FoundAsync(IPage page)
    {
        await page.GotoAsync("/organizer/new");
        await page.WaitForSelectorAsync("form[data-interactive=true]");
        await page.Locator("#organization-name").FillAsync($"Storyhouse {_mark}");
        await page.Locator("#organization-email").FillAsync(Email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Found the organization" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/organizer/storyhouse-{_mark}$"), new() { Timeout = 30_000 });
        return $"/organizer/storyhouse-{_mark}";
    }

    private async Task ApproveOrganizationAsync(IPage admin)
    {
        await Office.OpenAsync(admin, $"/admin/organizations?q=storyhouse-{_mark}");
        await admin.Locator("tbody a").First.ClickAsync();
        await ConfirmAsync(admin, admin.GetByRole(AriaRole.Button, new() { Name = "Approve" }));
        await Assertions.Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
    }

    /// <returns>The event's id.</returns>
    private async Task<string> DraftAsync(IPage page, string home)
    {
        await Office.OpenAsync(page, $"{home}/events/new");
        await page.GetByTestId("start").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/edit/details$"), new() { Timeout = 30_000 });
        var id = EventId().Match(page.Url).Groups[1].Value;

        await page.Locator("#details-title").FillAsync($"The Lighthouse {_mark}");
        await page.Locator("#details-category").SelectOptionAsync("theatre");
        await page.Locator("#details-summary").FillAsync("A play about a lamp that must not go out.");
        await page.Locator("#details-story").FillAsync("### The lamp\n\nTwo keepers, **one** winter.");
        await NextAsync(page, "dates");

        foreach (var day in new[] { 40, 41 })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a date" }).ClickAsync();
            await page.Locator(".dates-row").Nth(day - 40).WaitForAsync();
            await page.Locator(".dates-row input[type=datetime-local]").Nth(day - 40).FillAsync(Local(day, "20:00"));
        }

        await NextAsync(page, "plan");
        await page.GetByRole(AriaRole.Button, new() { Name = "New venue" }).ClickAsync();
        foreach (var (field, text) in new[]
        {
            ("name", $"Harbour Stage {_mark}"), ("street", "Kai 1"), ("postal-code", "20457"), ("city", "Hamburg"), ("zone", "Europe/Berlin"),
            ("latitude", "53.5436"), ("longitude", "9.9669"),
        })
        {
            await page.Locator($"#venue-{field}").FillAsync(text);
        }

        await page.Locator("#venue-country").SelectOptionAsync("DE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the venue" }).ClickAsync();
        await page.Locator(".library-card").First.WaitForAsync();
        await page.Locator("input[name=template]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy this plan" }).ClickAsync();
        await Assertions.Expect(page.Locator("input[name=plan]")).ToBeCheckedAsync();
        await NextAsync(page, "prices");

        var rows = page.Locator(".prices-row");
        await rows.First.WaitForAsync();
        for (var row = 0; row < await rows.CountAsync(); row++)
        {
            await rows.Nth(row).Locator("input[id$='-price']").FillAsync((48 - (row * 6)).ToString(CultureInfo.InvariantCulture));
            await rows.Nth(row).Locator("input[id$='-fee']").FillAsync("2.50");
            await rows.Nth(row).Locator("input[id$='-taxBasisPoints']").FillAsync("7");
        }

        await NextAsync(page, "sale");
        await page.Locator("#sale-open-at").CheckAsync();
        await page.Locator("#sale-opensAt").FillAsync(Local(20, "10:00"));
        await NextAsync(page, "review");
        await Assertions.Expect(page.GetByText("Nothing is missing")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Faults.None(await Axe.ViolationsAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish the event" }).ClickAsync();
        await Assertions.Expect(page.GetByText("We are looking at this event.")).ToBeVisibleAsync();
        return id;
    }

    private async Task ApproveEventAsync(IPage admin)
    {
        await Office.OpenAsync(admin, "/admin/reviews");
        var approve = admin.GetByRole(AriaRole.Button, new() { Name = $"Approve: The Lighthouse {_mark}" });
        await ConfirmAsync(admin, approve);
        await Assertions.Expect(approve).ToHaveCountAsync(0);
    }

    private async Task<string> PresaleAsync(IPage page, string home)
    {
        await Office.OpenAsync(page, $"{home}/presales");
        await page.Locator("#presale-name").FillAsync("Friends of the house");
        await page.Locator("#presale-opens").FillAsync(Local(-1, "10:00"));
        await page.Locator("#presale-closes").FillAsync(Local(19, "10:00"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the presale" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/presales/[0-9a-f-]{36}$"), new() { Timeout = 30_000 });

        await page.Locator("#codes-named").CheckAsync();
        await page.Locator("#code-text").FillAsync($"FRIEND{_mark}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make codes" }).ClickAsync();
        await Assertions.Expect(page.Locator("td code")).ToHaveTextAsync($"FRIEND{_mark}".ToUpperInvariant());
        return $"friend{_mark}";
    }

    private async Task<string> PromoAsync(IPage page, string home)
    {
        await Office.OpenAsync(page, $"{home}/promos");
        await page.Locator("#campaign-name").FillAsync("Opening");
        await page.Locator("#kind-percent").CheckAsync();
        await page.Locator("#campaign-value").FillAsync("25");
        await page.Locator("#code-text").FillAsync($"LAMP{_mark}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the campaign" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Opening");
        return $"lamp{_mark}";
    }

    private async Task BuyAsync(string address, string code, string promo)
    {
        var buyer = await site.VisitAsync();
        await buyer.GotoAsync(address);
        await buyer.GetByRole(AriaRole.Link, new() { Name = "Enter your code" }).First.ClickAsync();
        await buyer.GetByTestId("access-code").Locator("#access-code").FillAsync(code);
        await buyer.GetByTestId("enter-code").ClickAsync();
        await PaymentStep.WaitForMapAsync(buyer);
        await PaymentStep.TakeBestSeatsAsync(buyer);
        await buyer.GetByTestId("checkout").ClickAsync();
        await buyer.Locator("#name").FillAsync("Ada Lovelace");
        await buyer.Locator("#email").FillAsync($"buyer-{_mark}@example.org");
        await buyer.Locator("#promo").FillAsync(promo);
        await buyer.GetByTestId("apply-promo").ClickAsync();
        await Assertions.Expect(buyer.GetByTestId("promo-applied")).ToBeVisibleAsync();
        await buyer.GetByTestId("to-payment").ClickAsync();
        await PaymentStep.ReadyAsync(buyer);
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
    }

    private static async Task RefundOneAsync(IPage page)
    {
        await page.Locator("input[aria-label^='Refund ']").First.CheckAsync();

        // The sum to type is of the seats that the server knows to be chosen.
        await Assertions.Expect(page.Locator("label[for='typed-sum']")).Not.ToContainTextAsync("€0.00");
        await TypeSumAsync(page, "#typed-sum");
        await ConfirmAsync(page, page.Locator(".admin-refund button[type=submit]"));
        await Assertions.Expect(page.Locator(".admin-head .badge").First).ToHaveTextAsync("Partly refunded", new() { Timeout = 30_000 });
    }

    private static async Task ExchangeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose seats to exchange" }).ClickAsync();
        await page.Locator("input[id^='give-']").First.CheckAsync();
        await page.Locator("input[id^='take-']").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the difference" }).ClickAsync();
        await page.GetByTestId("exchange-quote").WaitForAsync();
        if (await page.Locator("#exchange-sum").CountAsync() > 0)
        {
            await TypeSumAsync(page, "#exchange-sum");
        }

        await ConfirmAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Exchange the seats" }));
        await Assertions.Expect(page.Locator("#items-title")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("exchanged", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    private async Task MessageAsync(IPage page, string home)
    {
        await Office.OpenAsync(page, $"{home}/messages");
        await page.GetByRole(AriaRole.Button, new() { Name = "New message" }).ClickAsync();
        await page.Locator("#message-subject").FillAsync($"Doors open earlier {_mark}");
        await page.Locator("#message-body").FillAsync("Dear {name}, come at **19:00**.");
        await Assertions.Expect(page.GetByTestId("audience-count")).ToContainTextAsync("1");
        await ConfirmAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }));
        await page.GetByTestId("recall").WaitForAsync();
        Assert.Contains("19:00", await MailAsync($"buyer-{_mark}@example.org", $"Doors open earlier {_mark}"), StringComparison.Ordinal);
    }

    // The sum that a label asks for, in the page's format.
    private static async Task TypeSumAsync(IPage page, string field)
    {
        var label = await page.Locator($"label[for='{field[1..]}']").InnerTextAsync();
        await page.Locator(field).FillAsync(Amount().Match(label[label.IndexOf(':', StringComparison.Ordinal)..]).Value);
    }

    // Presses the button, and confirms if a dialog asks.
    private static async Task ConfirmAsync(IPage page, ILocator button)
    {
        await button.ClickAsync();
        var dialog = page.Locator(".mud-dialog");
        try
        {
            await dialog.WaitForAsync(new() { Timeout = 2_000 });
        }
        catch (TimeoutException)
        {
            return;
        }

        await dialog.Locator("button").Last.ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task NextAsync(IPage page, string step)
    {
        await page.Locator("h2#step-title").ClickAsync();
        await page.Locator(".wizard-next").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/edit/{step}$"), new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".wizard-state")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 30_000 });
    }

    /// <summary>The HTML of the newest mail to an address with a word in its subject, when it has arrived.</summary>
    private async Task<string> MailAsync(string to, string subject)
    {
        for (var tries = 0; tries < 240; tries++)
        {
            var list = await site.Http.GetStringAsync($"/mailbox?to={Uri.EscapeDataString(to)}", TestContext.Current.CancellationToken);
            foreach (Match mail in Mail().Matches(list))
            {
                if (mail.Groups[2].Value.Contains(subject, StringComparison.OrdinalIgnoreCase))
                {
                    return await site.Http.GetStringAsync($"{mail.Groups[1].Value}/html", TestContext.Current.CancellationToken);
                }
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"No mail with '{subject}' has arrived for {to}.");
    }

    private static string Local(int days, string time) =>
        TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T" + time;

    [GeneratedRegex(@"/organizer/[^/]+/events/([0-9a-f-]{36})/edit")]
    private static partial Regex EventId();

    [GeneratedRegex("""href="(/mailbox/[0-9a-f-]{36})"[^>]*>\s*<strong>([^<]*)</strong>""")]
    private static partial Regex Mail();

    [GeneratedRegex(@"https?://[^""]+/account/confirm[^""]+")]
    private static partial Regex Link();

    [GeneratedRegex(@"\d[\d.,]*")]
    private static partial Regex Amount();
}
