using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ticketing.App.Hosting.Errors;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

public sealed class ProblemTests(ClassDatabase database) : IClassFixture<ClassDatabase>, IAsyncLifetime
{
    private PlatformHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PlatformHost.StartAsync(database.Database, app =>
        {
            app.MapPost("/api/v1/things", (Thing thing) => Results.Ok(thing));
            app.MapGet("/api/v1/things/{id:guid}", (Guid id) => Results.Ok(id));
            app.MapGet("/api/v1/pages", (int limit) => Results.Ok(limit));
            app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("internal details"));
            app.MapGet("/broken", string () => throw new InvalidOperationException("internal details"));
            app.MapPost("/api/v1/refused", () => Problems.Of(409, "seats-taken", "A seat is taken.", ("seats", new[] { "A-1" })));
        });
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/api/v1/things", "{\"name\":", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "[]", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "{}", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "{\"name\":null}", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "{\"name\":\"a\",\"name\":\"b\"}", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "{\"name\":7}", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "null", "application/json", 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", null, null, 400, "bad-request")]
    [InlineData("POST", "/api/v1/things", "name=a", "text/plain", 415, "unsupported-media-type")]
    [InlineData("GET", "/api/v1/things/not-a-guid", null, null, 404, "not-found")]
    [InlineData("GET", "/api/v1/pages?limit=many", null, null, 400, "bad-request")]
    [InlineData("GET", "/api/v1/pages", null, null, 400, "bad-request")]
    [InlineData("GET", "/api/v1/nothing", null, null, 404, "not-found")]
    [InlineData("DELETE", "/api/v1/things", null, null, 405, "method-not-allowed")]
    [InlineData("GET", "/api/v1/broken", null, null, 500, "server-error")]
    [InlineData("POST", "/api/v1/refused", null, null, 409, "seats-taken")]
    public async Task Api_Refused_IsAProblem(string method, string path, string? body, string? contentType, int status, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType!);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(type, problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain("internal details", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ticketing.", text, StringComparison.Ordinal);
        // The framework's sentences name parameters and types of the program.
        Assert.All(["parameter", "inferred", "Service", "Thing", "int "], word => Assert.DoesNotContain(word, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    public async Task Api_BodyMissing_SaysSo(string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/api/v1/things", content, TestContext.Current.CancellationToken);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("The request needs a body: a JSON object.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Unhandled_Error_IsLoggedWithItsEndpoint()
    {
        using var logs = new ListLogs();
        await using var host = await PlatformHost.StartAsync(
            database.Database, app => app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("internal details")),
            builder => builder.Logging.AddProvider(logs), "Production");
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/api/v1/broken", TestContext.Current.CancellationToken);

        Assert.Contains(logs.Messages, message => message.StartsWith("GET HTTP: GET /api/v1/broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Api_RefusedWithFields_ReportsThem()
    {
        using var response = await _client.PostAsync("/api/v1/refused", null, TestContext.Current.CancellationToken);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("A-1", problem.GetProperty("seats")[0].GetString());
    }

    [Theory]
    [InlineData(1_000_001)]
    [InlineData(10_000_000)]
    public async Task Api_BodyTooLarge_IsRefused(int size)
    {
        using var content = new StringContent($"{{\"name\":\"{new string('a', size)}\"}}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/things") { Content = content };
        // Expect: 100-continue makes the server refuse before the body is sent.
        request.Headers.ExpectContinue = true;

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("body-too-large", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing-here", 404)]
    [InlineData("/broken", 500)]
    public async Task Page_Failed_IsAPage(string path, int status)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<h1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("internal details", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FailedInGerman_IsGerman()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing-here");
        request.Headers.AcceptLanguage.ParseAdd("de-AT");

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("lang=\"de\"", text, StringComparison.Ordinal);
        Assert.Contains("Diese Seite gibt es nicht", text, StringComparison.Ordinal);
    }

    private sealed record Thing(string Name);
}
