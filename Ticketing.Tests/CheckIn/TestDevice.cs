using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;

namespace Ticketing.Tests.CheckIn;

/// <summary>A phone at the door: signs its requests, and makes scans with nonces of its own.</summary>
internal sealed class TestDevice : IDisposable
{
    private readonly HttpClient _http;
    private readonly ECDsa _key;
    private long _counter;

    private TestDevice(HttpClient http, ECDsa key, JsonNode description, PerformanceId performance) =>
        (_http, _key, Description, Performance) = (http, key, description, performance);

    public JsonNode Description { get; }

    public PerformanceId Performance { get; }

    public Guid Id => Description["id"]!.GetValue<Guid>();

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockError { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestDevice> EnrolAsync(HttpClient http, string token, PerformanceId performance)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var reply = await PostEnrolAsync(http, token, key);
        Assert.True(reply.Status == 200, reply.Body?.ToJsonString());
        return new TestDevice(http, key, reply.Body!["device"]!, performance);
    }

    public static async Task<DeviceReply> PostEnrolAsync(HttpClient http, string token, ECDsa key)
    {
        var body = new JsonObject { ["token"] = token, ["publicKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/checkin/enrol") { Content = Json(body.ToJsonString()) };
        return await ReplyOfAsync(http, request);
    }

    public JsonObject Entry(TicketId ticket, GateId gate, DateTimeOffset? at = null, long uncertainty = 0) =>
        Scan("entry", "welcome", TicketRef.Of(ticket).ToString(), gate, at, uncertainty);

    public JsonObject Exit(TicketId ticket, GateId gate, DateTimeOffset? at = null) =>
        Scan("exit", "goodbye", TicketRef.Of(ticket).ToString(), gate, at);

    public JsonObject Undo(JsonObject scan, DateTimeOffset? at = null)
    {
        var undo = Scan("undo", "welcome", scan["ticket"]!.GetValue<string>(), null, at);
        undo["supersedes"] = scan["nonce"]!.GetValue<string>();
        undo["reason"] = "mistake";
        return undo;
    }

    public JsonObject Scan(string kind, string said, string? ticket, GateId? gate, DateTimeOffset? at = null, long uncertainty = 0)
    {
        var time = at ?? DateTimeOffset.UtcNow;
        return new JsonObject
        {
            ["nonce"] = Guid.CreateVersion7().ToString(),
            ["seq"] = ++_counter,
            ["ticket"] = ticket,
            ["performance"] = Performance.ToString(),
            ["gate"] = gate?.ToString(),
            ["kind"] = kind,
            ["at"] = time.ToUnixTimeMilliseconds(),
            ["clock"] = (time + ClockError).ToUnixTimeMilliseconds(),
            ["uncertainty"] = uncertainty,
            ["said"] = said,
            ["method"] = "code",
            ["supersedes"] = null,
            ["reason"] = null,
            ["unlisted"] = null,
        };
    }

    /// <summary>Syncs with scans, and what has changed since a pack.</summary>
    public Task<DeviceReply> SyncAsync(IEnumerable<JsonObject>? scans = null, (string Epoch, long Seq)? since = null, params string[] said) =>
        SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", SyncBody(scans, since, said).ToJsonString());

    public JsonObject SyncBody(IEnumerable<JsonObject>? scans = null, (string Epoch, long Seq)? since = null, params string[] said)
    {
        var marks = new JsonObject();
        if (since is { } mark)
        {
            marks[Performance.ToString()] = new JsonObject { ["epoch"] = mark.Epoch, ["seq"] = mark.Seq };
        }

        return new JsonObject
        {
            ["version"] = 1,
            ["t0"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            ["since"] = marks,
            ["scans"] = new JsonArray([.. (scans ?? []).Select(scan => scan.DeepClone())]),
            ["health"] = new JsonObject
            {
                ["battery"] = 0.8,
                ["charging"] = false,
                ["queue"] = 0,
                ["oldest"] = null,
                ["storage"] = "persistent",
                ["installed"] = true,
                ["camera"] = "granted",
                ["offset"] = 12.5,
                ["uncertainty"] = 4,
                ["packs"] = new JsonObject { [Performance.ToString()] = since?.Seq ?? 0 },
                ["gate"] = null,
                ["performance"] = Performance.ToString(),
            },
            ["said"] = new JsonArray([.. said.Select(id => JsonValue.Create(id))]),
        };
    }

    public Task<DeviceReply> PackAsync(string? etag = null, PerformanceId? of = null) =>
        SendAsync(HttpMethod.Get, $"/api/v1/checkin/performances/{of ?? Performance}/pack", null, etag);

    /// <summary>The pack with its tickets by ref.</summary>
    public async Task<(JsonNode Pack, Dictionary<string, PackedTicket> Tickets)> TicketsAsync()
    {
        var reply = await PackAsync();
        Assert.Equal(200, reply.Status);
        return (reply.Body!, RowsOf(reply.Body!["tickets"]!["rows"]!.GetValue<string>()));
    }

    public static Dictionary<string, PackedTicket> RowsOf(string rows) => Convert.FromBase64String(rows).Chunk(PackedTicket.Length)
        .Select(row => PackedTicket.Read(row)).ToDictionary(row => row.Ref.ToString());

    public async Task<DeviceReply> SendAsync(HttpMethod method, string path, string? body, string? etag = null, long? time = null, string? signedPath = null)
    {
        var at = (time ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
        var text = DeviceSignature.TextOf(method.Method, signedPath ?? path, Encoding.UTF8.GetBytes(body ?? ""), at);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        request.Headers.Add("X-Device", Id.ToString());
        request.Headers.Add("X-Device-Time", at);
        request.Headers.Add("X-Device-Signature", Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256)));
        if (etag is not null)
        {
            request.Headers.Add("If-None-Match", etag);
        }

        return await ReplyOfAsync(_http, request);
    }

    public void Dispose() => _key.Dispose();

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<DeviceReply> ReplyOfAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return new DeviceReply(
            (int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, response.Headers.ETag?.ToString());
    }
}
