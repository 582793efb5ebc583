using System.Net;

namespace Ticketing.Tests.Access;

public sealed class PasskeyTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Passkey_Added_SignsInWithoutPassword()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        var email = await app.RegisterAsync();
        using (var browser = await app.SignInAsync(email))
        {
            Assert.Equal("/account/security?notice=passkey-added", (await AddAsync(browser, authenticator)).Location);
            Assert.Equal("My phone", (await browser.GetAsync("/account/security")).Document.QuerySelector("input[name='Rename.Name']")?.GetAttribute("value"));
        }

        using var other = app.OpenBrowser();
        var page = await SignInAsync(other, authenticator);
        Assert.Equal("/account", page.Location);
        Assert.Contains(email, (await other.GetAsync("/account")).Text, StringComparison.Ordinal);
        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'account.signed-in-passkey' and actor = $1", email));
    }

    [Fact]
    public async Task Passkey_Removed_NoLongerSignsIn()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        using var browser = await app.SignInAsync(await app.RegisterAsync());
        await AddAsync(browser, authenticator);

        var renamed = await browser.SubmitAsync("/account/security", "form:has(input[name='Rename.Id'])", ("Rename.Name", "Laptop <i>"));
        Assert.Equal("/account/security?notice=passkey-renamed", renamed.Location);
        var page = await browser.GetAsync("/account/security");
        Assert.Equal("Laptop <i>", page.Document.QuerySelector("input[name='Rename.Name']")?.GetAttribute("value"));
        var removed = await browser.SubmitAsync(page, "form:has(input[name='Remove.Id'])");
        Assert.Equal("/account/security?notice=passkey-removed", removed.Location);

        using var other = app.OpenBrowser();
        Assert.Contains("does not belong to an account", Assert.Single((await SignInAsync(other, authenticator)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passkey_OfAnotherAccount_IsNotRemoved()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        using var owner = await app.SignInAsync(await app.RegisterAsync());
        await AddAsync(owner, authenticator);
        var id = (await owner.GetAsync("/account/security")).Document.QuerySelector("input[name='Remove.Id']")!.GetAttribute("value")!;
        using var thiefsAuthenticator = new SoftwareAuthenticator(app.Address);
        using var thief = await app.SignInAsync(await app.RegisterAsync());
        await AddAsync(thief, thiefsAuthenticator);

        var page = await thief.SubmitAsync("/account/security", "form:has(input[name='Remove.Id'])", ("Remove.Id", id));

        Assert.Contains("already been removed", Assert.Single(page.Errors), StringComparison.Ordinal);
        using var other = app.OpenBrowser();
        Assert.Equal("/account", (await SignInAsync(other, authenticator)).Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{}}")]
    public async Task Passkey_MalformedResponse_IsRefused(string credential)
    {
        using var browser = app.OpenBrowser();
        var page = await browser.GetAsync("/account/login");
        await browser.PostAsync("/account/passkeys/request-options", [], page.Token);

        var answer = await browser.SubmitAsync(page, "passkey", ("Passkey.Credential", credential));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Single(answer.Errors);
    }

    [Fact]
    public async Task Passkey_ReplayedResponse_IsRefused()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        using (var owner = await app.SignInAsync(await app.RegisterAsync()))
        {
            await AddAsync(owner, authenticator);
        }

        using var browser = app.OpenBrowser();
        var page = await browser.GetAsync("/account/login");
        var answer = authenticator.Get((await browser.PostAsync("/account/passkeys/request-options", [], page.Token)).Text);
        Assert.Equal("/account", (await browser.SubmitAsync(page, "passkey", ("Passkey.Credential", answer))).Location);

        using var thief = app.OpenBrowser();
        page = await thief.GetAsync("/account/login");
        Assert.Contains("took too long", Assert.Single((await thief.SubmitAsync(page, "passkey", ("Passkey.Credential", answer))).Errors), StringComparison.Ordinal);
        await thief.PostAsync("/account/passkeys/request-options", [], page.Token);
        Assert.Single((await thief.SubmitAsync(page, "passkey", ("Passkey.Credential", answer))).Errors);
    }

    [Fact]
    public async Task Passkey_AskedForInAnotherTab_SaysSo()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        using var browser = await app.SignInAsync(await app.RegisterAsync());
        await AddAsync(browser, authenticator);

        using var other = app.OpenBrowser();
        var page = await other.GetAsync("/account/login");
        var answer = authenticator.Get((await other.PostAsync("/account/passkeys/request-options", [], page.Token)).Text);
        await other.PostAsync("/account/passkeys/request-options", [], page.Token);
        var refused = await other.SubmitAsync(page, "passkey", ("Passkey.Credential", answer));
        Assert.Contains("another tab has asked", Assert.Single(refused.Errors), StringComparison.Ordinal);

        // A lost challenge when adding one.
        using var second = new SoftwareAuthenticator(app.Address);
        var security = await browser.GetAsync("/account/security");
        var created = second.Create((await browser.PostAsync("/account/passkeys/creation-options", [], security.Token)).Text);
        await browser.SubmitAsync(security, "add-passkey", ("Passkey.Credential", created), ("Passkey.Name", "Key"));
        var again = await browser.SubmitAsync(security, "add-passkey", ("Passkey.Credential", created), ("Passkey.Name", "Key"));
        Assert.Contains("another tab has asked", Assert.Single(again.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passkey_OfAnotherOrigin_IsRefused()
    {
        using var phished = new SoftwareAuthenticator(new Uri("https://tickets.evil.example/"));
        using var browser = await app.SignInAsync(await app.RegisterAsync());

        var page = await AddAsync(browser, phished);

        Assert.Contains("could not be added", Assert.Single(page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_WithoutAntiforgeryTokenOrSession_AreRefused()
    {
        using var browser = app.OpenBrowser();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/account/passkeys/request-options", [])).Status);
        Assert.Equal(HttpStatusCode.Found, (await browser.PostAsync("/account/passkeys/creation-options", [])).Status);
    }

    internal static async Task<Page> AddAsync(Browser browser, SoftwareAuthenticator authenticator)
    {
        var page = await browser.GetAsync("/account/security");
        var options = await browser.PostAsync("/account/passkeys/creation-options", [], page.Token);
        Assert.Equal(HttpStatusCode.OK, options.Status);
        return await browser.SubmitAsync(page, "add-passkey", ("Passkey.Credential", authenticator.Create(options.Text)), ("Passkey.Name", "My phone"));
    }

    internal static async Task<Page> SignInAsync(Browser browser, SoftwareAuthenticator authenticator)
    {
        var page = await browser.GetAsync("/account/login");
        var options = await browser.PostAsync("/account/passkeys/request-options", [], page.Token);
        Assert.Equal(HttpStatusCode.OK, options.Status);
        return await browser.SubmitAsync(page, "passkey", ("Passkey.Credential", authenticator.Get(options.Text)));
    }
}
