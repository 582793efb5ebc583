using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>The seat stream: snapshot, deltas, resuming, other instances.</summary>
public sealed class SeatStreamTests(TestServers servers)
{
    [Fact]
    public async Task Stream_SeatHeldOnAnotherInstance_IsPublishedHere()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database);
        await using var other = await TestApp.StartAsync(database);
        using var client = new HoldClient(app);
        using var elsewhere = new HoldClient(other);
        var sale = await TestSale.CreateAsync(database.DataSource);
        using var screen = await EventStream.OpenAsync(client, sale);
        var (_, type, snapshot) = await screen.ReadAsync();

        var hold = await elsewhere.HoldAsync(sale, "Stalls-A-2");
        await screen.UntilAsync(1, "held");
        await elsewhere.ReleaseAsync(hold);
        await screen.UntilAsync(1, "available");

        Assert.Equal("snapshot", type);
        Assert.Equal(16, snapshot["seatCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Stream_Resumed_ContinuesAfterTheEvent()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        string last;
        using (var first = await EventStream.OpenAsync(client, sale))
        {
            await first.ReadAsync();
            await client.HoldAsync(sale, "Stalls-A-1");
            last = await first.UntilAsync(0, "held");
            await client.HoldAsync(sale, "Stalls-A-2");
            await first.UntilAsync(1, "held");
        }

        using var second = await EventStream.OpenAsync(client, sale, last);
        var (_, type, data) = await second.ReadAsync();
        using var stranger = await EventStream.OpenAsync(client, sale, "000000000000-5");

        Assert.Equal("delta", type);
        Assert.Equal(1, data["changes"]![0]!["index"]!.GetValue<int>());
        Assert.Equal("snapshot", (await stranger.ReadAsync()).Type);
    }

    [Fact]
    public async Task Seats_AsListAndPacked_AreEqual()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        await database.ExecuteAsync("update seats set status = 2, fence = 1, order_id = $2 where performance_id = $1 and seat_index = 2", sale.Id.Value, Guid.NewGuid());
        await database.ExecuteAsync("update seats set status = 3, fence = 1 where performance_id = $1 and seat_index = 15", sale.Id.Value);

        using var listed = await client.GetAsync($"api/v1/performances/{sale.Id}/seats");
        using var packed = await client.GetAsync($"api/v1/performances/{sale.Id}/seats", "application/octet-stream");
        var list = JsonNode.Parse(await listed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var bytes = await packed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        Assert.Equal(["available", "available", "sold", "available"], list["seats"]!.AsArray().Take(4).Select(seat => seat!["status"]!.GetValue<string>()));
        Assert.Equal("Stalls-D-4", list["seats"]![15]!["label"]!.GetValue<string>());
        Assert.Equal("Standard", list["seats"]![15]!["tier"]!.GetValue<string>());
        Assert.Equal(8 + 4 + 4, bytes.Length);
        Assert.Equal(list["version"]!.GetValue<long>(), BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(16, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(2 << 4, bytes[12]);
        Assert.Equal(3 << 6, bytes[15]);
        Assert.NotNull(listed.Headers.ETag);
    }
}
