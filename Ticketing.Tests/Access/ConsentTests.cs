using System.Net;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>A mail's link proves access to a mailbox, not that its owner wants the account.</summary>
public sealed class ConsentTests(AccessApp app, TestServers servers) : IClassFixture<AccessApp>
{
    private const string Address = "ada_100%@example.org";

    [Theory]
    [InlineData("", false)]
    [InlineData("wrong password", false)]
    [InlineData("", true)]
    [InlineData("wrong password", true)]
    public async Task Confirm_WithoutPasswordOrSessionOfTheAccount_ChangesNothing(string password, bool withOtherSession)
    {
        var email = AccessApp.NewEmail();
        await app.PostJsonAsync("/api/v1/auth/register", new { email, password = AccessApp.Password, name = "Eve" });
        using var browser = withOtherSession ? await app.SignInAsync(await app.RegisterAsync()) : app.OpenBrowser();

        var page = await browser.SubmitAsync(await app.LinkOfMailAsync("account.confirm-email", email), "confirm", ("Form.Password", password));

        Assert.Equal("This is not the password of the account.", Assert.Single(page.Errors));
        Assert.False(await app.Database.ScalarAsync<bool>("select email_confirmed from users where email = $1", email));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("wrong password", true)]
    public async Task ConfirmNewAddress_WithoutPasswordOrSessionOfTheAccount_ChangesNothing(string password, bool withOtherSession)
    {
        var (email, next) = (await app.RegisterAsync(), AccessApp.NewEmail());
        await RequestChangeAsync(email, next);
        using var browser = withOtherSession ? await app.SignInAsync(await app.RegisterAsync()) : app.OpenBrowser();

        var page = await browser.SubmitAsync(await app.LinkOfMailAsync("account.change-email", next), "confirm-email", ("Form.Password", password));

        Assert.Equal("This is not the password of the account.", Assert.Single(page.Errors));
        using var owner = await app.SignInAsync(email);
    }

    [Fact]
    public async Task Confirm_Twice_SucceedsTwice()
    {
        var email = AccessApp.NewEmail();
        await app.PostJsonAsync("/api/v1/auth/register", new { email, password = AccessApp.Password, name = "Anna" });
        var link = await app.LinkOfMailAsync("account.confirm-email", email);
        using var browser = app.OpenBrowser();

        for (var click = 0; click < 2; click++)
        {
            var page = await browser.SubmitAsync(link, "confirm", ("Form.Password", AccessApp.Password));
            Assert.Equal("/account/login?notice=confirmed", page.Location);
        }
    }

    [Fact]
    public async Task ConfirmNewAddress_ByPassword_EndsSessionsAndTokens()
    {
        var (email, next) = (await app.RegisterAsync(), AccessApp.NewEmail());
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        using var session = await app.SignInAsync(email);
        await RequestChangeAsync(email, next);
        using var browser = app.OpenBrowser();

        await browser.SubmitAsync(await app.LinkOfMailAsync("account.change-email", next), "confirm-email", ("Form.Password", AccessApp.Password));

        Assert.Equal(HttpStatusCode.Found, (await session.GetAsync("/account")).Status);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
    }

    [Fact]
    public async Task GuestOrder_AddressRegisteredByAStranger_StaysTheBuyers()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var accounts = office.Accounts;
        await accounts.PostJsonAsync("/api/v1/auth/register", new { email = Address, password = "the stranger's own", name = "Eve" });
        Assert.Equal(401, (await accounts.PostJsonAsync("/api/v1/auth/login", new { email = Address, password = "the stranger's own" })).Status);

        // The buyer gets a genuine mail and takes the account over with a password of her own.
        using var buyer = accounts.OpenBrowser();
        await buyer.SubmitAsync(await accounts.LinkOfMailAsync("account.confirm-email", Address), "confirm");
        await buyer.SubmitAsync("/account/forgot", "forgot", ("Form.Email", Address));
        await buyer.SubmitAsync(await accounts.LinkOfMailAsync("account.reset-password", Address), "reset", ("Form.Password", AccessApp.Password));

        Assert.Equal(401, (await accounts.PostJsonAsync("/api/v1/auth/login", new { email = Address, password = "the stranger's own" })).Status);
        using var signedIn = await accounts.SignInAsync(Address);
        Assert.Equal(HttpStatusCode.NotFound, (await signedIn.GetAsync($"/orders/{office.Number}")).Status);
        var added = await signedIn.SubmitAsync("/account/tickets", "claim");
        Assert.Equal("/account/tickets?notice=guest-orders-added", added.Location);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync($"/orders/{office.Number}")).Status);
        Assert.Equal(1L, await office.Shop.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'order.claimed' and subject_id = $1", office.Order.Id));
    }

    [Fact]
    public async Task GuestOrder_OfASignedInAccount_IsOpenedByNothingBeforeTheClick()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var accounts = office.Accounts;
        await accounts.RegisterAsync(Address);
        var token = (await accounts.PostJsonAsync("/api/v1/auth/login", new { email = Address, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        using var browser = await accounts.SignInAsync(Address);
        await browser.GetAsync("/account/tickets");

        foreach (var path in new[] { $"/orders/{office.Number}", $"/orders/{office.Number}/tickets.pdf" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await office.Shop.SendAsync(HttpMethod.Get, $"api/v1/orders/{office.Order.Id}", null, token)).Code);
        Assert.Contains(office.Number, (await browser.GetAsync("/account/tickets")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnedOrder_AddressTakenByANewcomer_StaysTheOwners()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var accounts = office.Accounts;
        await accounts.RegisterAsync(Address);
        using var owner = await accounts.SignInAsync(Address);
        await owner.SubmitAsync("/account/tickets", "claim");
        var next = AccessApp.NewEmail();
        await owner.SubmitAsync("/account", "email", ("EmailForm.Email", next), ("EmailForm.CurrentPassword", AccessApp.Password));
        await owner.SubmitAsync(await accounts.LinkOfMailAsync("account.change-email", next), "confirm-email");

        await accounts.RegisterAsync(Address, "the newcomer's own");
        using var newcomer = await accounts.SignInAsync(Address, "the newcomer's own");

        Assert.Null((await newcomer.GetAsync("/account/tickets")).Document.QuerySelector("[data-testid=guest-orders]"));
        Assert.Equal(HttpStatusCode.NotFound, (await newcomer.GetAsync($"/orders/{office.Number}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await newcomer.GetAsync($"/orders/{office.Number}/tickets.pdf")).Status);
        Assert.DoesNotContain(office.Number, (await newcomer.GetAsync("/account/export.json")).Text, StringComparison.Ordinal);
        await newcomer.SubmitAsync("/account/privacy", "erase", ("Form.Password", "the newcomer's own"));
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/orders/{office.Number}")).Status);
        Assert.Equal(Address, await office.Shop.Database.ScalarAsync<string>("select email from orders where number = $1", office.Number));
    }

    private async Task RequestChangeAsync(string email, string next)
    {
        using var browser = await app.SignInAsync(email);
        await browser.SubmitAsync("/account", "email", ("EmailForm.Email", next), ("EmailForm.CurrentPassword", AccessApp.Password));
    }
}
