using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Core.Access;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Hosting;

/// <summary>Every page with forms, each in a browser and a state of its own, and what ends that state in another tab.</summary>
public sealed partial class LateFormPlaces(TestServers servers) : IAsyncLifetime
{
    // Where the forms are, and how their state ends in another tab.
    private static readonly Dictionary<string, Func<LateFormPlaces, Task<Place>>> All = new()
    {
        ["sign-in"] = at => at.GuestAsync("/account/login"),
        ["register"] = at => at.GuestAsync("/account/register"),
        ["forgot"] = at => at.GuestAsync("/account/forgot"),
        ["second step"] = at => at.GuestAsync("/account/2fa"),
        ["reset"] = at => at.GuestAsync("/account/reset?user=x&token=y"),
        ["confirm"] = at => at.GuestAsync("/account/confirm?user=x&token=y"),
        ["confirm a new address"] = at => at.GuestAsync("/account/confirm-email?user=x&email=a%40example.org&token=y"),
        ["profile"] = at => at.MemberAsync("/account"),
        ["privacy"] = at => at.MemberAsync("/account/privacy"),
        ["security"] = at => at.SecurityAsync(),
        ["invitation, then revoked"] = at => at.InvitedAsync(),
        ["orders to claim"] = at => at.ClaimAsync(),
        ["organizer to follow"] = at => at.FollowAsync("/organizers/"),
        ["followed organizers"] = at => at.FollowAsync("/account/following"),
        ["mails to followers"] = at => at.GuestAsync("/account/following/stop?token=x"),
        ["find an order"] = at => at.GuestAsync("/orders/find"),
        ["proof of presence"] = at => at.TwoFactorAsync("/account/proof"),
        ["undelivered mail"] = at => at.UndeliveredAsync(),
        ["authenticator off"] = at => at.MemberAsync("/account/authenticator"),
        ["authenticator on"] = at => at.TwoFactorAsync("/account/authenticator"),
        ["details, then ordered elsewhere"] = at => at.HoldAsync((hold, _) => at._shop.PlaceAsync(hold, AccessApp.NewEmail())),
        ["details, then the time ran out"] = at => at.HoldAsync((hold, _) => at._shop.Database.ExecuteAsync(
            "update holds set expires_at = now() - interval '1 second' where id = $1", Guid.Parse(hold.Id))),
        ["details, then paid elsewhere"] = at => at.HoldAsync(async (hold, _) => await at.PayAsync(await at._shop.PlaceAsync(hold, AccessApp.NewEmail()))),
        ["payment, then paid elsewhere"] = at => at.OrderAsync(hold => $"/checkout/{hold.Id}", at.PayAsync),
        ["payment, then cancelled elsewhere"] = at => at.OrderAsync(hold => $"/checkout/{hold.Id}", at.CancelAsync),
        ["seats with an unpaid order"] = at => at.OrderAsync(_ => $"/performances/{at._shop.Sale.Id}", at.PayAsync),
        ["presale, then on sale"] = at => at.PresaleAsync(),
        ["tickets, then cancelled elsewhere"] = at => at.TicketsAsync(""),
        ["cancellation, then cancelled elsewhere"] = at => at.TicketsAsync("?step=cancel"),
        ["answers, then cancelled elsewhere"] = at => at.TicketsAsync("?step=answers"),
    };

    private Shop _shop = null!;
    private AccessApp _accounts = null!;
    private int _seat = -1;

    public static IEnumerable<string> Names => All.Keys;

    public Uri Address => _shop.App.BaseAddress;

