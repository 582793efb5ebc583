using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.CheckIn;
using Ticketing.Load.Report;

namespace Ticketing.Load.Door;

/// <summary>
/// A phone at a gate, as far as the server sees one: it keeps its scans until the server has taken them, sends them in one request with what
/// it knows, and signs each request. Used by one task.
/// </summary>
internal sealed class DoorDevice(HttpClient http, Uri address, Guid id, Guid performance, Guid gate, ECDsa key) : IDisposable
{
    private const int ScansMax = 500;

    private readonly List<(Guid Nonce, JsonObject Scan)> _unsent = [];
    private long _made;
    private (string Epoch, long Seq)? _mark;

    /// <summary>Durations of syncs that were answered.</summary>
    public Histogram Times { get; } = new();

    public int Unsent => _unsent.Count;

    /// <summary>Scans that the server has taken; more than once counts once.</summary>
    public long Taken { get; private set; }

    /// <summary>Tickets that came with changes.</summary>
    public long Changed { get; private set; }

    /// <summary>Requests without an answer, or with one that tells to send the scans again.</summary>
    public long Failures { get; private set; }

    /// <summary>Answers that a correct server does not give.</summary>
    public List<string> Wrong { get; } = [];

    public void Scan(string ticket, bool isExit, DateTimeOffset at)
    {
        var (nonce, ms) = (Guid.CreateVersion7(at), at.ToUnixTimeMilliseconds());
        _unsent.Add((nonce, new JsonObject
        {
            ["nonce"] = nonce.ToString(),
            ["seq"] = ++_made,
            ["ticket"] = ticket,
            ["performance"] = performance.ToString(),
            ["gate"] = gate.ToString(),
            ["kind"] = isExit ? "exit" : "entry",
            ["at"] = ms,
            ["clock"] = ms,
            ["uncertainty"] = 0,
            ["said"] = isExit ? "goodbye" : "welcome",
            ["method"] = "code",
            ["supersedes"] = null,
            ["reason"] = null,
            ["unlisted"] = null,
        }));
    }

    /// <summary>Downloads the pack.</summary>
    /// <returns>Its bytes as sent and as read, and the time until it was there.</returns>
    public async Task<(long Sent, long Read, TimeSpan Time)> LoadPackAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using var request = Signed(HttpMethod.Get, $"/api/v1/checkin/performances/{performance}/pack", []);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = (await http.SendAsync(request, stop)).EnsureSuccessStatusCode();
        var sent = await answer.Content.ReadAsByteArrayAsync(stop);
        var time = clock.Elapsed;
        using var plain = new MemoryStream();
        await using (var brotli = new System.IO.Compression.BrotliStream(new MemoryStream(sent), System.IO.Compression.CompressionMode.Decompress))
        {
            await brotli.CopyToAsync(plain, stop);
        }

        using var pack = JsonDocument.Parse(plain.ToArray());
        _mark = (pack.RootElement.GetProperty("epoch").GetString()!, pack.RootElement.GetProperty("seq").GetInt64());
        return (sent.Length, plain.Length, time);
    }

    /// <summary>Sends what is unsent and reads what is new.</summary>
    /// <returns>False: there was no answer, or the scans have to be sent again.</returns>
    public async Task<bool> SyncAsync(CancellationToken stop)
    {
        var sending = _unsent.Take(ScansMax).ToList();
        var body = JsonSerializer.SerializeToUtf8Bytes(BodyOf(sending.Select(pair => pair.Scan)));
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using var request = Signed(HttpMethod.Post, "/api/v1/checkin/sync", body);
            using var answer = await http.SendAsync(request, stop);
            var text = await answer.Content.ReadAsByteArrayAsync(stop);
            if (!answer.IsSuccessStatusCode)
            {
                // 5xx: the server stops or its database is away.
                if ((int)answer.StatusCode < 500)
                {
                    Wrong.Add($"{(int)answer.StatusCode} {Encoding.UTF8.GetString(text)}");
                }

                Failures++;
                return false;
            }

            Times.Record(Stopwatch.GetTimestamp() - begin);
            using var read = JsonDocument.Parse(text);
            return await ReadAsync(read.RootElement, sending.Count, stop);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is TaskCanceledException && !stop.IsCancellationRequested))
        {
            Failures++;
            return false;
        }
    }

    public void Dispose() => key.Dispose();

    private async Task<bool> ReadAsync(JsonElement answer, int sent, CancellationToken stop)
    {
        foreach (var odd in answer.GetProperty("odd").EnumerateArray())
        {
            Wrong.Add("odd: " + odd.GetRawText());
        }

        var taken = answer.GetProperty("taken").EnumerateArray().Select(nonce => nonce.GetGuid()).ToHashSet();
        Taken += _unsent.RemoveAll(pair => taken.Contains(pair.Nonce));
        var isWhole = answer.TryGetProperty("retry", out var retry) && retry.GetBoolean() ? sent == 0 : taken.Count == sent;
        Failures += isWhole ? 0 : 1;
        if (!answer.GetProperty("changes").TryGetProperty(performance.ToString(), out var changes))
        {
            Wrong.Add("no changes of the performance");
            return isWhole;
        }

        if (changes.TryGetProperty("pack", out var pack) && pack.ValueKind == JsonValueKind.True)
        {
            await LoadPackAsync(stop);
        }
        else
        {
            _mark = (changes.GetProperty("epoch").GetString()!, changes.GetProperty("to").GetInt64());
            Changed += Convert.FromBase64String(changes.GetProperty("rows").GetString()!).Length / PackedTicket.Length;
        }

        return isWhole;
    }

    private JsonObject BodyOf(IEnumerable<JsonObject> scans)
    {
        var since = new JsonObject();
        if (_mark is { } mark)
        {
            since[performance.ToString()] = new JsonObject { ["epoch"] = mark.Epoch, ["seq"] = mark.Seq };
        }

        return new JsonObject
        {
            ["version"] = 1,
            ["t0"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            ["since"] = since,
            ["scans"] = new JsonArray([.. scans.Select(scan => scan.DeepClone())]),
            ["health"] = new JsonObject
            {
                ["battery"] = 0.8,
                ["charging"] = false,
                ["queue"] = _unsent.Count,
                ["oldest"] = null,
                ["storage"] = "persistent",
                ["installed"] = true,
                ["camera"] = "granted",
                ["offset"] = 1,
                ["uncertainty"] = 1,
                ["packs"] = new JsonObject(),
                ["gate"] = gate.ToString(),
                ["performance"] = performance.ToString(),
            },
            ["said"] = new JsonArray(),
        };
    }

    private HttpRequestMessage Signed(HttpMethod method, string path, byte[] body)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(method, new Uri(address, path));
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var signature = key.SignData(Encoding.UTF8.GetBytes(DeviceSignature.TextOf(method.Method, path, body, time)), HashAlgorithmName.SHA256);
        request.Headers.Add("X-Device", id.ToString());
        request.Headers.Add("X-Device-Time", time);
        request.Headers.Add("X-Device-Signature", Convert.ToBase64String(signature));
        return request;
    }
}
