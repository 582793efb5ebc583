using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>Circuits and streams: their origin, their number, and their end.</summary>
public sealed class OpenConnectionsTests(ClassDatabase database) : IClassFixture<ClassDatabase>
{
    private const string Stream = "/api/v1/open";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("https://tickets.example", 200)]
    [InlineData("own", 200)]
    [InlineData(null, 200)]
    public async Task Circuit_OfAnOrigin_IsNegotiatedForThisSiteOnly(string? origin, int status)
    {
        await using var host = await StartAsync(("Site:Url", "https://tickets.example"));
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? host.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task WebSocket_OfAnotherSite_IsRefused()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(CircuitOf(host), Stop));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Circuits_OfOneNetwork_AreLimitedUntilOneCloses()
    {
        await using var host = await StartAsync(("RateLimits:Enabled", "true"), ("OpenConnections:CircuitsPerNetwork", "2"));
        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();
        await first.ConnectAsync(CircuitOf(host), Stop);
        await second.ConnectAsync(CircuitOf(host), Stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryConnectAsync(host));
        first.Abort();

        await Eventually.TrueAsync(async () => await TryConnectAsync(host) == HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task Streams_OfOneNetwork_AreLimitedUntilOneCloses()
    {
        await using var host = await StartAsync(("RateLimits:Enabled", "true"), ("OpenConnections:StreamsPerNetwork", "2"));
        using var client = host.CreateClient();
        using var first = await OpenAsync(client);
        using var second = await OpenAsync(client);

        using (var third = await OpenAsync(client))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
            Assert.NotNull(third.Headers.RetryAfter);
        }

        first.Dispose();
        await Eventually.TrueAsync(async () =>
        {
            using var again = await OpenAsync(client);
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Stream_InstanceShutsDown_EndsItProperly()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();
        using var stream = await OpenAsync(client);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));

        var stopped = host.StopAsync();

        // Without the end of the response, the server would abort the connection after its shutdown timeout, and reading would throw.
        Assert.Equal("open", await reader.ReadToEndAsync(Stop));
        await stopped;
    }

    [Fact]
    public async Task Stream_Head_EndsAtItsHeaders()
    {
        await using var host = await StartAsync();
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, Stream);

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Streams_OfTheApplication_AreMarked()
    {
        await using var app = await TestApp.StartAsync(database.Database);

        var streams = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.EndsWith("/stream", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(streams);
        Assert.All(streams, stream => Assert.NotNull(stream.Metadata.GetMetadata<StaysOpen>()));
    }

    private static Uri CircuitOf(PlatformHost host) => new($"ws://{host.BaseAddress.Authority}/_blazor");

    private static async Task<HttpStatusCode> TryConnectAsync(PlatformHost host)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(CircuitOf(host), Stop);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            return socket.HttpStatusCode;
        }

        socket.Abort();
        return socket.HttpStatusCode;
    }

    private static Task<HttpResponseMessage> OpenAsync(HttpClient client) => client.GetAsync(Stream, HttpCompletionOption.ResponseHeadersRead, Stop);

    private Task<PlatformHost> StartAsync(params (string Key, string Value)[] settings) => PlatformHost.StartAsync(database.Database, app =>
        app.MapGet(Stream, async (HttpContext context, CancellationToken cancellationToken) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("open", cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }).WithMetadata(StaysOpen.Metadata), settings: settings);
}
