using System.Text.Json.Nodes;

namespace Ticketing.Tests.Inventory;

/// <summary>A reader of Server-Sent Events.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    public static async Task<EventStream> OpenAsync(HoldClient client, TestSale sale, string? lastEventId = null)
    {
        var response = await client.GetAsync($"api/v1/performances/{sale.Id}/stream", "text/event-stream", lastEventId);
        response.EnsureSuccessStatusCode();
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event that is not a comment.</summary>
    public async Task<(string Id, string Type, JsonNode Data)> ReadAsync()
    {
        var fields = new Dictionary<string, string>();
        while (true)
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(line);
            if (line.Length > 0)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 1)..].TrimStart();
            }
            else if (fields.TryGetValue("data", out var data))
            {
                return (fields["id"], fields["event"], JsonNode.Parse(data)!);
            }
            else
            {
                fields.Clear();
            }
        }
    }

    /// <summary>Reads until a seat has <paramref name="status"/>.</summary>
    public async Task<string> UntilAsync(int seat, string status)
    {
        while (true)
        {
            var (id, type, data) = await ReadAsync();
            if (type == "delta" && data["changes"]!.AsArray().Any(
                change => change!["index"]!.GetValue<int>() == seat && change["status"]!.GetValue<string>() == status))
            {
                return id;
            }
        }
    }

    /// <summary>Reads until a seat is free, by a snapshot or by a change.</summary>
    public async Task UntilFreeAsync(int seat)
    {
        while (true)
        {
            var (_, type, data) = await ReadAsync();
            var isFree = type == "snapshot"
                ? ((Convert.FromBase64String(data["packed"]!.GetValue<string>())[12 + (seat / 4)] >> (2 * (seat % 4))) & 3) == 0
                : data["changes"]!.AsArray().Any(change => change!["index"]!.GetValue<int>() == seat && change["status"]!.GetValue<string>() == "available");
            if (isFree)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
