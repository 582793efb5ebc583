using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.BackOffice;
using Ticketing.App.Ordering.Admin;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

public sealed class AdminOrdersTests(TestServers servers)
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_ByRole_OpenForStaffAndAdmins()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var guest = office.Accounts.OpenBrowser();
        using var buyer = await office.Accounts.SignInAsync(await office.Accounts.RegisterAsync());
        using var analyst = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "analyst");
        using var owner = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        using var staff = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);

        foreach (var path in new[] { "/admin/orders", $"/admin/orders/{office.Number}" })
        {
            Assert.StartsWith("/account/login?returnUrl=", (await guest.GetAsync(path)).Location, StringComparison.Ordinal);
            Assert.StartsWith("/account/denied", (await buyer.GetAsync(path)).Location, StringComparison.Ordinal);
            Assert.StartsWith("/account/denied", (await analyst.GetAsync(path)).Location, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(path)).Status);
        }
    }

    [Fact]
    public async Task Order_OfAnotherOrganization_IsNotFound()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var own = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        using var foreign = await office.Accounts.SignInAsAsync(Roles.Staff, office.Other.Value);
        using var checkIn = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value, "check-in");

        Assert.Contains("Ada Lovelace", (await own.GetAsync($"/admin/orders/{office.Number}")).Text, StringComparison.Ordinal);
        foreach (var browser in new[] { foreign, checkIn })
        {
            var page = await browser.GetAsync($"/admin/orders/{office.Number}");
            Assert.Contains("no such order", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Lovelace", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refund_DuplicateItem_IsRefundedOnce()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var email = await office.Accounts.RegisterAsAsync(Roles.Staff, office.Sells.Value);
        var (_, signedIn) = await office.Accounts.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var bearer = signedIn.GetProperty("token").GetString();
        var order = await office.Shop.ReadAsync(office.Order);
        var (item, price) = (order.Body!["items"]![0]!["id"]!.GetValue<string>(), order.Body["items"]![0]!["total"]!["amount"]!.GetValue<long>());

        var (status, refunded) = await office.Accounts.PostJsonAsync($"/api/v1/orders/{order.Id}/refunds", new { items = new[] { item, item } }, bearer);

        Assert.Equal(200, status);
        Assert.Equal(price, refunded.GetProperty("refunded").GetProperty("amount").GetInt64());
        Assert.Equal(price, await office.Shop.Database.ScalarAsync<long>("select sum(amount)::bigint from refunds"));
    }

    [Fact]
    public async Task List_OfEachCaller_HasOrdersOfTheirOrganizationsOnly()
    {
        await using var office = await BackOffice.OpenAsync(servers);

        Assert.Equal(1, (await ListAsync(office, new(BackOffice.Member(office.Sells)))).Total);
        Assert.Equal(1, (await ListAsync(office, new(BackOffice.Admin()))).Total);
        Assert.Equal(0, (await ListAsync(office, new(BackOffice.Member(office.Other)))).Total);
        Assert.Equal(0, (await ListAsync(office, new(BackOffice.Member(office.Sells, MemberRole.Analyst)))).Total);
        Assert.Equal(0, (await ListAsync(office, new(Caller.Guest))).Total);
    }

    [Theory]
    [InlineData("lovelace", 1)]
    [InlineData("ADA_100%@", 1)]
    [InlineData("_", 1)]
    [InlineData("%%", 0)]
    [InlineData("ada%example", 0)]
    [InlineData("\\", 0)]
    [InlineData("' or 1=1 --", 0)]
    [InlineData("  ", 1)]
    public async Task List_SearchWithWildcards_MatchesLiterally(string search, int found)
    {
        await using var office = await BackOffice.OpenAsync(servers);

        Assert.Equal(found, (await ListAsync(office, new(BackOffice.Admin(), search))).Total);
    }

    [Theory]
    [InlineData("\0", 0)]
    [InlineData("<half>", 0)]
    [InlineData("love\0lace", 1)]
    [InlineData("<half>lovelace", 1)]
    [InlineData("Müller", 1)]
    [InlineData("Mu\u0308ller", 1)]
    [InlineData("MULLER", 1)]
    [InlineData("muller-ßøren", 1)]
    [InlineData("MULLER-SSOREN", 1)]
    public async Task List_SearchOfAnyCharacters_IsAnsweredWithoutAccents(string search, int found)
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Shop.Database.ExecuteAsync("update orders set name = $1", "Ada Lovelace-Mu\u0308ller-ßøren");

        // An attribute cannot hold half an emoji.
        var typed = search.Replace("<half>", "\ud83d", StringComparison.Ordinal);
        Assert.Equal(found, (await ListAsync(office, new(BackOffice.Admin(), typed))).Total);
        Assert.Equal(0, (await ListAsync(office, new(BackOffice.Admin(), new string('a', 199) + "\ud83d\ude00"))).Total);
    }

    [Fact]
    public async Task List_ByTotal_GroupsCurrencies()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Shop.PlaceAsync(await office.Shop.HoldAsync(4), "bob@example.org");
        await office.Shop.PlaceAsync(await office.Shop.HoldAsync(8), "carl@example.org");
        await office.Shop.Database.ExecuteAsync("update orders set currency = 'DKK', total = 100000 where email = 'bob@example.org'");

        foreach (var ascending in new[] { true, false })
        {
            var rows = (await ListAsync(office, new(BackOffice.Admin(), Sort: OrderSort.Total, Ascending: ascending))).Rows;
            Assert.Equal(["DKK", "EUR", "EUR"], rows.Select(row => row.Total.Currency));
            Assert.Equal(ascending, rows[1].Total.Amount < rows[2].Total.Amount);
        }
    }

    [Fact]
    public async Task List_FilteredSortedAndPaged_ShowsEachOrderOnce()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Shop.PlaceAsync(await office.Shop.HoldAsync(4), "bob@example.org");
        await office.Shop.PlaceAsync(await office.Shop.HoldAsync(8), "carl@example.org");
        var admin = BackOffice.Admin();

        Assert.Equal(office.Number, Assert.Single((await ListAsync(office, new(admin, office.Number.ToLowerInvariant()))).Rows).Number);
        Assert.Equal(2, (await ListAsync(office, new(admin, Status: OrderStatus.AwaitingPayment))).Total);
        Assert.Equal(0, (await ListAsync(office, new(admin, Status: OrderStatus.Cancelled))).Total);
        foreach (var sort in Enum.GetValues<OrderSort>())
        {
            foreach (var ascending in new[] { true, false })
            {
                var pages = new List<OrderRow>();
                for (var skip = 0; skip < 3; skip++)
                {
                    var page = await ListAsync(office, new(admin, Sort: sort, Ascending: ascending, Skip: skip, Take: 1));
                    Assert.Equal(3, page.Total);
                    pages.Add(Assert.Single(page.Rows));
                }

                Assert.Equal(3, pages.Select(row => row.Number).Distinct().Count());
            }
        }

        var newest = await ListAsync(office, new(admin));
        Assert.Equal("carl@example.org", newest.Rows[0].Email);
        Assert.Equal((3, "Show"), (newest.Rows[2].Seats, newest.Rows[2].Event));
        Assert.Equal(office.Order.Total, newest.Rows[2].Total.Amount);
    }

    [Fact]
    public async Task Refund_OneSeatWithoutFee_RefundsThePriceAndFreesTheSeat()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var page = await OpenPageAsync(office, await office.Accounts.RegisterAsAsync(Roles.Staff, office.Sells.Value));
        await page.ChangeAsync("input[aria-label='Refund Stalls, row A, seat 2']", true);
        await page.ChangeAsync("#with-fees", false);
        await page.ChangeAsync("#reason", "ill <b>");
        page.Markup.WaitForAssertion(
            () => Assert.Contains("€45.00", page.Markup.Find(".admin-refund button").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));

        await page.ConfirmAsync(".admin-refund button");

        page.WaitForMessage("on its way back");
        Assert.Equal([2, 0, 2], await office.Shop.SeatsAsync(0, 1, 2));
        Assert.Equal(4500, await office.Shop.Database.ScalarAsync<long>("select amount from refunds"));
        Assert.Equal("ill <b>", await office.Shop.Database.ScalarAsync<string>("select reason from refunds"));
        Assert.Equal(page.Email, await office.Shop.Database.ScalarAsync<string>("select actor from audit_entries where action = 'order.partially-refunded'"));
        page.Markup.WaitForAssertion(
            () => Assert.Contains("Partly refunded", page.Markup.Find(".admin-trail").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Refund_WithoutResale_BlocksTheSeats()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var page = await OpenPageAsync(office, await office.Accounts.RegisterAsAsync(Roles.Staff, office.Sells.Value));
        foreach (var seat in Enumerable.Range(1, 3))
        {
            await page.ChangeAsync($"input[aria-label='Refund Stalls, row A, seat {seat}']", true);
        }

        await page.ChangeAsync("#back-on-sale", false);
        await page.ConfirmAsync(".admin-refund button");

        page.Markup.WaitForAssertion(() => Assert.Equal("Refunded", page.Markup.Find(".admin-head .badge").TextContent), TimeSpan.FromSeconds(20));
        Assert.Equal([3, 3, 3], await office.Shop.SeatsAsync(0, 1, 2));
        Assert.Equal(office.Order.Total, await office.Shop.Database.ScalarAsync<long>("select amount from refunds"));
    }

    [Fact]
    public async Task Cancel_ByStaff_RefundsAndFreesAll()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var page = await OpenPageAsync(office, await office.Accounts.RegisterAsAsync(Roles.Staff, office.Sells.Value, "manager"));

        await page.ConfirmAsync("section[aria-labelledby=cancel-title] button");

        page.Markup.WaitForAssertion(() => Assert.Equal("Refunded", page.Markup.Find(".admin-head .badge").TextContent), TimeSpan.FromSeconds(20));
        Assert.Equal([0, 0, 0], await office.Shop.SeatsAsync(0, 1, 2));
    }

    [Fact]
    public async Task Resend_Pressed_RequestsTheMail()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var page = await OpenPageAsync(office, await office.Accounts.RegisterAsAsync(Roles.Admin));

        await page.ClickAsync("section[aria-labelledby=buyer-title] button");

        page.WaitForMessage("mail is on its way");
        Assert.Equal(1L, await office.Shop.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.mail-requested'"));
    }

    [Fact]
    public async Task Action_AfterMembershipRemoved_IsRefused()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var page = await OpenPageAsync(office, await office.Accounts.RegisterAsAsync(Roles.Staff, office.Sells.Value));
        await office.Shop.Database.ExecuteAsync("delete from members");

        await page.ConfirmAsync("section[aria-labelledby=cancel-title] button");

        page.Markup.WaitForAssertion(() => Assert.Contains("no such order", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal([2, 2, 2], await office.Shop.SeatsAsync(0, 1, 2));
    }

    private static Task<OrderList> ListAsync(BackOffice office, ListOrders query) => office.Service<ListOrdersHandler>().HandleAsync(query, Stop);

    /// <summary>Renders the order's page for an account, with the application's services.</summary>
    private static async Task<OpenPage> OpenPageAsync(BackOffice office, string email)
    {
        var scope = office.Shop.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var account = await db.Set<Account>().SingleAsync(user => user.Email == email, Stop);
        var principal = await scope.ServiceProvider.GetRequiredService<AccountSignInManager>().CreateUserPrincipalAsync(account);

        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        context.Services.AddLocalization();
        context.Services.AddMudServices();
        context.Services.AddScoped<Desk>();
        // The layout provides these around each page.
        var dialogs = context.Render<MudDialogProvider>();
        var snackbars = context.Render<MudSnackbarProvider>();
        var page = context.Render<OrderPage>(parameters => parameters
            .Add(p => p.Number, office.Number)
            .AddCascadingValue(Task.FromResult(new AuthenticationState(principal))));
        page.WaitForElement(".admin-head .badge", TimeSpan.FromSeconds(20));
        return new OpenPage(context, scope, page, dialogs, snackbars, email);
    }

    private sealed record OpenPage(
        BunitContext Context,
        AsyncServiceScope Scope,
        IRenderedComponent<OrderPage> Markup,
        IRenderedComponent<MudDialogProvider> Dialogs,
        IRenderedComponent<MudSnackbarProvider> Snackbars,
        string Email) : IAsyncDisposable
    {
        // Find and event run in one dispatch: a render in between would replace the element.
        public Task ChangeAsync(string selector, object value) => Markup.InvokeAsync(() => Markup.Find(selector).ChangeAsync(new ChangeEventArgs { Value = value }));

        public Task ClickAsync(string selector) => Markup.InvokeAsync(() => Markup.Find(selector).ClickAsync(new()));

        /// <summary>Presses a button and accepts its confirmation dialog.</summary>
        public async Task ConfirmAsync(string button)
        {
            // Completes after the dialog's answer below.
            _ = Markup.InvokeAsync(() => Markup.Find(button) is var found && found.GetAttribute("type") == "submit" && found.Closest("form") is { } form
                ? form.SubmitAsync()
                : found.ClickAsync(new()));
            Dialogs.WaitForElement(".confirm-yes", TimeSpan.FromSeconds(20));
            await Dialogs.InvokeAsync(() => Dialogs.Find(".confirm-yes").ClickAsync(new()));
        }

        public void WaitForMessage(string text) =>
            Snackbars.WaitForAssertion(() => Assert.Contains(text, Snackbars.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(20));

        public async ValueTask DisposeAsync()
        {
            await Context.DisposeAsync();
            await Scope.DisposeAsync();
        }
    }
}
