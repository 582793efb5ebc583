using System.Net;

namespace Ticketing.Tests.Access;

/// <summary>Second factors and passkeys change only with a recent proof that the holder is present.</summary>
public sealed class StepUpTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task SecondFactor_SessionWithoutRecentProof_AsksForOne()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var opened = await browser.GetAsync("/account/authenticator");
        var key = opened.Document.QuerySelector("code")!.TextContent;
        await ForgetProofAsync(email);

        Assert.Equal("/account/proof?returnUrl=%2Faccount%2Fauthenticator", (await browser.GetAsync("/account/authenticator")).Location);
        // A form opened before changes nothing without a proof.
        var posted = await browser.SubmitAsync(opened, "enable", ("Enable.Code", AuthenticatorApp.CodeOf(key)));
        Assert.DoesNotContain("recovery-codes", posted.Text, StringComparison.Ordinal);
        Assert.False(await app.Database.ScalarAsync<bool>("select two_factor_enabled from users where email = $1", email));

        Assert.NotEmpty((await ProveAsync(browser, "wrong password")).Errors);
        Assert.Equal("/account/authenticator", (await ProveAsync(browser, AccessApp.Password)).Location);
        var enabled = await browser.SubmitAsync("/account/authenticator", "enable", ("Enable.Code", AuthenticatorApp.CodeOf(key)));
        Assert.NotEmpty(enabled.Document.QuerySelectorAll(".recovery-codes code"));

        await ForgetProofAsync(email);
        var byCode = await browser.SubmitAsync("/account/proof", "proof-code", ("CodeForm.Code", AuthenticatorApp.CodeOf(key, 1)));
        Assert.Equal("/account/security", byCode.Location);
        Assert.True(await IsProvedAsync(email));
    }

    [Fact]
    public async Task Passkeys_SessionWithoutRecentProof_AreNotChanged()
    {
        using var first = new SoftwareAuthenticator(app.Address);
        using var second = new SoftwareAuthenticator(app.Address);
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        await PasskeyTests.AddAsync(browser, first);
        var opened = await browser.GetAsync("/account/security");
        var creation = second.Create((await browser.PostAsync("/account/passkeys/creation-options", [], opened.Token)).Text);
        await ForgetProofAsync(email);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/account/passkeys/creation-options", [], opened.Token)).Status);
        var added = await browser.SubmitAsync(opened, "add-passkey", ("Passkey.Credential", creation));
        Assert.Equal("/account/proof?returnUrl=%2Faccount%2Fsecurity", added.Location);
        var removed = await browser.SubmitAsync(opened, "form:has(input[name='Remove.Id'])");
        Assert.Equal("/account/proof?returnUrl=%2Faccount%2Fsecurity", removed.Location);
        Assert.Equal(1L, await app.Database.ScalarAsync<long>(
            "select count(*) from user_passkeys p join users u on u.id = p.user_id where u.email = $1", email));

        var page = await browser.GetAsync("/account/proof");
        var options = await browser.PostAsync("/account/passkeys/request-options", [], page.Token);
        await browser.SubmitAsync(page, "proof-passkey", ("Passkey.Credential", first.Get(options.Text)));
        Assert.True(await IsProvedAsync(email));
    }

    [Fact]
    public async Task Proof_ByAPasskeyOfAnotherAccount_IsRefused()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        using var stranger = await app.SignInAsync(await app.RegisterAsync());
        await PasskeyTests.AddAsync(stranger, authenticator);
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        await ForgetProofAsync(email);

        var page = await browser.GetAsync("/account/proof");
        var options = await browser.PostAsync("/account/passkeys/request-options", [], page.Token);
        var refused = await browser.SubmitAsync(page, "proof-passkey", ("Passkey.Credential", authenticator.Get(options.Text)));

        Assert.Single(refused.Errors);
        Assert.False(await IsProvedAsync(email));
    }

    private static Task<Page> ProveAsync(Browser browser, string password) =>
        browser.SubmitAsync("/account/proof?returnUrl=%2Faccount%2Fauthenticator", "proof", ("Form.Password", password));

    private Task ForgetProofAsync(string email) => app.Database.ExecuteAsync(
        "update sign_ins set proved_at = now() - interval '11 minutes' where user_id = (select id from users where email = $1)", email);

    private Task<bool> IsProvedAsync(string email) => app.Database.ScalarAsync<bool>(
        "select max(s.proved_at) > now() - interval '1 minute' from sign_ins s join users u on u.id = s.user_id where u.email = $1", email);
}
