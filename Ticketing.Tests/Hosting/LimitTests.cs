using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Hosting;

/// <summary>Every endpoint has a limit or is a named exception; wrong codes and secrets are counted.</summary>
public sealed partial class LimitTests(LimitTests.LimitedApp limited) : IClassFixture<LimitTests.LimitedApp>
{
    private static readonly string[] Writes = ["POST", "PUT", "PATCH", "DELETE"];

    private const int TriesMax = 60;

    private static int _address;

    // Fails for a new endpoint that is excepted without a row in the table of exceptions.
    [Fact]
    public async Task Writes_ToEveryEndpoint_AreLimitedOrNamedExceptions()
    {
        var endpoints = EndpointsOf(Writes).ToList();
        Assert.True(endpoints.Count > 30, $"only {endpoints.Count} endpoints");
        List<string> unlimited = [];
        foreach (var (method, path) in endpoints)
        {
            using var client = NextClient();
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < MaxOf(path) && statuses.LastOrDefault() != HttpStatusCode.TooManyRequests; i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var response = await client.SendAsync(request, Stop);
                statuses.Add(response.StatusCode);
            }

            if (statuses[^1] != HttpStatusCode.TooManyRequests && !IsException(path))
            {
                unlimited.Add($"{method} {path}: {string.Join(", ", statuses)}");
            }
        }

