using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>The request pipeline: headers, limits, antiforgery, compression, the buyer's key.</summary>
public sealed class PipelineTests(TestServers servers, ClassDatabase database) : IClassFixture<ClassDatabase>
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/health/live")]
    public async Task Response_OfAnyKind_HasTheSecurityHeaders(string path)
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.Contains("Referrer-Policy"));
        Assert.True(response.Headers.Contains("Permissions-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Https_OutsideDevelopment_HasHsts()
    {
        await using var host = await StartAsync("Production", ("Proxy:KnownNetworks:0", "127.0.0.0/8"), ("Site:Url", "https://tickets.example"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = "tickets.example";
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task AntiforgeryCookie_OverHttps_IsSecure()
    {
        await using var host = await StartAsync("Production", ("Proxy:KnownNetworks:0", "127.0.0.0/8"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/token");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("secure", Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("antiforgery=", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "tickets.example", "/nothing", 404)]
    [InlineData("Production", "TICKETS.example:8443", "/nothing", 404)]
    [InlineData("Production", "evil.example", "/nothing", 400)]
    [InlineData("Production", "evil.example", "/api/v1/nothing", 400)]
    [InlineData("Production", "tickets.example.evil.example", "/nothing", 400)]
    [InlineData("Production", "10.1.2.3:8080", "/health/live", 200)]
    [InlineData("Development", "anything.example", "/nothing", 404)]
    public async Task Host_OfAnotherSite_IsRefusedOutsideDevelopment(string environment, string hostName, string path, int status)
    {
        await using var host = await StartAsync(environment, ("Site:Url", "https://tickets.example"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = hostName;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task ForwardedHost_OfAnotherSite_IsRefused()
    {
        await using var host = await StartAsync("Production", ("Proxy:KnownNetworks:0", "127.0.0.0/8"), ("Site:Url", "https://tickets.example"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        request.Headers.Host = "tickets.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task StaffPage_Policy_AllowsInlineStylesOnly()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/admin/nothing", TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self' 'unsafe-inline';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithCookieWithoutToken_IsRefused()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient(cookies: true);
        using var page = await client.GetAsync("/performances/x", TestContext.Current.CancellationToken);

        using var response = await client.PostAsync("/api/v1/things", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"antiforgery\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithCookieAndToken_Succeeds()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient(cookies: true);
        using var page = await client.GetAsync("/performances/x", TestContext.Current.CancellationToken);
        var token = await client.GetStringAsync("/token", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/things");
        request.Headers.Add("RequestVerificationToken", token);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Write_WithoutCookies_Succeeds()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();

        using var response = await client.PostAsync("/api/v1/things", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Writes_TooMany_AreRefusedWithRetryAfter()
    {
        await using var host = await StartAsync("Development", ("RateLimits:Enabled", "true"), ("RateLimits:WritesBurst", "3"), ("RateLimits:WritesPerSecond", "1"));
        using var client = host.CreateClient();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 20 && refused is null; i++)
        {
            var response = await client.PostAsync("/api/v1/things", null, TestContext.Current.CancellationToken);
            refused = response.StatusCode == HttpStatusCode.TooManyRequests ? response : null;
        }

        Assert.NotNull(refused);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("too-many-requests", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIns_TooMany_AreRefusedButReadsAreNot()
    {
        await using var host = await StartAsync("Development", ("RateLimits:Enabled", "true"), ("RateLimits:SignInsPerMinute", "2"));
        using var client = host.CreateClient();
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 4; i++)
        {
            using var response = await client.PostAsync("/api/v1/auth/login", null, TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses);
        using var read = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task SeatPage_FirstVisit_SetsABuyerKeyOnce()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient(cookies: true);

        using var first = await client.GetAsync("/performances/x", TestContext.Current.CancellationToken);
        using var second = await client.GetAsync("/performances/x", TestContext.Current.CancellationToken);

        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"), value => value.StartsWith("buyer=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.False(second.Headers.TryGetValues("Set-Cookie", out var again) && again.Any(value => value.StartsWith("buyer=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SeatPage_OverHttps_SetsAHostCookie()
    {
        await using var host = await StartAsync("Production", ("Proxy:KnownNetworks:0", "127.0.0.0/8"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/performances/x");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("__Host-buyer=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/language/de?returnUrl=%2Fevents%3Fq%3Da", "/events?q=a")]
    [InlineData("/language/de?returnUrl=https%3A%2F%2Fevil.example", "/")]
    [InlineData("/language/de?returnUrl=%2F%2Fevil.example", "/")]
    [InlineData("/language/de?returnUrl=%2F%5Cevil.example", "/")]
    [InlineData("/language/de", "/")]
    public async Task Language_Chosen_RedirectsWithinTheSite(string path, string location)
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(location, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Health_AllAvailable_IsReady()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();

        var health = JsonDocument.Parse(await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal("ok", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Health_RedisUnavailable_IsDegradedButReady()
    {
        await using var host = await StartAsync("Development", ("ConnectionStrings:Redis", "127.0.0.1:1,abortConnect=false,connectTimeout=200"));
        using var client = host.CreateClient();

        var health = JsonDocument.Parse(await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal("degraded", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Health_SchemaMissing_IsNotReady()
    {
        await using var empty = await servers.CreateEmptyDatabaseAsync();
        await using var host = await PlatformHost.StartAsync(database.Database, _ => { }, settings: ("ConnectionStrings:Postgres", empty.ConnectionString));
        using var client = host.CreateClient();

        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        using var live = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Json_Large_IsCompressed()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.AcceptEncoding.ParseAdd("br");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("br", Assert.Single(response.Content.Headers.ContentEncoding));
    }

    private Task<PlatformHost> StartAsync(string environment = "Development", params (string Key, string Value)[] settings) =>
        PlatformHost.StartAsync(database.Database, app =>
        {
            app.MapPost("/api/v1/things", () => Results.Ok());
            app.MapPost("/api/v1/auth/login", () => Results.Ok());
            app.MapGet("/token", (HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) =>
                antiforgery.GetAndStoreTokens(context).RequestToken);
            app.MapGet("/performances/{id}", (HttpContext context) => BuyerKey.TryGet(context, out var key) ? key : "");
        }, environment, settings);
}
