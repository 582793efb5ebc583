using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>Nobody locks anybody out: failures count for the guesser's network and browser.</summary>
public sealed class LockoutTests(AccessApp app, TestServers servers) : IClassFixture<AccessApp>
{
    private const int Attempts = 6;

    [Fact]
    public async Task Strangers_FailingFromManyNetworks_LockNobodyOut()
    {
        var email = await app.RegisterAsync();
        for (var last = 1; last <= Attempts; last++)
        {
            using var stranger = app.OpenBrowser(network: $"198.51.100.{last}");
            for (var attempt = 0; attempt < 2; attempt++)
            {
                Assert.Equal(SignInTests.NoMatch, Assert.Single((await AccessApp.LogInAsync(stranger, email, "wrong password")).Errors));
            }
        }

        using var owner = app.OpenBrowser(network: "203.0.113.7");
        Assert.Equal("/account", (await AccessApp.LogInAsync(owner, email, AccessApp.Password)).Location);
    }

    [Fact]
    public async Task Stranger_FailingFromTheHoldersNetwork_LeavesKnownBrowsersAndPasskeys()
    {
        using var authenticator = new SoftwareAuthenticator(app.Address);
        var email = await app.RegisterAsync();
        using var known = await app.SignInAsync(email);
        await PasskeyTests.AddAsync(known, authenticator);
        await known.SubmitAsync("/account", "form[action='/account/logout']");
        await FailAsync(email);

        using var unknown = app.OpenBrowser();
        Assert.Contains("Too many attempts", Assert.Single((await AccessApp.LogInAsync(unknown, email, AccessApp.Password)).Errors), StringComparison.Ordinal);
        Assert.Equal("/account", (await PasskeyTests.SignInAsync(unknown, authenticator)).Location);
        Assert.Equal("/account", (await AccessApp.LogInAsync(known, email, AccessApp.Password)).Location);
    }

    [Fact]
    public async Task KnownBrowser_OfAnotherAccount_IsNotExempt()
    {
        var email = await app.RegisterAsync();
        await FailAsync(email);
        using var thief = await app.SignInAsync(await app.RegisterAsync());
        await thief.SubmitAsync("/account", "form[action='/account/logout']");

        Assert.Contains("Too many attempts", Assert.Single((await AccessApp.LogInAsync(thief, email, AccessApp.Password)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KnownBrowser_FailingItself_IsLimited()
    {
        var email = await app.RegisterAsync();
        using var known = await app.SignInAsync(email);
        await known.SubmitAsync("/account", "form[action='/account/logout']");
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            Assert.Equal(SignInTests.NoMatch, Assert.Single((await AccessApp.LogInAsync(known, email, "wrong password")).Errors));
        }

        Assert.Contains("Too many attempts", Assert.Single((await AccessApp.LogInAsync(known, email, AccessApp.Password)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyFailures_FromManyNetworks_AreToldToTheHolderOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var running = await TestApp.StartAsync(
            database, null, ("Access:PasswordHashIterations", "10000"), ("Access:FailuresTold", "3"));
        var accounts = AccessApp.Over(database, running);
        var email = await accounts.RegisterAsync();

        for (var last = 1; last <= Attempts; last++)
        {
            using var stranger = accounts.OpenBrowser(network: $"198.51.100.{last}");
            await AccessApp.LogInAsync(stranger, email, "wrong password");
            Assert.Equal(last < 3 ? 0 : 1, await accounts.CountMailsAsync("account.many-failures", email));
        }
    }

    private async Task FailAsync(string email)
    {
        using var stranger = app.OpenBrowser();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await AccessApp.LogInAsync(stranger, email, "wrong password");
        }
    }
}