    internal HttpClient Http => _shop.Http;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(
            servers,
            terms: new TestSaleTerms { Rows = 40, SeatsPerRow = 10 },
            settings:
            [
                ("Access:PasswordHashIterations", "10000"), ("Access:ResetRequestMilliseconds", "0"), ("Access:SessionCheckSeconds", "0"),
                ("Access:MailCooldownSeconds", "0"), ("Access:MailsPerDayMax", "1000"), ("RateLimits:Enabled", "false"),
            ]);
        await _shop.Database.ExecuteAsync("update organizations set refund_hours_before = 1");
        await _shop.Database.ExecuteAsync(
            """
            insert into event_questions (id, organization_id, event_id, position, kind, scope, text, help, is_required, categories, option_keys, option_texts,
              options_offered, created_at)
            select gen_random_uuid(), organization_id, event_id, 1, 'text', 'order', 'Anything else?', '', false, '{}', '{}', '{}', 0, now()
            from performances where id = $1
            """, _shop.Sale.Id.Value);
        _accounts = AccessApp.Over(_shop.Database, _shop.App);
    }

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    /// <summary>The form's name without the id of an item.</summary>
    public static string WithoutId(string form) => LastId().Replace(form, "");

    /// <summary>The details of a held seat, until they are ordered elsewhere.</summary>
    internal Task<Place> DetailsAsync(string language = "en") => HoldAsync((hold, _) => _shop.PlaceAsync(hold, AccessApp.NewEmail()), language);

    // A performance of its own: presales come before the general sale.
    private async Task<Place> PresaleAsync()
    {
        var sale = await TestSale.CreateAsync(_shop.Database.DataSource, new TestSaleTerms { OnSaleAt = DateTimeOffset.UtcNow.AddDays(1) });
        await _shop.Database.ExecuteAsync(
            """
            with made as (
              insert into presales (id, organization_id, event_id, name, opens_at, closes_at, categories, created_at)
              select gen_random_uuid(), organization_id, event_id, 'Fans', now(), now() + interval '1 hour', '{}', now() from performances where id = $1
              returning id)
            insert into presale_dates select id, $1 from made
            """, sale.Id.Value);
        var browser = _accounts.OpenBrowser();
        return new Place(
            browser, await browser.GetAsync($"/performances/{sale.Id}"), false,
            () => _shop.Database.ExecuteAsync("update performances set on_sale_at = now() where id = $1", sale.Id.Value));
    }

    // Names of the forms that a place shows.
    public async Task<List<string>> FormsOfAsync(string name)
    {
        using var place = await OpenAsync(name);
        List<string> forms = [.. place.Page.Document.QuerySelectorAll("form input[name=_handler]").Select(input => input.GetAttribute("value")!)];
        Assert.NotEmpty(forms);
        return forms;
    }

    // Ids in form names differ between two openings of a place.
    internal Task<Place> OpenAsync(string name) => All[name](this);

    internal async Task ChangeUserAsync(Place place)
    {
        if (place.IsSignedIn)
        {
            await place.Browser.SubmitAsync("/account", "form[action='/account/logout']");
        }
        else
        {
            await AccessApp.LogInAsync(place.Browser, await _accounts.RegisterAsync(), AccessApp.Password);
        }
    }

    private async Task<Place> GuestAsync(string path)
    {
        var browser = _accounts.OpenBrowser();
        return new Place(browser, await browser.GetAsync(path), false, null);
    }

    private async Task<Place> MemberAsync(string path)
    {
        var browser = await _accounts.SignInAsync(await _accounts.RegisterAsync());
        return new Place(browser, await browser.GetAsync(path), true, null);
    }

    private async Task<Place> SecurityAsync()
    {
        var email = await _accounts.RegisterAsync();
        Assert.Equal(200, (await _accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Status);
        using var elsewhere = await _accounts.SignInAsync(email);
        var browser = await _accounts.SignInAsync(email);
        using var authenticator = new SoftwareAuthenticator(_accounts.Address);
        var page = await browser.GetAsync("/account/security");
        var options = await browser.PostAsync("/account/passkeys/creation-options", [], page.Token);
        await browser.SubmitAsync(page, "add-passkey", ("Passkey.Credential", authenticator.Create(options.Text)), ("Passkey.Name", "My phone"));
        return new Place(browser, await browser.GetAsync("/account/security"), true, null);
    }

    // Below the organizers' public pages: that of the selling one.
    private async Task<Place> FollowAsync(string path)
    {
        var email = await _accounts.RegisterAsync();
        var slug = await _shop.Database.ScalarAsync<string>("select slug from organizations limit 1");
        await _shop.Database.ExecuteAsync(
            "insert into followers select u.id, o.id, now(), true, now() from users u, organizations o where u.email = $1 and o.slug = $2", email, slug!);
        var browser = await _accounts.SignInAsync(email);
        var address = path.EndsWith('/') ? path + slug : path;
        return new Place(
            browser, await browser.GetAsync(address), true,
            () => _shop.Database.ExecuteAsync("delete from followers where user_id = (select id from users where email = $1)", email));
    }

    private async Task<Place> InvitedAsync()
    {
        var organization = await _shop.Database.ScalarAsync<Guid>("select id from organizations limit 1");
        var inviter = await _accounts.RegisterAsAsync(Roles.Buyer, organization, "owner");
        var (email, token) = (await _accounts.RegisterAsync(), Guid.NewGuid().ToString("N"));
        await _shop.Database.ExecuteAsync(
            """
            insert into member_invitations
              (id, organization_id, email, email_normalized, role, token_hash, created_by, created_at, mails, sent_at, expires_at)
            select gen_random_uuid(), $4, $1, $1, 'analyst', sha256(convert_to($2, 'UTF8')), u.id, now(), 1, now(), now() + interval '7 days'
            from users u where u.email = $3
            """, email, token, inviter, organization);
        var browser = await _accounts.SignInAsync(email);
        return new Place(
            browser, await browser.GetAsync($"/invitations?token={token}"), true,
            () => _shop.Database.ExecuteAsync("update member_invitations set revoked_at = now() where email = $1", email));
    }

    private async Task<Place> TwoFactorAsync(string path)
    {
        var browser = await _accounts.SignInAsync(await _accounts.RegisterAsync());
        var page = await browser.GetAsync("/account/authenticator");
        var key = page.Document.QuerySelector("code")!.TextContent;
        await browser.SubmitAsync(page, "enable", ("Enable.Code", AuthenticatorApp.CodeOf(key)));
        return new Place(browser, await browser.GetAsync(path), true, null);
    }

    private async Task<Place> UndeliveredAsync()
    {
        var (browser, hold) = await NewHoldAsync("en");
        var order = await _shop.PlaceAsync(hold, AccessApp.NewEmail());
        await PayAsync(order);
        var id = Guid.Parse(order.Id);
        await Eventually.TrueAsync(async () => await _shop.Database.ScalarAsync<long>(
            "select count(*) from sent_mails where order_id = $1 and sent_at is not null", id) == 1);
        await _shop.Database.ExecuteAsync("update sent_mails set delivered = false where order_id = $1", id);
        var page = await browser.GetAsync($"/orders/{order.Body!["number"]!.GetValue<string>()}");
        return new Place(browser, page, false, () => _shop.Database.ExecuteAsync("update sent_mails set delivered = true where order_id = $1", id));
    }

    private async Task<Place> ClaimAsync()
    {
        var email = await _accounts.RegisterAsync();
        await PayAsync(await _shop.PlaceAsync(await _shop.HoldAsync(Interlocked.Increment(ref _seat)), email));
        var browser = await _accounts.SignInAsync(email);
        return new Place(browser, await browser.GetAsync("/account/tickets"), true, null);
    }

    private async Task<Place> HoldAsync(Func<HoldReply, Browser, Task> end, string language = "en")
    {
        var (browser, hold) = await NewHoldAsync(language);
        return new Place(browser, await browser.GetAsync($"/checkout/{hold.Id}"), false, () => end(hold, browser));
    }

    private async Task<Place> OrderAsync(Func<HoldReply, string> path, Func<Reply, Task> end)
    {
        var (browser, hold) = await NewHoldAsync("en");
        var order = await _shop.PlaceAsync(hold, AccessApp.NewEmail());
        var checkout = await browser.GetAsync($"/checkout/{hold.Id}");
        var target = path(hold);
        return new Place(browser, target == checkout.Path ? checkout : await browser.GetAsync(target), false, () => end(order));
    }

    private async Task<Place> TicketsAsync(string query)
    {
        var (browser, hold) = await NewHoldAsync("en");
        var order = await _shop.PlaceAsync(hold, AccessApp.NewEmail());
        await PayAsync(order);
        var page = await browser.GetAsync($"/orders/{order.Body!["number"]!.GetValue<string>()}{query}");
        return new Place(browser, page, false, () => CancelAsync(order));
    }

    private async Task<(Browser, HoldReply)> NewHoldAsync(string language)
    {
        var hold = await _shop.HoldAsync(Interlocked.Increment(ref _seat));
        var browser = _accounts.OpenBrowser(language);
        browser.Cookies.Add(_accounts.Address, new Cookie("buyer", hold.Secret));
        return (browser, hold);
    }

    private async Task PayAsync(Reply order)
    {
        await _shop.PayAsync(order);
        await _shop.ReadUntilAsync(order, "paid");
    }

    private async Task CancelAsync(Reply order) =>
        Assert.Equal(HttpStatusCode.OK, (await _shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Code);

    [GeneratedRegex("-[0-9a-fA-F-]{36}$|-[A-Za-z0-9_-]{20,}$")]
    private static partial Regex LastId();

    /// <summary>A page with forms, in a browser of its own.</summary>
    internal sealed class Place(Browser browser, Page page, bool isSignedIn, Func<Task>? end) : IDisposable
    {
        public Browser Browser { get; } = browser;

        public Page Page { get; } = page;

        public bool IsSignedIn { get; } = isSignedIn;

        public bool Ends => end is not null;

        public Task EndAsync() => end?.Invoke() ?? Task.CompletedTask;

        /// <summary>The form's name here: one with an id, as of another opening, is the one with the same beginning.</summary>
        public string NameOf(string form) => Page.Document.QuerySelectorAll("input[name=_handler]").Select(input => input.GetAttribute("value")!)
            .First(name => WithoutId(name) == WithoutId(form));

        public Task<Page> PostAsync(string form, string? without = null)
        {
            var here = NameOf(form);
            var fields = Page.FieldsOf(here, [("Form.FullName", "Ada"), ("Form.Email", AccessApp.NewEmail())]);
            if (without is not null)
            {
                fields.Remove(without);
            }

            return Browser.PostAsync(Page.ActionOf(here), fields);
        }

        public void Dispose() => Browser.Dispose();
    }
}
