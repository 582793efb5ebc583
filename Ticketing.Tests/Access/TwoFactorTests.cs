using System.Net;

namespace Ticketing.Tests.Access;

public sealed class TwoFactorTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task SignIn_WithSecondFactor_AsksForTheCode()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();

        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password, "/account/login?returnUrl=%2Fevents");
        Assert.Equal("/account/2fa?returnUrl=%2Fevents", first.Location);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).Status);

        var wrong = await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", "000000"));
        Assert.Contains("not right", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        var right = await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 1)));
        Assert.Equal("/events", right.Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task SignIn_RememberedBrowser_IsNotAskedAgain()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 1)), ("Form.RememberBrowser", "true"));
        await browser.SubmitAsync("/account", "form[action='/account/logout']");

        Assert.Equal("/account", (await AccessApp.LogInAsync(browser, email, AccessApp.Password)).Location);
    }

    [Fact]
    public async Task RecoveryCode_UsedTwice_IsRefused()
    {
        var (email, _, codes) = await EnableAsync();
        Assert.Equal(10, codes.Count);

        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        Assert.Equal("/account", (await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", codes[0]))).Location);

        using var other = app.OpenBrowser();
        first = await AccessApp.LogInAsync(other, email, AccessApp.Password);
        Assert.NotEmpty((await other.SubmitAsync(first.Location!, "two-factor", ("Form.Code", codes[0]))).Errors);
        Assert.Equal("/account", (await other.SubmitAsync(first.Location!, "two-factor", ("Form.Code", codes[1].ToLowerInvariant()))).Location);
    }

    [Fact]
    public async Task Code_TooManyAttempts_LocksTheAccount()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", "000000"));
        }

        // A correct password in between does not reset the counter.
        await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        var locked = await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", "000000"));
        Assert.Contains("Too many attempts", Assert.Single(locked.Errors), StringComparison.Ordinal);
        var right = await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 1)));
        Assert.Contains("Too many attempts", Assert.Single(right.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_UsedBefore_IsRefused()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        var code = AuthenticatorApp.CodeOf(key, 1);
        Assert.Equal("/account", (await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", code))).Location);

        using var other = app.OpenBrowser();
        first = await AccessApp.LogInAsync(other, email, AccessApp.Password);
        var again = await other.SubmitAsync(first.Location!, "two-factor", ("Form.Code", code));
        Assert.Contains("each works once", Assert.Single(again.Errors), StringComparison.Ordinal);
        var api = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password, twoFactorCode = code });
        Assert.Equal((401, "two-factor-code-wrong"), (api.Status, api.Body.GetProperty("type").GetString()));
        // An earlier unused code is refused too.
        Assert.NotEmpty((await other.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 0)))).Errors);
    }

    [Fact]
    public async Task Code_UsedForActivation_IsRefused()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var page = await browser.GetAsync("/account/authenticator");
        var code = AuthenticatorApp.CodeOf(page.Document.QuerySelector("code")!.TextContent);
        await browser.SubmitAsync(page, "enable", ("Enable.Code", code));

        using var other = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(other, email, AccessApp.Password);

        Assert.NotEmpty((await other.SubmitAsync(first.Location!, "two-factor", ("Form.Code", code))).Errors);
    }

    [Fact]
    public async Task Code_UsedTwiceConcurrently_SignsInOnce()
    {
        var (email, key, _) = await EnableAsync();
        var login = new { email, password = AccessApp.Password, twoFactorCode = AuthenticatorApp.CodeOf(key, 1) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.PostJsonAsync("/api/v1/auth/login", login)));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task Key_Replaced_ClearsTheUsedTimeSteps()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 1)));
        await browser.SubmitAsync("/account/authenticator", "disable", ("Disable.Password", AccessApp.Password));

        var page = await browser.GetAsync("/account/authenticator");
        var enabled = await browser.SubmitAsync(page, "enable", ("Enable.Code", AuthenticatorApp.CodeOf(page.Document.QuerySelector("code")!.TextContent)));

        Assert.NotEmpty(enabled.Document.QuerySelectorAll(".recovery-codes code"));
    }

    [Fact]
    public async Task SecondStep_WithoutFirstStep_IsRefused()
    {
        using var browser = app.OpenBrowser();

        var page = await browser.SubmitAsync("/account/2fa", "two-factor", ("Form.Code", "123456"));

        Assert.Contains("took too long", Assert.Single(page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disable_WithPassword_SkipsTheSecondStep()
    {
        var (email, key, _) = await EnableAsync();
        using var browser = app.OpenBrowser();
        var first = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        await browser.SubmitAsync(first.Location!, "two-factor", ("Form.Code", AuthenticatorApp.CodeOf(key, 1)));

        Assert.NotEmpty((await browser.SubmitAsync("/account/authenticator", "disable", ("Disable.Password", "no"))).Errors);
        Assert.NotEmpty((await browser.SubmitAsync("/account/authenticator", "renew", ("Renew.Password", "no"))).Errors);
        var renewed = await browser.SubmitAsync("/account/authenticator", "renew", ("Renew.Password", AccessApp.Password));
        Assert.Equal(10, renewed.Document.QuerySelectorAll(".recovery-codes code").Length);
        var off = await browser.SubmitAsync("/account/authenticator", "disable", ("Disable.Password", AccessApp.Password));
        Assert.Equal("/account/security?notice=two-factor-off", off.Location);

        using var again = await app.SignInAsync(email);
    }

    [Fact]
    public async Task Api_WithSecondFactor_AsksForTheCode()
    {
        var (email, key, codes) = await EnableAsync();

        var without = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        Assert.Equal((401, "two-factor-required"), (without.Status, without.Body.GetProperty("type").GetString()));
        var wrong = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password, twoFactorCode = "000000" });
        Assert.Equal((401, "two-factor-code-wrong"), (wrong.Status, wrong.Body.GetProperty("type").GetString()));
        var wrongPassword = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = "wrong password", twoFactorCode = AuthenticatorApp.CodeOf(key, 1) });
        Assert.Equal("invalid-credentials", wrongPassword.Body.GetProperty("type").GetString());

        Assert.Equal(200, (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password, twoFactorCode = AuthenticatorApp.CodeOf(key, 1) })).Status);
        Assert.Equal(200, (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password, twoFactorCode = codes[0] })).Status);
    }

    private async Task<(string Email, string Key, IReadOnlyList<string> Codes)> EnableAsync()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var page = await browser.GetAsync("/account/authenticator");
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector(".authenticator-qr svg"));
        var key = page.Document.QuerySelector("code")!.TextContent;

        Assert.NotEmpty((await browser.SubmitAsync(page, "enable", ("Enable.Code", "12345"))).Errors);
        var enabled = await browser.SubmitAsync("/account/authenticator", "enable", ("Enable.Code", AuthenticatorApp.CodeOf(key)));
        return (email, key, [.. enabled.Document.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent)]);
    }
}
