using System.Net;

namespace Ticketing.Tests.Access;

public sealed class RegistrationTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Register_NewAddress_SignsInAfterConfirmation()
    {
        var email = AccessApp.NewEmail();
        using var browser = app.OpenBrowser();

        var sent = await browser.SubmitAsync(
            "/account/register?returnUrl=%2Fevents", "register", ("Form.Name", "Anna Berg"), ("Form.Email", email), ("Form.Password", AccessApp.Password));
        Assert.Equal("/account/register?sent=1&returnUrl=%2Fevents", sent.Location);
        Assert.Contains("Check your mail", (await browser.GetAsync(sent.Location!)).Text, StringComparison.Ordinal);

        // Sign-in before the confirmation is refused and sends the mail again.
        var early = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        Assert.Equal(SignInTests.NoMatch, Assert.Single(early.Errors));
        Assert.Equal(2, await app.CountMailsAsync("account.confirm-email", email));

        var link = await app.LinkOfMailAsync("account.confirm-email", email);
        var confirmed = await browser.SubmitAsync(link, "confirm", ("Form.Password", AccessApp.Password));
        Assert.Equal("/account/login?notice=confirmed", confirmed.Location);

        var signedIn = await AccessApp.LogInAsync(browser, email, AccessApp.Password);
        Assert.Equal("/account", signedIn.Location);
        Assert.Equal("Your account", (await browser.GetAsync("/account")).Heading);
    }

    [Fact]
    public async Task Register_KnownAddress_HasTheSameResponseAndNotifiesTheOwner()
    {
        var email = await app.RegisterAsync();
        using var browser = app.OpenBrowser();

        var known = await browser.SubmitAsync(
            "/account/register", "register", ("Form.Name", "Eve"), ("Form.Email", email.ToUpperInvariant()), ("Form.Password", "another one 99"));

        Assert.Equal("/account/register?sent=1", known.Location);
        Assert.Equal(1, await app.CountMailsAsync("account.already-registered", email));
        Assert.Equal("Anna Berg", await app.Database.ScalarAsync<string>("select name from users where email = $1", email));
        using var owner = await app.SignInAsync(email);
    }

    [Fact]
    public async Task Register_UnconfirmedAddress_IsReplacedByTheConfirmedRegistration()
    {
        var email = AccessApp.NewEmail();
        using var thief = app.OpenBrowser();
        await thief.SubmitAsync("/account/register", "register", ("Form.Name", "Eve"), ("Form.Email", email), ("Form.Password", "the thief knows"));

        using var owner = app.OpenBrowser();
        await owner.SubmitAsync("/account/register", "register", ("Form.Name", "Anna"), ("Form.Email", email), ("Form.Password", AccessApp.Password));

        await owner.SubmitAsync(await app.LinkOfMailAsync("account.confirm-email", email), "confirm", ("Form.Password", AccessApp.Password));
        Assert.NotEmpty((await AccessApp.LogInAsync(thief, email, "the thief knows")).Errors);
        Assert.Equal("/account", (await AccessApp.LogInAsync(owner, email, AccessApp.Password)).Location);
    }

    [Fact]
    public async Task Register_SameAddressConcurrently_CreatesOneAccount()
    {
        var email = AccessApp.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.PostJsonAsync(
            "/api/v1/auth/register", new { email, password = AccessApp.Password, name = "Anna" })));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from users where email = $1", email));
    }

    [Theory]
    [InlineData("", "anna@example.com", AccessApp.Password, "Enter your name.")]
    [InlineData("Anna", "anna", AccessApp.Password, "Enter an e-mail address like name@example.com.")]
    [InlineData("Anna", "anna@localhost", AccessApp.Password, "Enter an e-mail address like name@example.com.")]
    [InlineData("Anna", "a b@example.com", AccessApp.Password, "Enter an e-mail address like name@example.com.")]
    [InlineData("Anna", "anna@example.com\r\nBcc: all@example.com", AccessApp.Password, "Enter an e-mail address like name@example.com.")]
    [InlineData("Anna", "anna@example.com", "short", "The password needs 8 characters or more.")]
    [InlineData("Anna", "anna@example.com", "Password123", "This password is easy to guess. Choose another one.")]
    [InlineData("Anna", "anna@example.com", "ANNA@example.com", "This password is easy to guess. Choose another one.")]
    [InlineData("An\u0007na", "anna@example.com", AccessApp.Password, "The name has characters that cannot be printed.")]
    public async Task Register_BadInput_IsReportedAtTheField(string name, string email, string password, string error)
    {
        using var browser = app.OpenBrowser();

        var page = await browser.SubmitAsync("/account/register", "register", ("Form.Name", name), ("Form.Email", email), ("Form.Password", password));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(error, Assert.Single(page.Errors));
        var field = Assert.Single(page.Document.QuerySelectorAll("input[aria-invalid=true]"));
        Assert.Contains($"{field.Id}-error", field.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal(error, page.Document.GetElementById($"{field.Id}-error")?.TextContent);
        Assert.DoesNotContain(page.Document.QuerySelectorAll("input[type=password]"), input => !string.IsNullOrEmpty(input.GetAttribute("value")));
    }

    [Fact]
    public async Task Register_OversizedAndMarkupTexts_AreRefusedOrEscaped()
    {
        using var browser = app.OpenBrowser();
        var huge = new string('x', 100_000);

        var tooLong = await browser.SubmitAsync("/account/register", "register", ("Form.Name", huge), ("Form.Email", huge + "@example.com"), ("Form.Password", huge));
        Assert.Equal(3, tooLong.Errors.Count);

        const string Script = "\"><script>alert(1)</script>'; drop table users; --";
        var page = await browser.SubmitAsync("/account/register", "register", ("Form.Name", Script), ("Form.Email", "no address"), ("Form.Password", "x"));
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.Equal(Script, page.Document.QuerySelector("#name")?.GetAttribute("value"));
        Assert.True(await app.Database.ScalarAsync<bool>("select to_regclass('users') is not null"));
    }

    [Fact]
    public async Task Register_WithoutAntiforgeryToken_IsRefused()
    {
        using var browser = app.OpenBrowser();
        var email = AccessApp.NewEmail();

        var page = await browser.PostAsync(
            "/account/register", new Dictionary<string, string> { ["_handler"] = "register", ["Form.Name"] = "Anna", ["Form.Email"] = email, ["Form.Password"] = AccessApp.Password });

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(0L, await app.Database.ScalarAsync<long>("select count(*) from users where email = $1", email));
    }

    [Fact]
    public async Task Register_InGerman_HasGermanPageAndMail()
    {
        using var browser = app.OpenBrowser("de");
        var email = AccessApp.NewEmail();

        var page = await browser.SubmitAsync("/account/register", "register", ("Form.Name", ""), ("Form.Email", email), ("Form.Password", AccessApp.Password));
        Assert.Equal("Konto anlegen", page.Heading);
        Assert.Equal("Geben Sie Ihren Namen ein.", Assert.Single(page.Errors));

        await browser.SubmitAsync(page, "register", ("Form.Name", "Anna"), ("Form.Email", email), ("Form.Password", AccessApp.Password));
        Assert.Equal("de", await app.Database.ScalarAsync<string>("select payload->>'locale' from outbox where payload->>'email' = $1", email));
    }

    [Theory]
    [InlineData("/account/confirm")]
    [InlineData("/account/confirm?user=nobody&token=nothing")]
    [InlineData("/account/confirm?user=0190b5a0-0000-7000-8000-000000000000&token=AAAA")]
    public async Task Confirm_InvalidLink_ShowsTheReason(string path)
    {
        using var browser = app.OpenBrowser();

        var page = await browser.SubmitAsync(path, "confirm");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("no longer works", page.Text, StringComparison.Ordinal);
    }
}
