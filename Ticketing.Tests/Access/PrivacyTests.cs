using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

public sealed class PrivacyTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Export_OfAnAccount_HasPersonalDataAndNoSecrets()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);

        var page = await browser.GetAsync("/account/export.json");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.StartsWith("attachment", page.Headers["Content-Disposition"], StringComparison.Ordinal);
        using var export = JsonDocument.Parse(page.Text);
        Assert.Equal(email, export.RootElement.GetProperty("account").GetProperty("email").GetString());
        Assert.DoesNotContain("hash", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Erase_WithPassword_RemovesTheAccount()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;

        // A mail already being sent is delivered after the erasure: wait for the registration's mails.
        await Eventually.TrueAsync(async () => await app.Database.ScalarAsync<long>(WaitingMails.Count) == 0);

        Assert.NotEmpty((await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", "no"))).Errors);
        var erased = await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", AccessApp.Password));

        Assert.Equal("/account/login?notice=erased", erased.Location);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).Status);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
        foreach (var table in new[] { "users", "audit_entries", "outbox", "mail_jobs", "dead_letters", "orders", "local_mail" })
        {
            Assert.Equal(0L, await app.Database.ScalarAsync<long>($"select count(*) from {table} t where t::text ilike '%' || $1 || '%'", email));
        }

        Assert.NotEmpty((await AccessApp.LogInAsync(browser, email, AccessApp.Password)).Errors);
    }

    [Fact]
    public async Task Erase_WithMailsAndStoredResponses_RemovesOnlyTheirs()
    {
        var (email, other) = (await app.RegisterAsync(), AccessApp.NewEmail());
        using var browser = await app.SignInAsync(email);
        var cancellationToken = TestContext.Current.CancellationToken;
        var mailbox = app.Services.GetRequiredService<LocalMailbox>();
        var mail = Encoding.ASCII.GetBytes("Subject: hello\r\n\r\nhello\r\n");
        var theirs = await mailbox.StoreAsync("shop@example.org", [email.ToUpperInvariant()], mail, cancellationToken);
        var others = await mailbox.StoreAsync("shop@example.org", [other], mail, cancellationToken);
        await app.Database.ExecuteAsync(
            """
            insert into idempotency_keys (id, request_hash, user_id, status, body, created_at)
            select gen_random_uuid(), 'hash'::bytea, id, 201, 'answer'::bytea, now() from users where email = $1
            union all select gen_random_uuid(), 'hash'::bytea, null, 201, 'answer'::bytea, now()
            """, email);

        await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", AccessApp.Password));

        Assert.Null(await mailbox.FindAsync(theirs!.Value, cancellationToken));
        Assert.NotNull(await mailbox.FindAsync(others!.Value, cancellationToken));
        Assert.Equal(0L, await app.Database.ScalarAsync<long>("select count(*) from idempotency_keys where user_id is not null"));
        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from idempotency_keys"));
    }
}
