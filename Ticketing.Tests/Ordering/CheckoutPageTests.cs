using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Core.Seating.Plans;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>The checkout's forms without scripts, and the basket that every page's header reads.</summary>
public sealed class CheckoutPageTests(TestServers servers) : IAsyncLifetime
{
    private Shop _shop = null!;
    private int _seat;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms
        {
            Rows = 4,
            SeatsPerRow = 10,
            Overrides = [new SeatOverride(3, 8, Kind: SeatKind.Wheelchair), new SeatOverride(3, 9, Kind: SeatKind.Companion)],
        });
        await _shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses)
            select gen_random_uuid(), organization_id, 'TEN', 'percent', 1000, false, '{}', 0, 100, 0 from performances where id = $1
            """,
            _shop.Sale.Id.Value);
    }

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task GiveBack_OrderUnpaid_CancelsItAndOpensTheSeats()
    {
        var (browser, hold, seat) = await HoldAsync();
        using var closing = browser;
        var order = await _shop.PlaceAsync(hold);

        var answer = await browser.SubmitAsync($"/checkout/{hold.Id}", "abandon");

        Assert.Equal($"/performances/{_shop.Sale.Id}", answer.Location);
        Assert.Equal("cancelled", await _shop.StatusInDatabaseAsync(order));
        Assert.Equal([(short)0], await _shop.SeatsAsync(seat));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(answer.Location!)).Status);
    }

    // The buyer's cookie outlives the session, so it does not open an account's order.
    [Theory]
    [InlineData("/checkout/{0}", "abandon")]
    [InlineData("/performances/{1}", "unpaid-cancel")]
    public async Task GiveBack_OfAnAccountsOrder_WorksSignedInOnly(string address, string form)
    {
        var (browser, hold, seat) = await HoldAsync();
        using var closing = browser;
        var page = string.Format(CultureInfo.InvariantCulture, address, hold.Id, _shop.Sale.Id);
        var accounts = AccessApp.Over(_shop.Database, _shop.App);
        var email = await accounts.RegisterAsync();
        await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", Details("", "pay"));
        // The payment step sets the cookie of the seat page's notice.
        await browser.GetAsync($"/checkout/{hold.Id}");
        using var left = new Browser(_shop.App.BaseAddress);
        foreach (Cookie cookie in browser.Cookies.GetCookies(_shop.App.BaseAddress))
        {
            if (cookie.Name != "session")
            {
                left.Cookies.Add(_shop.App.BaseAddress, new Cookie(cookie.Name, cookie.Value));
            }
        }

        Assert.DoesNotContain("ada@example.org", (await left.GetAsync($"/checkout/{hold.Id}")).Text, StringComparison.Ordinal);
        Assert.Empty((await left.GetAsync(page)).Document.QuerySelectorAll($"form:has(input[value='{form}'])"));
        var answer = await browser.SubmitAsync(page, form);

        Assert.Equal($"/performances/{_shop.Sale.Id}", answer.Location);
        Assert.Equal("cancelled", await _shop.Database.ScalarAsync<string>("select status from orders where hold_id = $1", Guid.Parse(hold.Id)));
        Assert.Equal([(short)0], await _shop.SeatsAsync(seat));
    }

    [Fact]
    public async Task MoreTime_WhileThePaymentIsAwaited_WorksOnceWithinTheLimit()
    {
        var (browser, hold, seat) = await HoldAsync();
        using var closing = browser;
        var order = await _shop.PlaceAsync(hold);
        var id = Guid.Parse(order.Id);
        var before = await _shop.Database.ScalarAsync<DateTime>("select expires_at from orders where id = $1", id);
        var page = await browser.GetAsync($"/checkout/{hold.Id}");

        var answer = await browser.SubmitAsync(page, "extend");

        Assert.Equal($"/checkout/{hold.Id}", answer.Location);
        var after = await _shop.Database.ScalarAsync<DateTime>("select expires_at from orders where id = $1", id);
        Assert.True(after > before);
        Assert.Equal(after, await _shop.Database.ScalarAsync<DateTime>("select held_until from seats where performance_id = $1 and seat_index = $2", _shop.Sale.Id.Value, seat));
        Assert.True(after <= await _shop.Database.ScalarAsync<DateTime>("select expires_hard_at from holds where id = $1", Guid.Parse(hold.Id)));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(page, "extend")).Status);
        Assert.Equal(after, await _shop.Database.ScalarAsync<DateTime>("select expires_at from orders where id = $1", id));
    }

    [Fact]
    public async Task Code_Refused_DoesNotBlockTheOrder()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;

        var refused = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", Details("NOSUCH", "pay"));
        Assert.Contains("We do not know this code", refused.Document.QuerySelector("#promo-error")?.TextContent, StringComparison.Ordinal);
        Assert.Equal("NOSUCH", refused.Document.QuerySelector("#promo")?.GetAttribute("value"));
        Assert.Equal("promo-error", refused.Document.QuerySelector("#promo")?.GetAttribute("aria-describedby"));
        var again = await browser.SubmitAsync(refused, "checkout", ("Form.Action", "pay"));

        Assert.Equal($"/checkout/{hold.Id}", again.Location);
        Assert.Equal(4650L, await _shop.Database.ScalarAsync<long>("select total from orders where hold_id = $1", Guid.Parse(hold.Id)));
    }

    [Fact]
    public async Task Code_Applied_IsRemovedByItsButton()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;

        var applied = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", Details("ten", "promo"));
        Assert.Equal("€42.00", TotalOf(applied));
        var removed = await browser.SubmitAsync(applied, "checkout", ("Form.Action", "no-promo"));

        Assert.Equal("€46.50", TotalOf(removed));
        Assert.Equal("", removed.Document.QuerySelector("#promo")?.GetAttribute("value") ?? "");
        Assert.Null(removed.Document.QuerySelector("#promo")?.GetAttribute("aria-describedby"));
        Assert.Equal("Ada Lovelace", removed.Document.QuerySelector("#name")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Code_OfAnOrderRemoved_OrdersWhatIsShown()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;
        await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", Details("TEN", "pay"));

        var edit = await browser.SubmitAsync($"/checkout/{hold.Id}?edit=true", "checkout", ("Form.Action", "no-promo"));
        var shown = TotalOf(edit);
        await browser.SubmitAsync(edit, "checkout", ("Form.Action", "pay"));

        Assert.Equal("€46.50", shown);
        Assert.Equal(4650L, await _shop.Database.ScalarAsync<long>("select total from orders where hold_id = $1", Guid.Parse(hold.Id)));
    }

    [Fact]
    public async Task Companion_WithoutItsWheelchairPlace_LeadsBackToTheMap()
    {
        const int wheelchair = 38;
        var hold = await _shop.HoldAsync(wheelchair, wheelchair + 1);
        using var holds = new HoldClient(_shop.App);
        var changed = await holds.ChangeAsync(
            hold, new { remove = new[] { _shop.Sale.Label(wheelchair) }, add = new { bestAvailable = new { quantity = 1 } } });
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        using var browser = new Browser(_shop.App.BaseAddress);
        browser.Cookies.Add(_shop.App.BaseAddress, new Cookie("buyer", hold.Secret));

        var refused = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", Details("", "pay"));

        var error = refused.Document.QuerySelector("[data-testid=checkout-error]");
        Assert.Contains("wheelchair place", error?.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/performances/{_shop.Sale.Id}", error?.QuerySelector("a")?.GetAttribute("href"));
        Assert.Equal(0, await _shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Details_Missing_AreLinkedAboveTheHeading()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;

        var answer = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", ("Form.FullName", " "), ("Form.Email", "nobody"), ("Form.Action", "pay"));

        var links = answer.Document.QuerySelectorAll("[data-testid=checkout-error] a").Select(link => new Uri(link.GetAttribute("href")!)).ToList();
        Assert.Equal(["#name", "#email"], links.Select(link => link.Fragment));
        Assert.All(links, link => Assert.Equal($"/checkout/{hold.Id}", link.AbsolutePath));
        Assert.Equal("email-error email-hint", answer.Document.QuerySelector("#email")?.GetAttribute("aria-describedby"));
        Assert.All(
            answer.Document.QuerySelectorAll("[aria-describedby]").SelectMany(field => field.GetAttribute("aria-describedby")!.Split(' ')),
            id => Assert.NotNull(answer.Document.GetElementById(id)));
    }

    [Fact]
    public async Task Summary_WithFees_ListsWhatTheMapListed()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;

        var page = await browser.GetAsync($"/checkout/{hold.Id}");

        Assert.Equal("€46.50", page.Document.QuerySelector(".checkout-seats .nowrap")?.TextContent.Trim());
        Assert.Equal("€46.50", TotalOf(page));
    }

    [Fact]
    public async Task Basket_HeldThenOrdered_FollowsTheHoldForItsBuyerOnly()
    {
        var (browser, hold, _) = await HoldAsync();
        using var closing = browser;
        using var stranger = new Browser(_shop.App.BaseAddress);
        foreach (var each in new[] { browser, stranger })
        {
            each.Cookies.Add(_shop.App.BaseAddress, new Cookie("basket", $"nonsense.{Guid.Parse(hold.Id):N}"));
        }

        var held = Assert.Single(await BasketAsync(browser))!;
        Assert.Equal((hold.Id, 1, false, $"/performances/{_shop.Sale.Id}"),
            (held["hold"]!.GetValue<string>(), held["seats"]!.GetValue<int>(), held["ordered"]!.GetValue<bool>(), held["address"]!.GetValue<string>()));
        Assert.InRange(held["seconds"]!.GetValue<int>(), 1, 600);
        Assert.Empty(await BasketAsync(stranger));

        var order = await _shop.PlaceAsync(hold);
        var ordered = Assert.Single(await BasketAsync(browser))!;
        Assert.Equal((true, $"/checkout/{hold.Id}"), (ordered["ordered"]!.GetValue<bool>(), ordered["address"]!.GetValue<string>()));

        await _shop.ExpireAsync(order);
        Assert.Empty(await BasketAsync(browser));
    }

    private static (string, string)[] Details(string code, string action) =>
        [("Form.FullName", "Ada Lovelace"), ("Form.Email", "ada@example.org"), ("Form.PromoCode", code), ("Form.Action", action)];

    private static string? TotalOf(Page page) => page.Document.QuerySelector("[data-testid=total]")?.TextContent.Trim();

    private static async Task<JsonArray> BasketAsync(Browser browser) => JsonNode.Parse((await browser.GetAsync("/basket")).Text)!["holds"]!.AsArray();

    private async Task<(Browser Browser, HoldReply Hold, int Seat)> HoldAsync()
    {
        var seat = _seat++;
        var hold = await _shop.HoldAsync(seat);
        var browser = new Browser(_shop.App.BaseAddress);
        browser.Cookies.Add(_shop.App.BaseAddress, new Cookie("buyer", hold.Secret));
        return (browser, hold, seat);
    }
}
