using System.Net;
using System.Text.Json;

namespace Ticketing.Tests.Access;

public sealed class PrivacyTests(AccessApp app) : IClassFixture<AccessApp>
{
    [Fact]
    public async Task Export_HasThePersonsDataAndNoSecrets()
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
    public async Task Erase_NeedsThePassword_ThenThePersonIsGone()
    {
        var email = await app.RegisterAsync();
        using var browser = await app.SignInAsync(email);
        var token = (await app.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password })).Body.GetProperty("token").GetString()!;

        Assert.NotEmpty((await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", "no"))).Errors);
        var erased = await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", AccessApp.Password));

        Assert.Equal("/account/login?notice=erased", erased.Location);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).Status);
        Assert.Equal(401, (await app.PostJsonAsync("/api/v1/auth/logout", new { }, token)).Status);
        foreach (var table in new[] { "users", "audit_entries", "outbox", "orders" })
        {
            Assert.Equal(0L, await app.Database.ScalarAsync<long>($"select count(*) from {table} t where t::text ilike '%' || $1 || '%'", email));
        }

        Assert.NotEmpty((await AccessApp.LogInAsync(browser, email, AccessApp.Password)).Errors);
    }
}
