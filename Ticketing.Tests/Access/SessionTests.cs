using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>Sessions are on the server: a cookie alone signs nobody in.</summary>
public sealed class SessionTests(AccessApp app, TestServers servers) : IClassFixture<AccessApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_CookieReplayedAfterSignOut_IsRefused()
    {
        using var browser = await app.SignInAsync(await app.RegisterAsync());
        using var thief = app.OpenBrowser();
        thief.Cookies.Add(browser.Cookies.GetCookies(browser.Address));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).Status);

        await browser.SubmitAsync("/account", "form[action='/account/logout']");

        Assert.Equal(HttpStatusCode.Found, (await thief.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("update sign_ins set expires_at = now()")]
    [InlineData("update sign_ins set seen_at = now() - interval '31 days'")]
    [InlineData("delete from sign_ins")]
    [InlineData("update users set security_stamp = 'another'")]
    [InlineData("insert into user_roles (user_id, role_id) select u.id, r.id from users u, roles r where r.name = 'staff'")]
    public async Task Session_Ended_IsRefusedAtTheNextRequest(string how)
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var running = await TestApp.StartAsync(database, null, ("Access:PasswordHashIterations", "10000"));
        var accounts = AccessApp.Over(database, running);
        using var browser = await accounts.SignInAsync(await accounts.RegisterAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);

        await database.ExecuteAsync(how);

        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Sessions_OfAnAccount_AreListedAndEndedOneByOne()
    {
        var email = await app.RegisterAsync();
        using var here = await app.SignInAsync(email);
        using var there = await app.SignInAsync(email);
        using var stranger = await app.SignInAsync(await app.RegisterAsync());

        var page = await here.GetAsync("/account/security");
        var id = Assert.Single(page.Document.QuerySelectorAll("input[name='EndSession.Id']")).GetAttribute("value")!;
        await stranger.PostAsync(
            "/account/security", (await stranger.GetAsync("/account/security")).FieldsOf("everywhere", [("_handler", $"end-{id}"), ("EndSession.Id", id)]));
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/account")).Status);

        var ended = await here.SubmitAsync(page, $"end-{id}");

        Assert.Equal("/account/security?notice=session-ended", ended.Location);
        Assert.Equal(HttpStatusCode.Found, (await there.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Session_RenewedByAChange_StaysOne()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);

        await browser.SubmitAsync("/account", "name", ("NameForm.Name", "Berta"));
        await browser.SubmitAsync("/account/security", "password", ("Password.Current", AccessApp.Password), ("Password.New", "a new long one"));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from sign_ins s join users u on u.id = s.user_id where u.email = $1", email));
    }

    // A circuit keeps its principal: what it may do is read from the database at each action.
    [Fact]
    public async Task Circuit_RoleRemovedOrSessionEnded_ActsAsAGuest()
    {
        var email = await app.RegisterAsAsync(Roles.Staff);
        await using var scope = app.Services.CreateAsyncScope();
        var (actor, signIns) = (scope.ServiceProvider.GetRequiredService<CurrentActor>(), scope.ServiceProvider.GetRequiredService<SignIns>());
        var (first, second) = (await PrincipalAsync(scope.ServiceProvider, email), await PrincipalAsync(scope.ServiceProvider, email));
        Assert.True((await actor.ReadAsync(first, Stop)).IsBackOffice);

        await signIns.EndAsync(AccountClaims.Session(first)!, Stop);
        Assert.Same(Caller.Guest, await actor.ReadAsync(first, Stop));
        Assert.True((await actor.ReadAsync(second, Stop)).IsBackOffice);

        await app.Database.ExecuteAsync("delete from user_roles where user_id = (select id from users where email = $1)", email);
        Assert.Same(Caller.Guest, await actor.ReadAsync(second, Stop));
    }

    [Fact]
    public async Task SignOut_AfterBuying_TakesBasketAndOrdersFromTheBrowser()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var accounts = office.Accounts;
        var email = await accounts.RegisterAsync();
        using var browser = await accounts.SignInAsync(email);
        var basket = await office.Shop.HoldAsync(5);
        await browser.GetAsync($"/performances/{office.Shop.Sale.Id}");
        var device = browser.Cookies.GetCookies(browser.Address)["buyer"]!;
        await office.Shop.Database.ExecuteAsync("update holds set owner_hash = $1", BuyerKey.OwnerHash(device.Value));
        await office.Shop.Database.ExecuteAsync("update orders set user_id = (select id from users where email = $1)", email);
        string[] addresses = [$"/orders/{office.Number}", $"/orders/{office.Number}/tickets.pdf"];
        foreach (var address in addresses)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(address)).Status);
        }

        Assert.Contains("Form.Email", (await browser.GetAsync($"/checkout/{basket.Id}")).Text, StringComparison.Ordinal);

        await browser.SubmitAsync("/account", "form[action='/account/logout']");
        await IsWithoutAsync(browser);
        await AccessApp.LogInAsync(browser, await accounts.RegisterAsync(), AccessApp.Password);
        await IsWithoutAsync(browser);

        // Not even the cookie from before opens an account's order.
        using var thief = accounts.OpenBrowser();
        thief.Cookies.Add(accounts.Address, new Cookie("buyer", device.Value));
        Assert.Equal(HttpStatusCode.NotFound, (await thief.GetAsync(addresses[0])).Status);

        async Task IsWithoutAsync(Browser visitor)
        {
            foreach (var address in addresses)
            {
                Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(address)).Status);
            }

            Assert.DoesNotContain("Form.Email", (await visitor.GetAsync($"/checkout/{basket.Id}")).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/account/security", "everywhere")]
    [InlineData("/account/privacy", "erase")]
    public async Task Account_EndedEverywhereOrErased_TakesTheBasketFromTheBrowser(string path, string form)
    {
        using var browser = await app.SignInAsync(await app.RegisterAsync());
        await browser.GetAsync("/queue/none");
        var before = browser.Cookies.GetCookies(browser.Address)["buyer"]!.Value;

        await browser.SubmitAsync(path, form, ("Form.Password", AccessApp.Password));
        Assert.NotEqual(before, browser.Cookies.GetCookies(browser.Address)["buyer"]?.Value);
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(IServiceProvider services, string email)
    {
        var account = (await services.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email))!;
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account);
        var session = await services.GetRequiredService<SignIns>().CreateAsync(new UserId(account.Id), new SessionClient(null, null, false), Stop);
        AccountClaims.AddSession(principal, session);
        return principal;
    }
}
