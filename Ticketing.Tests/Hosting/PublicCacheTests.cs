using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

public sealed class PublicCacheTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();

        // Longer than the test: entries do not expire.
        _app = await TestApp.StartAsync(_database, null, ("PublicCache:Seconds", "60"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/events")]
    [InlineData("/api/v1/events")]
    public async Task Get_PublicAddressTwice_IsCachedWithoutCookie(string address)
    {
        var first = await GetAsync(address);
        var second = await GetAsync(address);

        Assert.Equal(await BodyAsync(first), await BodyAsync(second));
        Assert.True(second.Headers.Contains("Age"));
        Assert.False(first.Headers.Contains("Set-Cookie") || second.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("Cookie", "session=anything")]
    [InlineData("Authorization", "Bearer anything")]
    [InlineData("Cookie", "theme=dark")]
    [InlineData("Cookie", "language=c%3Dde%7Cuic%3Dde")]
    [InlineData("Accept-Language", "de")]
    public async Task Get_WithPersonalHeader_IsNotCached(string header, string value)
    {
        await GetAsync("/events");

        var own = await GetAsync("/events", (header, value));

        Assert.False(own.Headers.Contains("Age"));
    }

    [Theory]
    [InlineData("/account/login")]
    [InlineData("/mailbox")]
    [InlineData("/health/ready")]
    public async Task Get_OtherAddress_IsNotCached(string address)
    {
        await GetAsync(address);

        Assert.False((await GetAsync(address)).Headers.Contains("Age"));
    }

    [Fact]
    public async Task Get_OtherQuery_IsCachedSeparately()
    {
        await GetAsync("/api/v1/events?limit=1");

        Assert.False((await GetAsync("/api/v1/events?limit=2")).Headers.Contains("Age"));
    }

    private static Task<string> BodyAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _app.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