        Assert.Empty(unlimited);
    }

    [Fact]
    public void Policies_OfEveryEndpoint_AreNoneForExceptionsOnly()
    {
        foreach (var (method, path) in EndpointsOf([.. Writes, "GET"]))
        {
            var context = new DefaultHttpContext { Request = { Method = method, Path = "/" + path } };
            Assert.Equal(IsException(path), LimitTable.PolicyOf(context.Request) == LimitPolicy.None);
        }
    }

    [Fact]
    public void Reads_MarkedCostly_CountAsWrites()
    {
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = "/api/v1/performances/1/best-seats" } };
        Assert.Equal(LimitPolicy.Reads, LimitTable.PolicyOf(context.Request));

        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(CostlyReadAttribute.Metadata), "best seats"));

        Assert.Equal(LimitPolicy.Writes, LimitTable.PolicyOf(context.Request));
    }

    // Drawing a PDF takes far more of the processor than a page.
    [Fact]
    public void Reads_OfPdfFiles_AreMarkedCostly()
    {
        var files = limited.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.EndsWith(".pdf", StringComparison.Ordinal) == true).ToList();

        Assert.True(files.Count >= 2, $"only {files.Count} endpoints");
        Assert.All(files, file => Assert.NotNull(file.Metadata.GetMetadata<CostlyReadAttribute>()));
    }

    // They add up the sales of an organization.
    [Fact]
    public void Reads_OfDashboards_AreMarkedCostly()
    {
        var pages = limited.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.Trim('/') is "organizer/{Slug}" or "organizer/{Slug}/events" or "organizer/{Slug}/events/{EventId:guid}")
            .ToList();

        Assert.True(pages.Count >= 3, $"only {pages.Count} pages");
        Assert.All(pages, page => Assert.NotNull(page.Metadata.GetMetadata<CostlyReadAttribute>()));
    }

    [Fact]
    public void Exceptions_OfTheTable_HaveAReasonAndAnEndpoint()
    {
        var paths = EndpointsOf([.. Writes, "GET"]).Select(endpoint => endpoint.Path).ToList();

        Assert.All(LimitTable.Exceptions, exception =>
        {
            Assert.NotEmpty(exception.Reason);
            Assert.Contains(paths, path => ("/" + path).StartsWith(exception.Path, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Reads_FarTooMany_AreRefused()
    {
        using var client = NextClient();
        HttpStatusCode last = default;
        for (var i = 0; i < TriesMax && last != HttpStatusCode.TooManyRequests; i++)
        {
            using var response = await client.GetAsync("api/v1/nothing", Stop);
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var elsewhere = NextClient();
        using var other = await elsewhere.GetAsync("api/v1/nothing", Stop);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    // Another site's page can make a browser send any of them.
    [Fact]
    public async Task Writes_OfAnotherSite_AreRefusedAtEveryEndpoint()
    {
        List<string> accepted = [];
        foreach (var (method, path) in EndpointsOf(Writes).Where(endpoint => !endpoint.Path.StartsWith("v1/", StringComparison.Ordinal)))
        {
            using var client = NextClient();
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using var response = await client.SendAsync(request, Stop);
            if (response.StatusCode != HttpStatusCode.Forbidden || response.Headers.Contains("Set-Cookie"))
            {
                accepted.Add($"{method} {path}: {response.StatusCode}");
            }
        }

        Assert.Empty(accepted);
    }

    [Theory]
    [InlineData("promo")]
    [InlineData("hold secret")]
    [InlineData("order token")]
    [InlineData("access code")]
    public async Task Guesses_TooMany_AreRefusedForTheGuesserOnly(string secret)
    {
        await using var app = await TestApp.StartAsync(
            limited.Database, null, ("RateLimits:Enabled", "true"), ("RateLimits:WritesBurst", "100000"), ("RateLimits:WritesPerSecond", "100000"));
        var sale = await TestSale.CreateAsync(limited.Database.DataSource);
        using var holder = Client(app, "192.0.2.1");
        using var held = await holder.PostAsJsonAsync($"api/v1/performances/{sale.Id}/holds", new { seats = new[] { sale.Label(0) } }, Stop);
        var hold = await held.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var (id, key) = (hold.GetProperty("id").GetGuid(), hold.GetProperty("secret").GetString()!);

        using var guesser = Client(app, "198.51.100.9");
        var types = new List<string?>();
        for (var guess = 0; guess < 60 && types.LastOrDefault() != "too-many-attempts"; guess++)
        {
            using var refused = secret switch
            {
                "promo" => await guesser.PostAsJsonAsync("api/v1/orders", Order(id, key, $"CODE{guess}"), Stop),
                "access code" => await guesser.PostAsJsonAsync($"api/v1/performances/{sale.Id}/access-code", new { code = $"CODE{guess}" }, Stop),
                "hold secret" => await guesser.SendAsync(With(HttpMethod.Get, $"api/v1/holds/{id}", TestSecrets.Of($"guess {guess}")), Stop),
                _ => await guesser.SendAsync(With(HttpMethod.Get, $"api/v1/orders/{id}", TestSecrets.Of($"guess {guess}")), Stop),
            };
            types.Add((await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString());
        }

        Assert.InRange(types.Count, 10, 59);
        Assert.Equal("too-many-attempts", types[^1]);
        using var own = await holder.SendAsync(With(HttpMethod.Get, $"api/v1/holds/{id}", key), Stop);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var ordered = await holder.PostAsJsonAsync("api/v1/orders", Order(id, key, null), Stop);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Far above the limits, which grow by a token a second meanwhile.
    private static int MaxOf(string path) => path.StartsWith("v1/", StringComparison.Ordinal) ? TriesMax * RateLimits.LocalProviderFactor : TriesMax;

    private static object Order(Guid hold, string secret, string? code) =>
        new { holdId = hold, holdSecret = secret, promoCode = code, buyer = new { name = "Ada", email = "ada@test.example" } };

    private static HttpRequestMessage With(HttpMethod method, string path, string bearer) =>
        new(method, path) { Headers = { Authorization = new("Bearer", bearer) } };

    private static bool IsException(string path) =>
        LimitTable.Exceptions.Any(exception => ("/" + path).StartsWith(exception.Path + "/", StringComparison.OrdinalIgnoreCase) || "/" + path == exception.Path);

    // A line of its own for each client: the limits of one endpoint do not show for another.
    private HttpClient NextClient()
    {
        // There are more endpoints than numbers in one part of an address.
        var number = Interlocked.Increment(ref _address);
        return Client(limited.App, string.Create(CultureInfo.InvariantCulture, $"10.{1 + (number / 250)}.{1 + (number % 250)}.1"));
    }

    private static HttpClient Client(TestApp app, string address)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private IEnumerable<(string Method, string Path)> EndpointsOf(string[] methods) =>
        from endpoint in limited.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where !LimitTable.IsFile(endpoint)
        let taken = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        from method in methods
        where taken.Count == 0 || taken.Contains(method, StringComparer.OrdinalIgnoreCase)
        select (method, Fill(endpoint.RoutePattern.RawText ?? ""));

    // Route values that fit their constraints: an id everywhere but in catch-alls.
    private static string Fill(string pattern) => Parameter().Replace(pattern.TrimStart('/'), "00000000-0000-7000-8000-000000000001");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    /// <summary>The application with limits of a few requests.</summary>
    public sealed class LimitedApp(TestServers servers) : IAsyncLifetime
    {
        public const int Limit = 3;
        public const int ReadLimit = 20;

        public TestDatabase Database { get; private set; } = null!;

        public TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Database = await servers.CreateDatabaseAsync();
            var few = Limit.ToString(CultureInfo.InvariantCulture);
            App = await TestApp.StartAsync(
                Database, null, ("RateLimits:Enabled", "true"), ("RateLimits:SignInsPerMinute", few),
                ("RateLimits:WritesBurst", few), ("RateLimits:WritesPerSecond", "1"),
                ("RateLimits:QueueWritesBurst", few), ("RateLimits:QueueWritesPerSecond", "1"),
                ("RateLimits:DeviceWritesBurst", few), ("RateLimits:DeviceWritesPerSecond", "1"),
                ("RateLimits:ReadsBurst", ReadLimit.ToString(CultureInfo.InvariantCulture)), ("RateLimits:ReadsPerSecond", "1"));
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
