using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>An API client for holds.</summary>
internal sealed class HoldClient(Uri baseAddress) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 200 })
    {
        BaseAddress = baseAddress,
        Timeout = TimeSpan.FromSeconds(90),
    };

    public HoldClient(TestApp app) : this(app.BaseAddress)
    {
    }

    public Task<HoldReply> HoldAsync(TestSale sale, params string[] labels) => HoldAsAsync(null, sale, labels);

    /// <summary>As the owner of an earlier hold; null makes a new owner.</summary>
    public Task<HoldReply> HoldAsAsync(string? secret, TestSale sale, params string[] labels) =>
        SendAsync(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds", new { seats = labels }, secret);

    public Task<HoldReply> HoldAreaAsync(TestSale sale, int quantity, string? secret = null) =>
        SendAsync(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds", new { area = "Floor", quantity }, secret);

    public Task<HoldReply> HoldBestAsync(TestSale sale, int quantity, bool together = true) =>
        SendAsync(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds", new { bestAvailable = new { quantity, together } });

    public Task<HoldReply> PostAsync(TestSale sale, object body) => SendAsync(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds", body);

    public Task<HoldReply> ChangeAsync(HoldReply hold, object body, string? secret = null) =>
        SendAsync(HttpMethod.Patch, $"api/v1/holds/{hold.Id}", body, secret ?? hold.Secret);

    public Task<HoldReply> GetAsync(HoldReply hold) => SendAsync(HttpMethod.Get, $"api/v1/holds/{hold.Id}", null, hold.Secret);

    public Task<HoldReply> ExtendAsync(HoldReply hold) => SendAsync(HttpMethod.Post, $"api/v1/holds/{hold.Id}/extend", null, hold.Secret);

    public Task<HoldReply> ReleaseAsync(HoldReply hold, string? secret = null) =>
        SendAsync(HttpMethod.Delete, $"api/v1/holds/{hold.Id}", null, secret ?? hold.Secret);

    public async Task<HoldReply> SendAsync(HttpMethod method, string path, object? body, string? secret = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (secret is not null)
        {
            request.Headers.Authorization = new("Bearer", secret);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new HoldReply(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), secret);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A hold or a problem.</summary>
internal sealed record HoldReply(HttpStatusCode Status, JsonNode? Body, string? Shown)
{
    public string Id => Body!["id"]!.GetValue<string>();

    public string Secret => Body?["secret"]?.GetValue<string>() ?? Shown!;

    public string? Type => Body?["type"]?.GetValue<string>();

    public DateTimeOffset ExpiresAt => Body!["expiresAt"]!.GetValue<DateTimeOffset>();

    /// <summary>The seats of a hold or of a problem.</summary>
    public IReadOnlyList<string> Labels => [.. (Body?["seats"]?.AsArray() ?? []).Select(seat => seat is JsonObject held ? held["label"]!.GetValue<string>() : seat!.GetValue<string>())];

    public override string ToString() => $"{(int)Status} {Body?.ToJsonString(new JsonSerializerOptions { WriteIndented = false })}";
}
