using System.Net;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Reductions;

/// <summary>The choice of reduced prices at the checkout, without scripts.</summary>
public sealed class ReducedCheckoutTests(TestServers servers)
{
    private const int Floor = 16;

    [Fact]
    public async Task Prices_OfSeatsWithReductions_CanBeChosenByName()
    {
        await using var shop = await OpenAsync();
        using var browser = new Browser(shop.App.BaseAddress);
        var (_, page) = await OpenAsync(shop, browser, 0, Floor);

        // A place of a tier without reductions has no choice.
        var select = Assert.Single(page.Document.QuerySelectorAll("[data-testid=reduction]"));
        Assert.Equal(["Full price · €46.50", "Child · €21.50", "Student · €31.50"], select.QuerySelectorAll("option").Select(option => option.TextContent));
        Assert.Contains("Standard", page.Document.QuerySelector($"label[for={select.Id}]")?.TextContent, StringComparison.Ordinal);
        Assert.NotNull(select.Closest("form.checkout-form"));
    }

    [Fact]
    public async Task Total_WithAChosenPrice_IsShownAndKept()
    {
        await using var shop = await OpenAsync();
        using var browser = new Browser(shop.App.BaseAddress);
        var (hold, page) = await OpenAsync(shop, browser, 0, 1);

        var chosen = await browser.SubmitAsync(page, "checkout", ("Form.Action", "prices"), ("Form.FullName", "Ada"), ("Reduction.0", "Child"), ("Reduction.1", ""));

        Assert.Equal("€68.00", TotalOf(chosen));
        Assert.Equal("Ada", chosen.Document.QuerySelector("#name")?.GetAttribute("value"));
        Assert.Contains("Up to 14 years", chosen.Document.QuerySelector("#Reduction-0-note")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));

        // After a look at the seats the choice is still there.
        var again = await browser.GetAsync($"/checkout/{hold.Id}");
        Assert.Equal("€68.00", TotalOf(again));
        Assert.Equal("Child", again.Document.QuerySelector("#Reduction-0 option[selected]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Order_FromTheForm_HasTheChosenPrices()
    {
        await using var shop = await OpenAsync();
        using var browser = new Browser(shop.App.BaseAddress);
        var (hold, page) = await OpenAsync(shop, browser, 0, 1);

        await browser.SubmitAsync(page, "checkout", [.. Details("pay"), ("Reduction.0", "Student"), ("Reduction.1", "")]);
        Assert.Equal(3150 + 4650, await TotalAsync(shop, hold));

        // The details again: other prices change the same order.
        var edit = await browser.GetAsync($"/checkout/{hold.Id}?edit=true");
        Assert.Equal("Student", edit.Document.QuerySelector("#Reduction-0 option[selected]")?.GetAttribute("value"));
        await browser.SubmitAsync(edit, "checkout", ("Form.Action", "pay"), ("Reduction.0", ""), ("Reduction.1", "Child"));
        Assert.Equal(4650 + 2150, await TotalAsync(shop, hold));
    }

    [Fact]
    public async Task Prices_AgainstARule_AreRefusedWithTheReason()
    {
        await using var shop = await OpenAsync();
        using var browser = new Browser(shop.App.BaseAddress);
        var (hold, page) = await OpenAsync(shop, browser, 0, 1, 2);

        var refused = await browser.SubmitAsync(
            page, "checkout", [.. Details("pay"), ("Reduction.0", "Child"), ("Reduction.1", "Child"), ("Reduction.2", "Child")]);

        Assert.Contains("More seats have a reduced price", refused.Document.QuerySelector("[data-testid=reduction-error]")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));
        var unknown = await browser.SubmitAsync(page, "checkout", [.. Details("prices"), ("Reduction.0", "Senior"), ("Reduction.x", "Child"), ("Reduction.99", "Child")]);
        Assert.Contains("no longer offered", unknown.Document.QuerySelector("[data-testid=reduction-error]")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/checkout/{hold.Id}")).Status);
    }

    [Fact]
    public async Task Group_OneSeatShort_IsExplained()
    {
        await using var shop = await OpenAsync();
        using var browser = new Browser(shop.App.BaseAddress);
        var (_, page) = await OpenAsync(shop, browser, 0, 1, 2);

        Assert.Equal("With 1 more seat of Standard, each costs €26.50.", page.Document.QuerySelector("[data-testid=group-hint]")?.TextContent);

        using var other = new Browser(shop.App.BaseAddress);
        var (_, group) = await OpenAsync(shop, other, 4, 5, 6, 7);
        Assert.Null(group.Document.QuerySelector("[data-testid=group-hint]"));
        Assert.Equal("€106.00", TotalOf(group));
        Assert.Equal("Group price", group.Document.QuerySelector("#Reduction-4-note")?.TextContent.Trim());
    }

    private async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { FloorPlaces = 4 });
        await shop.OfferAsync();
        return shop;
    }

    private static async Task<(HoldReply Hold, Page Page)> OpenAsync(Shop shop, Browser browser, params int[] seats)
    {
        var hold = await shop.HoldAsync(seats);
        browser.Cookies.Add(shop.App.BaseAddress, new Cookie("buyer", hold.Secret));
        return (hold, await browser.GetAsync($"/checkout/{hold.Id}"));
    }

    private static (string Name, string Value)[] Details(string action) =>
        [("Form.FullName", "Ada Lovelace"), ("Form.Email", "ada@example.org"), ("Form.Action", action)];

    private static string? TotalOf(Page page) => page.Document.QuerySelector("[data-testid=total]")?.TextContent.Trim();

    private static Task<long> TotalAsync(Shop shop, HoldReply hold) =>
        shop.Database.ScalarAsync<long>("select total from orders where hold_id = $1", Guid.Parse(hold.Id));
}
