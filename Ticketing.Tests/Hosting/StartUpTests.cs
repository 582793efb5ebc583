using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Ticketing.App.Hosting.StartUp;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>Starts the built application with settings that it must refuse: exit code 1, sentences on the standard error.</summary>
public sealed class StartUpTests(TestServers servers, ClassDatabase database) : IClassFixture<ClassDatabase>
{
    private const string Heading = "Ticketing does not start:";

    private static readonly (string Key, string Value)[] EverythingAllowed =
        [.. StandInCheck.All.Where(check => check.Name != "DemoAccounts").Select(check => ($"Allow:{check.Name}", "true")), ("urls", "http://127.0.0.1:0")];

    [Fact]
    public async Task Production_WithoutSettings_RefusesWithEveryReason()
    {
        var attempt = await StartAttempt.RunAsync();

        AssertRefused(attempt);
        string[] reasons = ["LocalPayments", "LocalMail", "PlainSite", "PlainKeys", "PlainHttp", "EmbeddedServers", "LocalFiles"];
        Assert.Equal(reasons, attempt.Errors.Skip(1).Select(line => StandInCheck.All.Single(check => line.StartsWith($"- {check.Sentence}", StringComparison.Ordinal)).Name));
    }

    [Theory]
    [InlineData("ConnectionStrings:Postgres", "garbage", "ConnectionStrings:Postgres")]
    [InlineData("DataProtection:CertificateFile", "/nowhere/keys.p12", "/nowhere/keys.p12")]
    [InlineData("Inventory:BatchMax", "many", "Inventory:BatchMax is 'many'")]
    [InlineData("Access:LockoutAttempts", "0", "Access:LockoutAttempts must be between 3 and 100")]
    [InlineData("Site:Url", "javascript:alert(1)", "Site:Url")]
    [InlineData("Data:Directory", "/dev/null/data", "/dev/null/data")]
    [InlineData("Embedded:PostgresBinDirectory", "/nowhere", "PostgreSQL")]
    [InlineData("Secrets:Directory", "/nowhere/secrets", "Secrets:Directory is '/nowhere/secrets'")]
    [InlineData("Management:Port", "70000", "Management:Port must be between 0 and 65535")]
    [InlineData("Events:Log", "kafka", "Events:Kafka:Servers is not set")]
    public async Task Development_BadSetting_IsOneSentence(string key, string value, string sentence)
    {
        var attempt = await StartAttempt.RunAsync(
            [("environment", "Development"), ("urls", "http://127.0.0.1:0"), ("Data:Directory", Path.Combine(Path.GetTempPath(), "ticketing-refused")), (key, value)]);

        AssertRefused(attempt);
        Assert.Contains(sentence, Assert.Single(attempt.Errors.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_RoleUnknown_IsOneSentence()
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { Username = "nobody-at-all" };

        var attempt = await StartAttempt.RunAsync([("environment", "Development"), .. database.Database.Settings, ("urls", "http://127.0.0.1:0"), ("ConnectionStrings:Postgres", settings.ConnectionString)]);

        AssertRefused(attempt);
        Assert.Contains("ConnectionStrings:Postgres", Assert.Single(attempt.Errors.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_InUse_IsOneSentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var attempt = await StartAttempt.RunAsync([("environment", "Development"), .. database.Database.Settings, ("urls", address)]);

        AssertRefused(attempt);
        Assert.Contains(address, Assert.Single(attempt.Errors.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_DemoAccountWithItsPassword_Refuses()
    {
        await using var shop = await servers.CreateDatabaseAsync();
        var demo = DemoData.Accounts[^1];
        await shop.ExecuteAsync(
            """
            INSERT INTO users (id, name, locale, created_at, last_code_step, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash,
                               phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            VALUES (gen_random_uuid(), 'Ada', 'en', now(), 0, $1, $1, $1, $1, true, $2, false, false, true, 0)
            """, demo.Email, new PasswordHasher<Account>().HashPassword(new Account(), demo.Password));

        var refused = await StartAttempt.RunAsync([.. shop.Settings, .. EverythingAllowed]);
        await shop.ExecuteAsync("UPDATE users SET password_hash = $1", new PasswordHasher<Account>().HashPassword(new Account(), "a password of its own"));
        var (_, accounts) = await DemoTraces.FindAsync(shop.ConnectionString, TestContext.Current.CancellationToken);

        AssertRefused(refused);
        Assert.Contains("Allow:DemoAccounts", Assert.Single(refused.Errors.Skip(1)), StringComparison.Ordinal);
        Assert.False(accounts);
    }

    [Fact]
    public async Task Production_EverythingAllowed_Starts()
    {
        // AppProcess allows the stand-ins by name and waits until the application is ready.
        await using var app = await AppProcess.StartAsync(database.Database.Settings);
        using var client = new HttpClient { BaseAddress = app.BaseAddress };

        using var mailbox = await client.GetAsync("mailbox", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, mailbox.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", null, HttpStatusCode.NotFound)]
    [InlineData("http://0.0.0.0:0", "true", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:0", null, HttpStatusCode.OK)]
    public async Task Mailbox_OnAnAddressOfTheNetwork_IsClosed(string urls, string? allowed, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync(database.Database, null, [("urls", urls), .. allowed is null ? [] : new[] { ("Allow:OpenMailbox", allowed) }]);
        using var client = app.CreateClient();

        using var page = await client.GetAsync("mailbox", TestContext.Current.CancellationToken);
        using var mail = await client.GetAsync($"mailbox/{Guid.NewGuid()}/source", TestContext.Current.CancellationToken);
        var home = await client.GetStringAsync("", TestContext.Current.CancellationToken);

        Assert.Equal(expected, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, mail.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, home.Contains("\"/mailbox\"", StringComparison.Ordinal));
    }

    private static void AssertRefused(StartAttempt attempt)
    {
        Assert.True(attempt.ExitCode == 1, $"Exit code {attempt.ExitCode}:\n{string.Join('\n', attempt.Errors)}\n{attempt.Output}");
        Assert.Equal(Heading, attempt.Errors[0]);
        Assert.All(attempt.Errors.Skip(1), line => Assert.StartsWith("- ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", attempt.Output, StringComparison.Ordinal);
    }
}
