using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>Every account mail that a stranger can cause is limited per recipient; the answers do not show it.</summary>
public sealed class MailCooldownTests(TestServers servers)
{
    private const int Requests = 5;

    [Theory]
    [InlineData("3600", "1000", 1)]
    [InlineData("0", "2", 2)]
    public async Task Mails_RequestedRepeatedly_AreLimitedPerRecipient(string cooldownSeconds, string perDay, long mails)
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(
            database, null, ("Access:PasswordHashIterations", "10000"), ("Access:ResetRequestMilliseconds", "0"),
            ("Access:MailCooldownSeconds", cooldownSeconds), ("Access:MailsPerDayMax", perDay));
        var accounts = AccessApp.Over(database, app);
        var (known, unconfirmed, next) = (await accounts.RegisterAsync(), AccessApp.NewEmail(), AccessApp.NewEmail());
        using var signedIn = await accounts.SignInAsync(known);
        using var stranger = accounts.OpenBrowser();

        for (var request = 0; request < Requests; request++)
        {
            // Case is no way around the limit.
            var written = request % 2 == 0 ? known : known.ToUpperInvariant();
            Assert.Equal("/account/forgot?sent=1", (await stranger.SubmitAsync("/account/forgot", "forgot", ("Form.Email", written))).Location);
            Assert.Equal("/account/register?sent=1", (await RegisterAsync(stranger, written)).Location);
            Assert.Equal("/account/register?sent=1", (await RegisterAsync(stranger, unconfirmed)).Location);
            Assert.Single((await AccessApp.LogInAsync(stranger, unconfirmed, AccessApp.Password)).Errors);
            Assert.Equal(401, (await accounts.PostJsonAsync("/api/v1/auth/login", new { email = unconfirmed, password = AccessApp.Password })).Status);
            var change = await signedIn.SubmitAsync("/account", "email", ("EmailForm.Email", next), ("EmailForm.CurrentPassword", AccessApp.Password));
            Assert.Equal("/account?notice=mail-sent", change.Location);
        }

        Assert.Equal(mails, await accounts.CountMailsAsync("account.reset-password", known));
        Assert.Equal(mails, await accounts.CountMailsAsync("account.already-registered", known));
        Assert.Equal(mails, await accounts.CountMailsAsync("account.confirm-email", unconfirmed));
        Assert.Equal(mails, await accounts.CountMailsAsync("account.change-email", next));
    }

    // A stranger who asks every ten minutes: after the maximum, a reset mail whenever the link of the last one has expired.
    [Theory]
    [InlineData(AccountMailTypes.ResetPassword, new[] { 0, 10, 20, 140, 260, 380, 500, 620, 740, 860, 980, 1100, 1220, 1340, 1440 })]
    [InlineData(AccountMailTypes.ConfirmEmail, new[] { 0, 10, 20, 1440 })]
    [InlineData(AccountMailTypes.AlreadyRegistered, new[] { 0, 10, 20, 1440 })]
    public async Task Mails_RequestedAllDay_AreSentAgainWhenTheirLinkHasExpired(string type, int[] minutes)
    {
        await using var running = await servers.Apps.TakeAsync();
        await using var db = await running.App.Services.GetRequiredService<IDbContextFactory<TicketingDbContext>>().CreateDbContextAsync(
            TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider(TestTimes.Start);
        var options = new AccessOptions { MailCooldownSeconds = 60, MailsPerDayMax = 3, ResetHours = 2, ConfirmationHours = 48 };
        var cooldown = new MailCooldown(db, Options.Create(options), time);
        var (email, sent) = (AccessApp.NewEmail(), new List<int>());

        for (var minute = 0; minute <= 24 * 60; minute += 10)
        {
            if (await cooldown.TryTakeAsync(type, email, TestContext.Current.CancellationToken))
            {
                sent.Add(minute);
            }

            time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(minutes, sent);
    }

    private static Task<Page> RegisterAsync(Browser browser, string email) => browser.SubmitAsync(
        "/account/register", "register", ("Form.Name", "Anna"), ("Form.Email", email), ("Form.Password", AccessApp.Password));
}
