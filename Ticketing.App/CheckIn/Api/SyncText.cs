using System.Text.Json;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;

namespace Ticketing.App.CheckIn.Api;

/// <summary>
/// Reads bodies of syncs. Apart from its outermost form everything may be wrong: a scan that cannot be read is odd, and a value of the rest that
/// cannot be read is left out. So nothing that a device has once written keeps it from syncing.
/// </summary>
internal static class SyncText
{
    private const int SinceMax = 100;
    private const int SaidMax = 100;
    private const int WordLengthMax = 40;

    // What is kept of a scan that cannot be read.
    private const int RawLengthMax = 4000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <returns>Null: no JSON object, or its scans are no list of at most 500.</returns>
    public static SyncDevice? Read(byte[] body, KnownDevice device)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, device) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A text that is no UTF-16.
            return null;
        }
    }

    private static SyncDevice? Read(JsonElement root, KnownDevice device)
    {
        List<SentScan> scans = [];
        List<UnreadScan> odd = [];
        if (root.TryGetProperty("scans", out var sent) && sent.ValueKind != JsonValueKind.Null)
        {
            if (sent.ValueKind != JsonValueKind.Array || sent.GetArrayLength() > SyncDevice.ScansMax)
            {
                return null;
            }

            foreach (var one in sent.EnumerateArray())
            {
                var read = ReadScan(one);
                if (read.Succeeded)
                {
                    scans.Add(read.Value);
                }
                else
                {
                    odd.Add(read.Refusal);
                }
            }
        }

        return new SyncDevice(device, scans, odd, ReadSince(root), ReadHealth(root), ReadSaid(root));
    }

    private static Outcome<SentScan, UnreadScan> ReadScan(JsonElement one)
    {
        try
        {
            var read = ScanText.Read(one);
            return read.Succeeded ? read.Value : Unread(ScanText.NonceOf(one), one, read.Refusal);
        }
        catch (InvalidOperationException)
        {
            return Unread(null, one, "text");
        }
    }

    private static UnreadScan Unread(Guid? nonce, JsonElement one, string reason)
    {
        var raw = one.GetRawText();
        if (raw.Length > RawLengthMax)
        {
            // Not between the halves of a character.
            raw = raw[..(char.IsHighSurrogate(raw[RawLengthMax - 1]) ? RawLengthMax - 1 : RawLengthMax)];
        }

        return new UnreadScan(nonce, raw, reason);
    }

    private static Dictionary<PerformanceId, PackMark> ReadSince(JsonElement root)
    {
        Dictionary<PerformanceId, PackMark> since = [];
        if (root.TryGetProperty("since", out var marks) && marks.ValueKind == JsonValueKind.Object)
        {
            foreach (var mark in marks.EnumerateObject().Take(SinceMax))
            {
                if (Guid.TryParseExact(mark.Name, "d", out var performance) && mark.Value.ValueKind == JsonValueKind.Object
                    && mark.Value.TryGetProperty("epoch", out var epoch) && epoch.ValueKind == JsonValueKind.String
                    && mark.Value.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number && seq.TryGetInt64(out var number))
                {
                    since[new PerformanceId(performance)] = new PackMark(epoch.GetString()!, number);
                }
            }
        }

        return since;
    }

    private static List<Guid> ReadSaid(JsonElement root) =>
        root.TryGetProperty("said", out var said) && said.ValueKind == JsonValueKind.Array
            ? [.. said.EnumerateArray().Take(SaidMax)
                .Select(id => id.ValueKind == JsonValueKind.String && Guid.TryParseExact(id.GetString(), "d", out var read) ? read : Guid.Empty)
                .Where(id => id != Guid.Empty)]
            : [];

    // Read and written again: what is stored has known fields and bounds.
    private static string? ReadHealth(JsonElement root)
    {
        if (!root.TryGetProperty("health", out var health) || health.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return JsonSerializer.Serialize(
            new DeviceHealth(
                Number(health, "battery") is >= 0 and <= 1 and var battery ? battery : null, Flag(health, "charging"),
                (int)Math.Clamp(Number(health, "queue") ?? 0, 0, int.MaxValue), (long?)Number(health, "oldest"), Word(health, "storage"),
                Flag(health, "installed") == true, Word(health, "camera"), (long)(Number(health, "offset") ?? 0), (long)(Number(health, "uncertainty") ?? 0),
                Packs(health), Word(health, "gate"), Word(health, "performance")),
            JsonSerializerOptions.Web);
    }

    private static Dictionary<string, long> Packs(JsonElement health)
    {
        Dictionary<string, long> packs = [];
        if (health.TryGetProperty("packs", out var sent) && sent.ValueKind == JsonValueKind.Object)
        {
            foreach (var pack in sent.EnumerateObject().Take(SinceMax))
            {
                if (Guid.TryParseExact(pack.Name, "d", out var id) && pack.Value.ValueKind == JsonValueKind.Number && pack.Value.TryGetInt64(out var seq))
                {
                    packs[id.ToString()] = seq;
                }
            }
        }

        return packs;
    }

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && Math.Abs(number) < 1e15 ? number : null;

    private static bool? Flag(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.ValueKind == JsonValueKind.True : null;

    private static string? Word(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= WordLengthMax } word
            && TypedText.IsText(word) ? word : null;
}
