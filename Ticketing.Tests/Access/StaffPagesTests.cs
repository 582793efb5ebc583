using System.Net;
using Ticketing.Core.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>The back office's layout: access by role, its links, and its absence from public pages.</summary>
[LongRunning]
public sealed class StaffPagesTests(TestServers servers)
{
    private const string Library = "MudBlazor";

    [Fact]
    public async Task Pages_ForEachRole_OpenOrAreRefused()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var guest = office.Accounts.OpenBrowser();
        using var buyer = await office.Accounts.SignInAsync(await office.Accounts.RegisterAsync());
        using var organizer = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        using var staff = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);
        var (orders, rooms) = (new[] { "/admin/orders", $"/admin/orders/{office.Number}" }, new[] { "/admin/waiting-rooms", $"/admin/waiting-rooms/{office.Shop.Sale.Id}" });

        foreach (var path in orders.Concat(rooms).Append("/admin"))
        {
            Assert.StartsWith("/account/login?returnUrl=", (await guest.GetAsync(path)).Location, StringComparison.Ordinal);
            Assert.StartsWith("/account/denied", (await buyer.GetAsync(path)).Location, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await organizer.FollowAsync(path)).Status);
            Assert.Equal(HttpStatusCode.OK, (await admin.FollowAsync(path)).Status);
        }

        foreach (var path in orders.Append("/admin"))
        {
            Assert.Equal(HttpStatusCode.OK, (await staff.FollowAsync(path)).Status);
        }

        foreach (var path in rooms)
        {
            Assert.StartsWith("/account/denied", (await staff.GetAsync(path)).Location, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/events")).Status);
        Assert.StartsWith("/account/denied", (await staff.GetAsync("/admin/events")).Location, StringComparison.Ordinal);
        Assert.StartsWith("/account/denied", (await organizer.GetAsync("/admin/organizations")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Buyer, "owner", "/organizer")]
    [InlineData(Roles.Buyer, "check-in", "/organizer")]
    [InlineData(Roles.Staff, "box-office", "/admin/orders")]
    [InlineData(Roles.Admin, null, "/admin/orders")]
    public async Task Links_ShownToARole_Open(string role, string? membership, string home)
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var browser = await office.Accounts.SignInAsAsync(role, membership is null ? null : office.Sells.Value, membership ?? "");
        Assert.EndsWith(home, (await browser.GetAsync("/admin")).Location, StringComparison.Ordinal);

        var addresses = (await browser.FollowAsync("/admin")).Document.QuerySelectorAll("a[href^='/'], form[action^='/'][method=get]")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("action")!)
            .Select(address => address.Split('#')[0])
            .Distinct()
            // An organization's dashboard has tests of its own.
            .Where(address => !address.StartsWith("/organizer/", StringComparison.Ordinal) || address == "/organizer/new")
            .ToList();

        Assert.Contains("/organizer", addresses);
        Assert.Equal(role == Roles.Admin || membership == "owner", addresses.Contains("/admin/waiting-rooms"));
        Assert.Equal(membership != "check-in", addresses.Contains("/admin/orders"));
        Assert.Equal(role == Roles.Admin, addresses.Contains("/admin/organizations"));
        foreach (var address in addresses)
        {
            var page = await browser.FollowAsync(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("No access with this account", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PublicPages_WithoutComponentLibrary_KeepTheStrictPolicy()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);

        foreach (var path in new[] { "/", "/events", $"/performances/{office.Shop.Sale.Id}", "/account", "/account/tickets", "/docs/api", "/no-such-page" })
        {
            var page = await admin.GetAsync(path);
            Assert.DoesNotContain(Library, page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("unsafe-inline", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        }

        foreach (var path in new[] { "/admin/orders", $"/admin/orders/{office.Number}", "/admin/waiting-rooms", $"/admin/waiting-rooms/{office.Shop.Sale.Id}" })
        {
            var page = await admin.GetAsync(path);
            Assert.Contains("_content/MudBlazor/MudBlazor.min", page.Text, StringComparison.Ordinal);
            Assert.Contains("style-src 'self' 'unsafe-inline';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);

            // Enhanced navigation must not merge this page into an open one: the scripts differ.
            Assert.False(page.Headers.ContainsKey("blazor-enhanced-nav"));
        }
    }

    [Fact]
    public async Task Layout_InGerman_IsGerman()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var email = await office.Accounts.RegisterAsAsync(Roles.Admin);
        using var german = office.Accounts.OpenBrowser("de");
        await AccessApp.LogInAsync(german, email, AccessApp.Password);

        var page = await german.GetAsync("/admin/waiting-rooms");

        Assert.Contains("Verwaltung", page.Text, StringComparison.Ordinal);
        Assert.Contains("Bestellungen suchen", page.Text, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Zwischen hell und dunkel wechseln\"", page.Text, StringComparison.Ordinal);
    }
}
