using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

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
        _client = Caller(_host, "me");
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
        using var client = Caller(other, "me");

        Assert.Equal(first, await PostAsync("a", "{}", client));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Post_OtherCaller_Runs()
    {
        await PostAsync("a", "{}");

        using var other = Caller(_host, "somebody else");
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

    // Otherwise guests with the same key would share a response and the secret in it.
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("order-2026-11-29-0000001")]
    [InlineData("00000000000000000000000000000042")]
    public async Task Post_GuestWithAGuessableKey_IsRefused(string key)
    {
        using var guest = _host.CreateClient();

        var (status, body) = await PostAsync(key, "{}", guest);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("bad-idempotency-key", body, StringComparison.Ordinal);
        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task Post_EmptyKey_IsRefusedForEverybody() => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("", "{}")).Status);

    // What broken clients send for a missing token is no credential: many send the same.
    [Theory]
    [InlineData("Bearer null")]
    [InlineData("Bearer undefined")]
    [InlineData("Bearer [object Object]")]
    public async Task Post_GuestWithoutRealCredential_IsAGuest(string authorization)
    {
        using var guest = _host.CreateClient();
        guest.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("1", "{}", guest)).Status);
    }

    [Fact]
    public async Task Post_GuestFromAnotherNetwork_GetsTheSameResponse()
    {
        var key = Guid.NewGuid().ToString();
        using var home = _host.CreateClient();
        using var mobile = _host.CreateClient();
        mobile.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        Assert.Equal(await PostAsync(key, "{}", home), await PostAsync(key, "{}", mobile));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Post_TwoGuestsWithKeysOfTheirOwn_ShareNothing()
    {
        using var one = _host.CreateClient();
        using var other = _host.CreateClient();

        Assert.NotEqual(await PostAsync(Guid.NewGuid().ToString(), "{}", one), await PostAsync(Guid.NewGuid().ToString(), "{}", other));
        Assert.Equal(2, _runs);
    }

    private static HttpClient Caller(PlatformHost host, string name)
    {
        var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestSecrets.Of(name));
        return client;
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
