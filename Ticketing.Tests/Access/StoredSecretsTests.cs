using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>A copy of the database opens nothing.</summary>
public sealed class StoredSecretsTests(AccessApp app, TestServers servers) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Database_WithEveryKindOfSecret_ContainsNone()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var accounts = office.Accounts;
        var email = await accounts.RegisterAsync();
        using var browser = await accounts.SignInAsync(email);
        await browser.GetAsync($"/performances/{office.Shop.Sale.Id}");
        var (key, codes) = await EnableAsync(browser);
        var login = new { email, password = AccessApp.Password, twoFactorCode = codes[0] };
        var token = (await accounts.PostJsonAsync("/api/v1/auth/login", login)).Body.GetProperty("token").GetString()!;
        var hold = await office.Shop.HoldAsync(6);

        string[] secrets =
        [
            AccessApp.Password, key.Replace(" ", "", StringComparison.Ordinal), .. codes[1..], token, office.Order.Token, hold.Secret,
            browser.Cookies.GetCookies(browser.Address)["buyer"]!.Value,
        ];
        // The stand-ins of mail and payment are the outside world.
        var tables = await office.Shop.Database.ListAsync<string>(
            "select table_name::text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'local_mail'");
        foreach (var table in tables)
        {
            foreach (var secret in secrets)
            {
                var rows = await office.Shop.Database.ScalarAsync<long>($"select count(*) from \"{table}\" t where strpos(lower(t::text), lower($1)) > 0", secret);
                Assert.True(rows == 0, $"{table} contains a secret");
            }
        }
    }

    [Fact]
    public async Task Secrets_InClearFromBefore_AreProtectedAndStayValid()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var (key, _) = await EnableAsync(browser);
        var clear = key.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        await SetAsync(email, "AuthenticatorKey", clear);
        await SetAsync(email, "RecoveryCodes", "AAAAA-BBBBB;CCCCC-DDDDD");
        var secrets = app.Services.GetRequiredService<StoredSecrets>();

        for (var start = 0; start < 2; start++)
        {
            await secrets.ProtectAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0L, await app.Database.ScalarAsync<long>(
            "select count(*) from user_tokens where value like '%' || $1 || '%' or value like '%AAAAA%'", clear));
        Assert.Equal(200, await LogInAsync(email, AuthenticatorApp.CodeOf(key, 1)));
        Assert.Equal(200, await LogInAsync(email, "aaaaa\u2010bbbbb"));
        Assert.Equal(401, await LogInAsync(email, "AAAAA-BBBBB"));
        Assert.Equal(200, await LogInAsync(email, "CCCCC-DDDDD"));
    }

    [Fact]
    public async Task RecoveryCode_UsedTwiceConcurrently_SignsInOnce()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var (_, codes) = await EnableAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LogInAsync(email, codes[0])));

        Assert.Single(answers, status => status == 200);
    }

    [Fact]
    public async Task OrderToken_FromBefore_StillOpensTheOrder()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Shop.Database.ExecuteAsync(
            "update orders set former_token_hash = $1", SHA256.HashData(Encoding.UTF8.GetBytes("a token from a mail")));
        using var browser = office.Accounts.OpenBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/orders/{office.Number}?token=a%20token%20from%20a%20mail")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/orders/{office.Number}?token={office.Order.Token}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/orders/{office.Number}?token=another")).Status);
    }

    [Theory]
    [InlineData("pässwörter sind lang", "pa\u0308sswo\u0308rter sind lang")]
    [InlineData("pa\u0308sswo\u0308rter sind lang", "pässwörter sind lang")]
    [InlineData("ｆｕｌｌ ｗｉｄｔｈ ｗｏｒｄｓ", "full width words")]
    public async Task Password_TypedInAnotherForm_SignsIn(string registered, string typed)
    {
        var email = await app.RegisterAsync(password: registered);

        using var browser = await app.SignInAsync(email, typed);
    }

    [Theory]
    [InlineData("pässwörter sind lang", "pa\u0308sswo\u0308rter sind lang")]
    [InlineData("pa\u0308sswo\u0308rter sind lang", "pässwörter sind lang")]
    public async Task Password_HashedBeforeTheForm_SignsIn(string hashed, string typed)
    {
        var email = await app.RegisterAsync();
        var hash = new PasswordHasher<Account>().HashPassword(new Account(), hashed);
        await app.Database.ExecuteAsync("update users set password_hash = $2 where email = $1", email, hash);

        using var other = await app.SignInAsync(email, typed);
        using var same = await app.SignInAsync(email, hashed);
    }

    private static async Task<(string Key, List<string> Codes)> EnableAsync(Browser browser)
    {
        var page = await browser.GetAsync("/account/authenticator");
        var key = page.Document.QuerySelector("code")!.TextContent;
        var enabled = await browser.SubmitAsync(page, "enable", ("Enable.Code", AuthenticatorApp.CodeOf(key)));
        return (key, [.. enabled.Document.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent)]);
    }

    private async Task<int> LogInAsync(string email, string code) =>
        (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password, twoFactorCode = code })).Status;

    private Task SetAsync(string email, string name, string value) => app.Database.ExecuteAsync(
        "update user_tokens set value = $3 where name = $2 and user_id = (select id from users where email = $1)", email, name, value);
}
