using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

public sealed class IdempotencyTests(TestServers servers) : IAsyncLifetime
{
    private const string Path = "/api/v1/things";

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestDatabase _database = null!;
    private PlatformHost _host = null!;
    private HttpClient _client = null!;
    private int _runs;
    private int _status = StatusCodes.Status201Created;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _host = await StartAsync();
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Post_SameKeySameBody_ReplaysTheResponse()
    {
        var first = await PostAsync("a", "{\"n\":1}");
        var second = await PostAsync("a", "{\"n\":1}");

        Assert.Equal(1, _runs);
        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsRefused()
    {
        await PostAsync("a", "{\"n\":1}");

        var (status, body) = await PostAsync("a", "{\"n\":2}");

        Assert.Equal(1, _runs);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("\"type\":\"idempotency-key-reused\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NoKey_RunsEachTime()
    {
        await PostAsync(null, "{}");
        await PostAsync(null, "{}");

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Post_OtherKey_Runs()
    {
        await PostAsync("a", "{}");
        await PostAsync("b", "{}");

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Post_ConcurrentWithOneKey_RunsOnceForAll()
    {
        var answers = Enumerable.Range(0, 20).Select(_ => PostAsync("a", "{\"wait\":true}")).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref _runs) > 0);
        _gate.SetResult();

        Assert.Single((await Task.WhenAll(answers)).Distinct());
        Assert.Equal(1, _runs);
    }

    [Theory]
    [InlineData(StatusCodes.Status409Conflict, 1)]
    [InlineData(StatusCodes.Status404NotFound, 1)]
    [InlineData(StatusCodes.Status403Forbidden, 2)]
    [InlineData(StatusCodes.Status500InternalServerError, 2)]
    public async Task Post_RefusedFirst_ReplaysFinalStatusesOnly(int status, int runs)
    {
        _status = status;
        await PostAsync("a", "{}");
        await PostAsync("a", "{}");

        Assert.Equal(runs, _runs);
    }

    [Fact]
    public async Task Post_FailedFirst_RunsAgain()
    {
        var (status, body) = await PostAsync("a", "{\"fail\":true}");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("\"type\":\"server-error\"", body, StringComparison.Ordinal);

        await PostAsync("a", "{\"fail\":true}");

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Post_RepeatedAtAnotherInstance_ReplaysTheResponse()
    {
        var first = await PostAsync("a", "{}");
        await using var other = await StartAsync();
        using var client = other.CreateClient();

        Assert.Equal(first, await PostAsync("a", "{}", client));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Post_OtherCaller_Runs()
    {
        await PostAsync("a", "{}");

        using var other = _host.CreateClient();
        other.DefaultRequestHeaders.Authorization = new("Bearer", "somebody-else");
        await PostAsync("a", "{}", other);

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Response_Stored_IsEncrypted()
    {
        var (_, body) = await PostAsync("a", "{}");

        var stored = await _database.ScalarAsync<byte[]>("select body from idempotency_keys");

        Assert.DoesNotContain(body, Encoding.UTF8.GetString(stored!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_KeyTooLong_IsRefused()
    {
        var (status, body) = await PostAsync(new string('a', 256), "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("bad-idempotency-key", body, StringComparison.Ordinal);
        Assert.Equal(0, _runs);
    }

    private Task<PlatformHost> StartAsync() => PlatformHost.StartAsync(_database, app => app.MapPost(Path, async (Thing thing) =>
    {
        var run = Interlocked.Increment(ref _runs);
        if (thing.Wait)
        {
            await _gate.Task;
        }

        return thing.Fail
            ? throw new InvalidOperationException("Requested by the test.")
            : Results.Json(new { run, secret = Guid.NewGuid() }, statusCode: _status);
    }));

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string? key, string body, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await (client ?? _client).SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed record Thing(int N = 0, bool Wait = false, bool Fail = false);
}
