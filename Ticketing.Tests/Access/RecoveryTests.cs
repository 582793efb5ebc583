using System.Net;

namespace Ticketing.Tests.Access;

public sealed class RecoveryTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Reset_ByMail_SetsThePasswordAndRevokesAllSessions()
    {
        var email = await app.RegisterAsync();
        using var elsewhere = await app.SignInAsync(email);
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        using var browser = app.OpenBrowser();

        var asked = await browser.SubmitAsync("/account/forgot", "forgot", ("Form.Email", $" {email.ToUpperInvariant()} "));
        Assert.Equal("/account/forgot?sent=1", asked.Location);
        var link = await app.LinkOfMailAsync("account.reset-password", email);
        Assert.Equal("The password needs 8 characters or more.", Assert.Single((await browser.SubmitAsync(link, "reset", ("Form.Password", "short"))).Errors));
        Assert.Equal("/account/login?notice=password-set", (await browser.SubmitAsync(link, "reset", ("Form.Password", "a new long one"))).Location);

        Assert.Contains("no longer works", (await browser.SubmitAsync(link, "reset", ("Form.Password", "once more again"))).Text, StringComparison.Ordinal);
        Assert.NotEmpty((await AccessApp.LogInAsync(browser, email, AccessApp.Password)).Errors);
        using var again = await app.SignInAsync(email, "a new long one");
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/account")).Status);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
        Assert.Equal(1, await app.CountMailsAsync("account.password-changed", email));
    }

    [Fact]
    public async Task Forgot_UnknownAddress_HasTheSameResponseAndNoMail()
    {
        using var browser = app.OpenBrowser();
        var email = AccessApp.NewEmail();

        var page = await browser.SubmitAsync("/account/forgot", "forgot", ("Form.Email", email));

        Assert.Equal("/account/forgot?sent=1", page.Location);
        Assert.Equal(0, await app.CountMailsAsync("account.reset-password", email));
    }

    [Fact]
    public async Task Reset_AfterTooManyAttempts_LetsTheBrowserIn()
    {
        var email = await app.RegisterAsync();
        using var browser = app.OpenBrowser();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await AccessApp.LogInAsync(browser, email, "wrong password");
        }

        await browser.SubmitAsync("/account/forgot", "forgot", ("Form.Email", email));
        await browser.SubmitAsync(await app.LinkOfMailAsync("account.reset-password", email), "reset", ("Form.Password", "a new long one"));

        Assert.Equal("/account", (await AccessApp.LogInAsync(browser, email, "a new long one")).Location);
    }

    [Fact]
    public async Task ChangePassword_SignedInTwice_RevokesOtherSessions()
    {
        var email = await app.RegisterAsync();
        using var here = await app.SignInAsync(email);
        using var there = await app.SignInAsync(email);

        var wrong = await here.SubmitAsync("/account/security", "password", ("Password.Current", "no"), ("Password.New", "a new long one"));
        Assert.Equal("This is not your current password.", Assert.Single(wrong.Errors));
        var changed = await here.SubmitAsync("/account/security", "password", ("Password.Current", AccessApp.Password), ("Password.New", "a new long one"));

        Assert.Equal("/account/security?notice=password-changed", changed.Location);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Found, (await there.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task ChangeEmail_ConfirmedByMail_NotifiesTheOldAddress()
    {
        var email = await app.RegisterAsync();
        var next = AccessApp.NewEmail();
        using var browser = await app.SignInAsync(email);

        var asked = await browser.SubmitAsync("/account", "email", ("EmailForm.Email", next), ("EmailForm.CurrentPassword", AccessApp.Password));
        Assert.Equal("/account?notice=mail-sent", asked.Location);
        using var stillOld = await app.SignInAsync(email);

        var changed = await browser.SubmitAsync(await app.LinkOfMailAsync("account.change-email", next), "confirm-email");
        Assert.Equal("/account?notice=email-changed", changed.Location);
        Assert.Contains(next, (await browser.GetAsync("/account")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.CountMailsAsync("account.email-changed", email));
        Assert.NotEmpty((await AccessApp.LogInAsync(app.OpenBrowser(), email, AccessApp.Password)).Errors);
        using var signedIn = await app.SignInAsync(next);
    }

    [Fact]
    public async Task ChangeEmail_AddressInUse_HasTheSameResponseAndNoEffect()
    {
        var owner = await app.RegisterAsync();
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);

        var asked = await browser.SubmitAsync("/account", "email", ("EmailForm.Email", owner), ("EmailForm.CurrentPassword", AccessApp.Password));

        Assert.Equal("/account?notice=mail-sent", asked.Location);
        Assert.Equal(0, await app.CountMailsAsync("account.change-email", owner));
        Assert.Equal(1, await app.CountMailsAsync("account.already-registered", owner));
    }

    [Fact]
    public async Task ChangeName_Saved_IsShown()
    {
        using var browser = await app.SignInAsync(await app.RegisterAsync());

        var changed = await browser.SubmitAsync("/account", "name", ("NameForm.Name", "  Änne <b>O'Neill</b> "));

        Assert.Equal("/account?notice=name-changed", changed.Location);
        Assert.Equal("Änne <b>O'Neill</b>", (await browser.GetAsync("/account")).Document.QuerySelector("#name")?.GetAttribute("value"));
    }
}
