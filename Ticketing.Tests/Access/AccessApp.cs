using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>The application on a database of the test class, with helpers for accounts.</summary>
public sealed class AccessApp : IAsyncLifetime
{
    public const string Password = "violet ladder 48";

    private readonly TestServers? _servers;
    private PooledApp? _running;
    private TestApp _app = null!;

    public AccessApp(TestServers servers) => _servers = servers;

    private AccessApp(TestDatabase database, TestApp app) => (Database, _app) = (database, app);

    public TestDatabase Database { get; private set; } = null!;

    public Uri Address => _app.BaseAddress;

    public IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        _running = await _servers!.Apps.TakeAsync(
            ("Access:PasswordHashIterations", "10000"), ("Access:ResetRequestMilliseconds", "0"), ("Access:SessionCheckSeconds", "0"),
            ("Access:MailCooldownSeconds", "0"), ("Access:MailsPerDayMax", "1000"));
        (Database, _app) = _running;
    }

    public ValueTask DisposeAsync() => _running!.DisposeAsync();

    /// <summary>Wraps an application that the test started and disposes.</summary>
    internal static AccessApp Over(TestDatabase database, TestApp app) => new(database, app);

    internal static string NewEmail() => $"anna.{Guid.NewGuid():N}@example.com";

    internal Browser OpenBrowser(string language = "en", string? network = null) => new(Address, language, network);

    internal HttpClient CreateClient() => _app.CreateClient();

    /// <summary>The number of outbox entries of a type for an address.</summary>
    internal Task<long> CountMailsAsync(string type, string email) =>
        Database.ScalarAsync<long>("select count(*) from outbox where type = $1 and payload->>'email' = $2", type, email);

    /// <summary>Path and query of the link in the newest mail of a type to an address.</summary>
    internal async Task<string> LinkOfMailAsync(string type, string email)
    {
        var payload = await Database.ScalarAsync<string>(
            "select payload::text from outbox where type = $1 and payload->>'email' = $2 order by created_at desc, id desc limit 1", type, email);
        Assert.NotNull(payload);
        using var mail = JsonDocument.Parse(payload);
        return new Uri(mail.RootElement.GetProperty("link").GetString()!).PathAndQuery;
    }

    /// <summary>Registers and confirms an account through the site's pages; returns its address.</summary>
    internal async Task<string> RegisterAsync(string? email = null, string password = Password)
    {
        email ??= NewEmail();
        using var browser = OpenBrowser();
        await browser.SubmitAsync("/account/register", "register", ("Form.Name", "Anna Berg"), ("Form.Email", email), ("Form.Password", password));
        var confirmed = await browser.SubmitAsync(await LinkOfMailAsync("account.confirm-email", email), "confirm", ("Form.Password", password));
        Assert.Equal("/account/login?notice=confirmed", confirmed.Location);
        return email;
    }

    /// <summary>A signed-in browser.</summary>
    internal async Task<Browser> SignInAsync(string email, string password = Password)
    {
        var browser = OpenBrowser();
        var page = await LogInAsync(browser, email, password);
        Assert.Contains(page.Location, new[] { "/account", "/admin" });
        return browser;
    }

    internal static Task<Page> LogInAsync(Browser browser, string email, string password, string path = "/account/login") =>
        browser.SubmitAsync(path, "sign-in", ("Form.Email", email), ("Form.Password", password));

    /// <summary>A signed-in browser of a new account with a role and an optional membership.</summary>
    internal async Task<Browser> SignInAsAsync(string role, Guid? organization = null, string membership = "box-office") =>
        await SignInAsync(await RegisterAsAsync(role, organization, membership));

    /// <summary>A confirmed account with a role and an optional membership; returns its address.</summary>
    internal async Task<string> RegisterAsAsync(string role, Guid? organization = null, string membership = "box-office")
    {
        var email = await RegisterAsync();
        await Database.ExecuteAsync(
            "insert into user_roles (user_id, role_id) select u.id, r.id from users u, roles r where u.email = $1 and r.name = $2", email, role);
        if (organization is { } id)
        {
            await Database.ExecuteAsync(
                "insert into members (organization_id, user_id, role) select $1, id, $3 from users where email = $2", id, email, membership);
        }

        return email;
    }

    internal async Task<(int Status, JsonElement Body)> PostJsonAsync(string path, object body, string? bearer = null)
    {
        using var client = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
