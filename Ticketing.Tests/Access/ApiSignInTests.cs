using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ticketing.Tests.Access;

public sealed class ApiSignInTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Token_AfterRegisterAndLogin_WorksUntilLogout()
    {
        var email = AccessApp.NewEmail();

        var registered = await app.PostJsonAsync("/api/v1/auth/register", new { email, password = AccessApp.Password, name = "Anna" });
        Assert.Equal(202, registered.Status);
        Assert.Equal(1, await app.CountMailsAsync("account.confirm-email", email));
        using var browser = app.OpenBrowser();
        await browser.SubmitAsync(await app.LinkOfMailAsync("account.confirm-email", email), "confirm", ("Form.Password", AccessApp.Password));
        var first = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        Assert.True(first.Body.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddDays(1));
        var login = await app.PostJsonAsync("/api/v1/auth/login", new { email = $" {email.ToUpperInvariant()}", password = AccessApp.Password });
        Assert.Equal(200, login.Status);

        var token = login.Body.GetProperty("token").GetString()!;
        Assert.Equal(0L, await app.Database.ScalarAsync<long>("select count(*) from api_tokens where encode(token_hash, 'escape') like '%' || $1 || '%'", token));
        Assert.Equal(204, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
        var after = await app.PostJsonAsync("/api/v1/auth/logout", new { }, token);
        Assert.Equal((401, "invalid-token"), (after.Status, after.Body.GetProperty("type").GetString()));
        // The other token stays valid.
        Assert.Equal(204, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, first.Body.GetProperty("token").GetString())).Status);
    }

    [Fact]
    public async Task Token_Expired_IsRefused()
    {
        var email = await app.RegisterAsync();
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        await app.Database.ExecuteAsync("update api_tokens set expires_at = now() where user_id = (select id from users where email = $1)", email);

        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
    }

    [Fact]
    public async Task Token_Revoked_IsRefused()
    {
        var email = await app.RegisterAsync();
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        using var browser = await app.SignInAsync(email);

        var page = await browser.SubmitAsync("/account/security", "form:has(input[name='Revoke.Id'])");

        Assert.Equal("/account/security?notice=token-revoked", page.Location);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
    }

    [Fact]
    public async Task SignOutEverywhere_Pressed_RevokesSessionsAndTokens()
    {
        var email = await app.RegisterAsync();
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        using var here = await app.SignInAsync(email);
        using var there = await app.SignInAsync(email);

        var page = await here.SubmitAsync("/account/security", "everywhere");

        Assert.Equal("/account/login?notice=signed-out-everywhere", page.Location);
        Assert.Equal(HttpStatusCode.Found, (await here.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Found, (await there.GetAsync("/account")).Status);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
    }

    [Theory]
    [InlineData("an-order-token-or-hold-secret")]
    [InlineData("tkt_short")]
    public async Task Bearer_Unknown_IsAnonymous(string bearer)
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);

        using var open = await client.GetAsync("/api/v1/orders/" + Guid.NewGuid(), TestContext.Current.CancellationToken);
        using var closed = await client.PostAsync("/api/v1/auth/logout", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, open.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal("application/problem+json", closed.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Login_Refusals_HaveStableTypes()
    {
        var email = await app.RegisterAsync();

        var wrong = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = "wrong password" });
        var unknown = await app.PostJsonAsync("/api/v1/auth/login", new { email = AccessApp.NewEmail(), password = "wrong password" });
        Assert.Equal((401, "invalid-credentials"), (wrong.Status, wrong.Body.GetProperty("type").GetString()));
        Assert.Equal((401, "invalid-credentials"), (unknown.Status, unknown.Body.GetProperty("type").GetString()));

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await app.PostJsonAsync("/api/v1/auth/login", new { email, password = "wrong password" });
        }

        var locked = await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        Assert.Equal((423, "locked-out"), (locked.Status, locked.Body.GetProperty("type").GetString()));
        Assert.True(locked.Body.GetProperty("retryAfterSeconds").GetInt32() > 0);
    }

    [Fact]
    public async Task RegisterAndLogin_KnownOrNewAddress_HaveTheSameResponses()
    {
        var (known, free) = (await app.RegisterAsync(), AccessApp.NewEmail());

        foreach (var path in new[] { "/api/v1/auth/register", "/api/v1/auth/login" })
        {
            // The stranger's own password: only a free address takes it.
            var ofKnown = await app.PostJsonAsync(path, new { email = known, password = "the stranger's own", name = "Eve" });
            var ofFree = await app.PostJsonAsync(path, new { email = free, password = "the stranger's own", name = "Eve" });

            Assert.Equal((ofKnown.Status, Texts(ofKnown.Body)), (ofFree.Status, Texts(ofFree.Body)));
        }

        Assert.Equal(1, await app.CountMailsAsync("account.already-registered", known));
    }

    // A problem has the request's id too.
    private static string Texts(JsonElement body) => body.ValueKind == JsonValueKind.Undefined
        ? ""
        : $"{body.GetProperty("type")} {body.GetProperty("title")} {body.GetProperty("detail")}";

    [Fact]
    public async Task Register_InvalidFields_AreAllReported()
    {
        var answer = await app.PostJsonAsync("/api/v1/auth/register", new { email = "x", password = "y", name = "" });

        Assert.Equal((422, "validation"), (answer.Status, answer.Body.GetProperty("type").GetString()));
        Assert.Equal(["email", "name", "password"], answer.Body.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"email\": 1}")]
    [InlineData("{\"email\": {\"$ne\": null}, \"password\": {\"$ne\": null}}")]
    [InlineData("{\"email\":\"a@b.example\",\"email\":\"c@d.example\"}")]
    [InlineData("{\"email\":\"a\\u0000@example.com\",\"password\":\"violet ladder 48\",\"name\":\"A\\u0000\"}")]
    [InlineData("{\"email\":\"a\\ud800@example.com\",\"password\":\"violet ladder 48\",\"name\":\"A\\ud800\"}")]
    [InlineData("{\"email\":\"' or 1=1 --\",\"password\":\"' or 1=1 --\",\"name\":\"'\"}")]
    public async Task Body_Malformed_IsAProblem(string body)
    {
        using var client = app.CreateClient();
        foreach (var path in new[] { "/api/v1/auth/register", "/api/v1/auth/login" })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode is >= 400 and < 500, string.Create(CultureInfo.InvariantCulture, $"{path} {body}: {response.StatusCode} {text}"));
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()!);
        }
    }

    [Fact]
    public async Task Login_BodyTooLarge_IsRefused()
    {
        using var client = app.CreateClient();
        // Expect: 100-continue, because a server may reset the connection while the body is being sent.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var content = new StringContent($$"""{"email":"a@example.com","password":"{{new string('x', 10_000_000)}}"}""", Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("/api/v1/auth/login", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Tokens_OverTheLimit_RevokeTheOldest()
    {
        var email = await app.RegisterAsync();
        var first = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;
        await app.Database.ExecuteAsync(
            """
            insert into api_tokens (token_hash, user_id, created_at, expires_at)
            select sha256(n::text::bytea || u.id::text::bytea), u.id, now(), now() + interval '1 day' from users u, generate_series(1, 60) n where u.email = $1
            """,
            email);

        await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });

        Assert.Equal(50L, await app.Database.ScalarAsync<long>("select count(*) from api_tokens t join users u on u.id = t.user_id where u.email = $1", email));
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, first)).Status);
    }
}
