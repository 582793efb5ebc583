using System.Net;
using Ticketing.Core.Access;

namespace Ticketing.Tests.Access;

public sealed class SignInTests(AccessApp app) : IClassFixture<AccessApp>
{
    public const string NoMatch =
        "E-mail address and password do not match an account. If you have just created one, follow the link in our mail first.";

    [Fact]
    public async Task SignIn_UnknownAddressOrWrongPassword_HasTheSameResponse()
    {
        var email = await app.RegisterAsync();
        using var browser = app.OpenBrowser();

        var wrong = await AccessApp.LogInAsync(browser, email, "not the password");
        var unknown = await AccessApp.LogInAsync(browser, AccessApp.NewEmail(), "not the password");

        Assert.Equal(NoMatch, Assert.Single(wrong.Errors));
        Assert.Equal(NoMatch, Assert.Single(unknown.Errors));
        Assert.Equal(wrong.Status, unknown.Status);
    }

    [Theory]
    [InlineData(Roles.Buyer, "/account/login", "/account")]
    [InlineData(Roles.Staff, "/account/login", "/admin")]
    [InlineData(Roles.Admin, "/account/login", "/admin")]
    [InlineData(Roles.Admin, "/account/login?returnUrl=%2Fevents", "/events")]
    public async Task SignIn_OfEachRole_LeadsWhereItsPeopleWork(string role, string page, string next)
    {
        var email = await app.RegisterAsAsync(role);
        using var browser = app.OpenBrowser();

        Assert.Equal(next, (await AccessApp.LogInAsync(browser, email, AccessApp.Password, page)).Location);
        Assert.Equal(next, (await browser.GetAsync(page)).Location);
    }

    [Fact]
    public async Task SignIn_TooManyAttempts_AreRefusedForKnownAndUnknownAddressesAlike()
    {
        var known = await app.RegisterAsync();
        foreach (var email in new[] { known, AccessApp.NewEmail() })
        {
            using var browser = app.OpenBrowser();
            for (var attempt = 1; attempt <= 5; attempt++)
            {
                Assert.Equal(NoMatch, Assert.Single((await AccessApp.LogInAsync(browser, email, "wrong password")).Errors));
            }

            // The right password is refused too.
            Assert.Contains("Too many attempts", Assert.Single((await AccessApp.LogInAsync(browser, email, AccessApp.Password)).Errors), StringComparison.Ordinal);
        }

        Assert.Equal(5L, await app.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'account.sign-in-failed' and actor = $1", known));
    }

    [Fact]
    public async Task SignIn_ConcurrentAttempts_AreAllCounted()
    {
        var email = await app.RegisterAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.PostJsonAsync("/api/v1/auth/login", new { email, password = "wrong password" })));

        Assert.Equal(423, (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Status);
    }

    [Theory]
    [InlineData("/events?q=jazz", "/events?q=jazz")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example/", "/account")]
    [InlineData("/\\evil.example/", "/account")]
    [InlineData("/\t/evil.example/", "/account")]
    [InlineData("javascript:alert(1)", "/account")]
    public async Task SignIn_ReturnUrl_StaysWithinTheSite(string returnUrl, string lands)
    {
        var email = await app.RegisterAsync();
        using var browser = app.OpenBrowser();

        var page = await AccessApp.LogInAsync(browser, email, AccessApp.Password, "/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal(HttpStatusCode.Found, page.Status);
        Assert.Equal(lands, page.Location);
    }

    [Fact]
    public async Task SignIn_Succeeded_SetsAnHttpOnlyCookie()
    {
        var email = await app.RegisterAsync();
        using var browser = app.OpenBrowser();

        var page = await AccessApp.LogInAsync(browser, email, AccessApp.Password);

        var cookie = page.Headers["Set-Cookie"].Split('\n').Single(line => line.StartsWith("session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'account.signed-in' and actor = $1", email));
    }

    [Fact]
    public async Task AccountPages_SignedOut_RedirectToSignIn()
    {
        using var browser = app.OpenBrowser();
        foreach (var path in new[] { "/account", "/account/security", "/account/authenticator", "/account/privacy", "/account/export.json" })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Found, page.Status);
            Assert.EndsWith("/account/login?returnUrl=" + Uri.EscapeDataString(path), page.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignOut_SignedIn_RevokesTheSession()
    {
        using var browser = await app.SignInAsync(await app.RegisterAsync());

        var page = await browser.SubmitAsync("/account", "form[action='/account/logout']");

        Assert.Equal("/account/login?notice=signed-out", page.Location);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task SignOut_WithoutAntiforgeryToken_IsRefused()
    {
        using var browser = await app.SignInAsync(await app.RegisterAsync());

        var page = await browser.PostAsync("/account/logout", []);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task SignIn_BrokenForm_IsNoServerError()
    {
        using var browser = app.OpenBrowser();

        var page = await browser.SubmitAsync("/account/login", "sign-in", ("Form.Email", "x"), ("Form.Password", new string('p', 50_000)), ("Form.Remember", "maybe"));

        Assert.True((int)page.Status is 200 or 400);
        Assert.DoesNotContain("session", browser.Cookies.GetCookieHeader(browser.Address), StringComparison.Ordinal);
    }
}
