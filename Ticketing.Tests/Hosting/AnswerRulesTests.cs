using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ticketing.Tests.Integration;
using Route = Ticketing.Tests.Integration.BadInput.Route;

namespace Ticketing.Tests.Hosting;

/// <summary>Rules for the answers of every address of the application: HEAD, and what may be stored.</summary>
public sealed class AnswerRulesTests(ClassDatabase database) : IClassFixture<ClassDatabase>, IAsyncLifetime
{
    // Addresses whose routes need a real value to answer with content.
    private static readonly string[] Pages =
    [
        "/", "/events", "/events?q=a", "/account/login", "/account/register", "/orders/T-0000", "/docs/api/", "/css/tokens.css", "/favicon.svg", "/health/ready", "/nothing", "/nothing.css",
        "/api/v1/events", "/api/v1/events/suggestions?q=a", "/openapi/v1.json", "/v1/local-stripe.js", "/_framework/blazor.web.js",
    ];

    // What says itself that it may be stored; everything else is forbidden to be.
    private static readonly string[] Storable =
    [
        "/css/", "/favicon.svg", "/checkin/", "/_framework/", "/v1/", "/openapi/", "/docs/api/", "/artwork/", "/api/v1/events/suggest", $"/queue/{Guid.Empty}/status",
    ];

    private readonly ListLogs _logs = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Static files are endpoints too, hundreds of one kind.
    private IEnumerable<string> Addresses => Pages.Concat(_app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .SelectMany(Route.Of).Where(route => route.Method == "GET").Select(route => route.Url(Guid.Empty.ToString()))).Distinct();

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(database.Database, services => services.AddSingleton<ILoggerProvider>(_logs));
        _client = _app.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task Head_OfEveryAddress_AnswersLikeGetWithoutABody()
    {
        List<string> different = [];
        foreach (var address in Addresses)
        {
            using var get = await _client.GetAsync(address, Stop);
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var head = await _client.SendAsync(request, Stop);
            if ((get.StatusCode, get.Content.Headers.ContentType?.ToString()) != (head.StatusCode, head.Content.Headers.ContentType?.ToString())
                || (await head.Content.ReadAsByteArrayAsync(Stop)).Length > 0)
            {
                different.Add($"{address}: {(int)get.StatusCode} {get.Content.Headers.ContentType}, HEAD {(int)head.StatusCode} {head.Content.Headers.ContentType}");
            }
        }

        Assert.Equal("", string.Join('\n', different));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/events")]
    [InlineData("/account/login")]
    [InlineData("/favicon.svg")]
    public async Task Head_OfAnAddressWithContent_Is200(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await _client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Answers_OfEveryAddress_AreNotStoredUnlessTheySayOtherwise()
    {
        List<string> stored = [];
        foreach (var address in Addresses.Where(address => !Storable.Any(prefix => address.StartsWith(prefix, StringComparison.Ordinal))))
        {
            using var answer = await _client.GetAsync(address, Stop);
            if (answer.Headers.CacheControl is not { NoStore: true })
            {
                stored.Add($"{address}: {(int)answer.StatusCode} {answer.Headers.CacheControl}");
            }
        }

        Assert.Equal("", string.Join('\n', stored));
    }

    [Fact]
    public async Task Writes_WithTokens_AreNotStored()
    {
        using var body = new StringContent("""{"email":"nobody@example.org","password":"a long password"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/api/v1/auth/login", body, Stop);

        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Pages_OfEveryAddress_MakeAntiforgeryReplaceNoHeader()
    {
        foreach (var address in Addresses)
        {
            using var answer = await _client.GetAsync(address, Stop);
        }

        Assert.DoesNotContain("ResponseCacheHeadersOverridenToNoCache", _logs.Events);
    }
}
