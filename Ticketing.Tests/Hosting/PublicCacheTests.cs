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

    // The cookie changes the page's content: the response must not be cached.
    [Fact]
    public async Task Get_WithLateFormCookie_IsNeitherStoredNorAnsweredFromTheCache()
    {
        const string notice = "data-testid=\"late-form\"";
        var forged = await GetAsync("/events", ("Cookie", "late-form=Refused"));
        Assert.Contains(notice, await BodyAsync(forged), StringComparison.Ordinal);

        var other = await GetAsync("/events");
        var later = await GetAsync("/events", ("Cookie", "late-form=Refused"));

        Assert.False(other.Headers.Contains("Age"));
        Assert.DoesNotContain(notice, await BodyAsync(other), StringComparison.Ordinal);
        Assert.False(later.Headers.Contains("Age"));
        Assert.Contains(notice, await BodyAsync(later), StringComparison.Ordinal);
    }

    // The cookie is no culture, so that the page is German; its text is the header of other visitors.
    [Fact]
    public async Task Get_WithForgedLanguageCookie_IsCachedByTheLanguageOfThePage()
    {
        var forged = await GetAsync("/events", ("Cookie", "language=en-US%2Cen%3Bq%3D0.9"), ("Accept-Language", "de"));
        Assert.Contains("<html lang=\"de\"", await BodyAsync(forged), StringComparison.Ordinal);

        var english = await GetAsync("/events", ("Accept-Language", "en-US,en;q=0.9"));
        var german = await GetAsync("/events", ("Accept-Language", "de-AT,de;q=0.5"));

        Assert.Contains("<html lang=\"en\"", await BodyAsync(english), StringComparison.Ordinal);
        Assert.True(german.Headers.Contains("Age"));
        Assert.Equal(await BodyAsync(forged), await BodyAsync(german));
    }

    // Words in one language, dates and amounts in the other.
    [Theory]
    [InlineData("language=c%3Dde%7Cuic%3Den")]
    [InlineData("language=c%3Den%7Cuic%3Dde")]
    public async Task Get_InTwoLanguages_IsCachedSeparately(string cookie)
    {
        await GetAsync("/events", ("Accept-Language", "en"));
        await GetAsync("/events", ("Accept-Language", "de"));

        Assert.False((await GetAsync("/events", ("Cookie", cookie))).Headers.Contains("Age"));
    }

    [Theory]
    [InlineData("Cookie", "theme=anything")]
    [InlineData("Cookie", "language=anything")]
    [InlineData("Cookie", "basket=0123456789abcdef0123456789abcdef; buyer=anything")]
    [InlineData("Accept", "text/html,anything/*;q=0.5")]
    [InlineData("Accept-Language", "tlh")]
    [InlineData("Accept-Encoding", "anything")]
    [InlineData("X-Forwarded-Prefix", "/anything")]
    public async Task Get_WithTextThatChangesNothing_SharesTheEntry(string header, string value)
    {
        var plain = await GetAsync("/events");

        var own = await GetAsync("/events", (header, value));

        Assert.True(own.Headers.Contains("Age"));
        Assert.Equal(await BodyAsync(plain), await BodyAsync(own));
    }

    // The last of a repeated parameter counts, and pages link to their address as it was written.
    [Theory]
    [InlineData("/events?q=a&q=b", "/events?q=b&q=a")]
    [InlineData("/events?q=a&sort=date", "/events?sort=date&q=a")]
    [InlineData("/events?q=a", "/events?Q=a")]
    [InlineData("/events", "/Events")]
    public async Task Get_AddressWrittenInAnotherWay_IsCachedSeparately(string address, string other)
    {
        await GetAsync(address);

        Assert.False((await GetAsync(other)).Headers.Contains("Age"));
    }

    // Blazor compares the whole header; what only resembles it is answered as a plain page.
    [Theory]
    [InlineData("text/html; blazor-enhanced-nav=on", true)]
    [InlineData("text/html;blazor-enhanced-nav=on", false)]
    [InlineData("TEXT/HTML; BLAZOR-ENHANCED-NAV=ON", false)]
    public async Task Get_ByBlazorsScript_HasAnEntryOfItsOwn(string accept, bool isCached)
    {
        await GetAsync("/events");

        var first = await GetAsync("/events", ("Accept", accept));
        var second = await GetAsync("/events", ("Accept", accept));

        Assert.False(first.Headers.Contains("Age"));
        Assert.Equal(isCached, second.Headers.Contains("Age"));
    }

    [Fact]
    public async Task Head_BeforeGet_FillsNothing()
    {
        await SendAsync(HttpMethod.Head, "/events");

        var page = await GetAsync("/events");
        var head = await SendAsync(HttpMethod.Head, "/events");

        Assert.False(page.Headers.Contains("Age"));
        Assert.Contains("</html>", await BodyAsync(page), StringComparison.Ordinal);
        Assert.True(head.Headers.Contains("Age"));
    }

    private static Task<string> BodyAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _app.BaseAddress };
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            // Not validated: the client would write some of them in another way.
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
