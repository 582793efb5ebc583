using System.Text.Json.Nodes;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.CheckIn;

/// <summary>Devices that were offline sync: first in time wins, nothing is lost, nothing counts twice.</summary>
public sealed class SyncTests(TestServers servers)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_SameTicketOfTwoDevices_TheEarlierWins(bool earlierFirst)
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var ticket = (await door.SellAsync(0))[0];
        using var one = await door.EnrolAsync("One");
        using var two = await door.EnrolAsync("Two");
        var (pack, _) = await one.TicketsAsync();
        var mark = (pack["epoch"]!.GetValue<string>(), pack["seq"]!.GetValue<long>());
        var now = DateTimeOffset.UtcNow;
        var early = one.Entry(ticket, door.East, now - (20 * Second));
        var late = two.Entry(ticket, door.West, now - (10 * Second));

        var first = earlierFirst ? await one.SyncAsync([early], mark) : await two.SyncAsync([late], mark);
        var second = earlierFirst ? await two.SyncAsync([late], mark) : await one.SyncAsync([early], mark);
        var told = earlierFirst ? second : await two.SyncAsync([], mark);

        Assert.Equal(200, first.Status);
        Assert.Single(second.Body!["taken"]!.AsArray());
        var verdict = Assert.Single(told.Body!["verdicts"]!.AsArray())!;
        Assert.Equal(
            (late["nonce"]!.GetValue<string>(), "duplicate", "East", "One"),
            (verdict["nonce"]!.GetValue<string>(), verdict["judged"]!.GetValue<string>(), verdict["other"]!["gate"]!.GetValue<string>(), verdict["other"]!["device"]!.GetValue<string>()));
        Assert.Equal("1 0 1", await door.CountsAsync());
        Assert.Equal(1, told.Body["occupancy"]![door.Performance.ToString()]!["inside"]!.GetValue<int>());

        // A third device sees the same.
        using var third = await door.EnrolAsync("Three");
        var changed = TestDevice.RowsOf((await third.SyncAsync([], mark)).Body!["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>());
        var row = changed[TicketRef.Of(ticket).ToString()];
        Assert.Equal((EntryState.Inside, 0), (row.Entry, row.Gate));
        Assert.Equal((now - (20 * Second)).ToUnixTimeSeconds(), row.LastAt!.Value.ToUnixTimeSeconds());
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from outbox where type = 'scan.duplicate'"));
        Assert.Equal("{duplicate}", await door.Database.ScalarAsync<string>("select flags::text from scans where judged = 'duplicate'"));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Sync_EveryBatchTwice_CountsOnce()
    {
        await using var door = await CheckInShop.OpenAsync(servers, EntryPolicy.Reentry);
        var tickets = await door.SellAsync(0, 1, 2);
        using var device = await door.EnrolAsync();
        var now = DateTimeOffset.UtcNow;
        JsonObject[][] batches =
        [
            [device.Entry(tickets[0], door.East, now - (30 * Second)), device.Entry(tickets[1], door.East, now - (29 * Second))],
            [device.Exit(tickets[0], door.West, now - (20 * Second)), device.Entry(tickets[2], door.East, now - (19 * Second))],
            [device.Entry(tickets[0], door.West, now - (10 * Second)), device.Scan("denied", "not-a-ticket", null, door.East)],
        ];
        foreach (var batch in batches)
        {
            var (first, again) = (await device.SyncAsync(batch), await device.SyncAsync(batch));
            Assert.Equal(first.Body!["taken"]!.ToJsonString(), again.Body!["taken"]!.ToJsonString());
            Assert.Equal(first.Body["verdicts"]!.ToJsonString(), again.Body["verdicts"]!.ToJsonString());
        }

        // The same at once, as after a lost answer.
        await Task.WhenAll(batches.Reverse().Select(batch => device.SyncAsync(batch)));

        Assert.Equal("4 1 3", await door.CountsAsync());
        Assert.Equal(6L, await door.Database.ScalarAsync<long>("select count(*) from scans"));
        Assert.Equal(3L, await door.Database.ScalarAsync<long>("select count(*) from outbox where type = 'ticket.entered'"));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Sync_MalformedScans_AreOddAndBlockNothing()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var ticket = (await door.SellAsync(0))[0];
        using var device = await door.EnrolAsync();
        var good = device.Entry(ticket, door.East);
        List<(JsonObject Scan, string Reason)> odd = [];
        foreach (var (field, value, reason) in new (string, JsonNode?, string)[]
        {
            ("at", "yesterday", "at"), ("at", 5, "at"), ("kind", "teleport", "kind"), ("said", "duplicate", "said"), ("said", "void", "said"), ("method", 7, "method"),
            ("ticket", "XYZ", "ticket"), ("ticket", null, "ticket"), ("gate", null, "gate"), ("gate", Guid.NewGuid().ToString(), "gate"),
            ("performance", Guid.NewGuid().ToString(), "performance"), ("nonce", "1", "nonce"), ("seq", "x", "seq"), ("uncertainty", -1, "uncertainty"),
            ("clock", null, "clock"), ("reason", new string('x', 201), "reason"), ("unlisted", Guid.NewGuid().ToString(), "unlisted"),
        })
        {
            var scan = device.Entry(ticket, door.East);
            scan[field] = value;
            odd.Add((scan, reason));
        }

        var undo = device.Undo(good);
        undo["supersedes"] = Guid.NewGuid().ToString();
        odd.Add((undo, "supersedes"));

        var reply = await device.SyncAsync([.. odd.Select(one => one.Scan), good]);
        await device.SyncAsync([.. odd.Select(one => one.Scan), good]);

        Assert.Equal(good["nonce"]!.GetValue<string>(), Assert.Single(reply.Body!["taken"]!.AsArray())!.GetValue<string>());
        Assert.Equal(
            odd.Select(one => one.Reason).Order(StringComparer.Ordinal),
            reply.Body["odd"]!.AsArray().Select(one => one!["reason"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal((long)odd.Count, await door.Database.ScalarAsync<long>("select count(*) from odd_scans"));
        Assert.Equal("1 0 1", await door.CountsAsync());

        // No scan at all, and no object.
        var body = device.SyncBody();
        body["scans"] = new JsonArray(1, "x", null, new JsonArray(), new JsonObject());
        Assert.Equal(5, (await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", body.ToJsonString())).Body!["odd"]!.AsArray().Count);
        body["scans"] = new JsonArray([.. Enumerable.Range(0, 501).Select(_ => (JsonNode)new JsonObject())]);
        Assert.Equal(400, (await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", body.ToJsonString())).Status);
        foreach (var text in new[] { "", "[]", "null", "{", "{\"scans\":1}", "\"\\ud800\"" })
        {
            Assert.Equal(400, (await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", text)).Status);
        }

        Assert.Equal(200, (await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", "{\"health\":{\"battery\":9e99,\"storage\":\"\\u0000\"},\"since\":{\"x\":1},\"said\":[1,null]}")).Status);
        Assert.Equal(413, (await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", "{\"x\":\"" + new string('x', 300_000) + "\"}")).Status);
        await door.CheckAsync();
    }

    [Fact]
    public async Task Sync_UploadFails_DownloadsAllTheSame()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();
        var (pack, _) = await device.TicketsAsync();
        var mark = (pack["epoch"]!.GetValue<string>(), pack["seq"]!.GetValue<long>());
        var ticket = (await door.SellAsync(0))[0];
        await door.KnowsAsync(ticket);
        await door.Database.ExecuteAsync("create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end'");
        await door.Database.ExecuteAsync("create trigger refuse before insert on scans for each row execute function refuse()");
        var scan = device.Entry(ticket, door.East);

        var failed = await device.SyncAsync([scan], mark);
        await door.Database.ExecuteAsync("drop trigger refuse on scans");
        var stored = await device.SyncAsync([scan], mark);

        Assert.Equal((200, true, 0), (failed.Status, failed.Body!["retry"]!.GetValue<bool>(), failed.Body["taken"]!.AsArray().Count));
        Assert.Contains(
            TicketRef.Of(ticket).ToString(),
            TestDevice.RowsOf(failed.Body["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>()).Keys);
        Assert.Equal((false, 1), (stored.Body!["retry"]!.GetValue<bool>(), stored.Body["taken"]!.AsArray().Count));
        Assert.Equal("1 0 1", await door.CountsAsync());
    }

    [Fact]
    public async Task Sync_OfRevokedTickets_IsFlaggedAndNeverRefused()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var (late, inside) = (await door.SellOrderAsync(0), await door.SellOrderAsync(1));
        using var device = await door.EnrolAsync();
        var entered = device.Entry(new TicketId(inside.Items[0].Id.Value), door.East);
        var (pack, _) = await device.TicketsAsync();
        var mark = (pack["epoch"]!.GetValue<string>(), pack["seq"]!.GetValue<long>());
        await device.SyncAsync([entered], mark);
        foreach (var order in new[] { late, inside })
        {
            var refunded = await door.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(order.Id, null, true, true, "ill", door.Office.Clerk), Stop);
            Assert.True(refunded.Succeeded);
            await door.KnowsAsync(new TicketId(order.Items[0].Id.Value), AdmissionState.Refunded);
        }

        var scan = device.Entry(new TicketId(late.Items[0].Id.Value), door.East);
        var reply = await device.SyncAsync([scan], mark);

        var verdicts = reply.Body!["verdicts"]!.AsArray().ToDictionary(one => one!["nonce"]!.GetValue<string>(), one => one!);
        Assert.Equal("void", verdicts[scan["nonce"]!.GetValue<string>()]["judged"]!.GetValue<string>());
        Assert.Equal("late-revoked", Assert.Single(verdicts[scan["nonce"]!.GetValue<string>()]["flags"]!.AsArray())!.GetValue<string>());
        Assert.Equal("welcome", verdicts[entered["nonce"]!.GetValue<string>()]["judged"]!.GetValue<string>());
        Assert.Equal("late-revoked", Assert.Single(verdicts[entered["nonce"]!.GetValue<string>()]["flags"]!.AsArray())!.GetValue<string>());
        var rows = TestDevice.RowsOf(reply.Body["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>());
        Assert.Equal(2, rows.Count);
        Assert.All(rows.Values, row => Assert.Equal(AdmissionState.Refunded, row.State));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Sync_OfTwoGatesBeyondTheirRoom_FlagsWhoCameLast()
    {
        await using var door = await CheckInShop.OpenAsync(servers, capacity: 2);
        var tickets = await door.SellAsync(0, 1, 2);
        using var one = await door.EnrolAsync("One");
        using var two = await door.EnrolAsync("Two");
        var now = DateTimeOffset.UtcNow;
        await one.SyncAsync([one.Entry(tickets[0], door.East, now - (30 * Second))]);
        var last = two.Entry(tickets[2], door.East, now - (10 * Second));

        await two.SyncAsync([last, two.Entry(tickets[1], door.East, now - (20 * Second))]);

        Assert.Equal(last["nonce"]!.GetValue<string>(), (await door.Database.ScalarAsync<Guid>("select nonce from scans where flags @> '{over-capacity}'")).ToString());
        Assert.Equal("3 0 3", await door.CountsAsync());
    }

    [Fact]
    public async Task Sync_WithAWrongClock_IsFlaggedAndCounts()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var tickets = await door.SellAsync(0, 1);
        using var device = await door.EnrolAsync();
        var right = device.Entry(tickets[0], door.East);
        device.ClockError = TimeSpan.FromMinutes(10);
        var wrong = device.Entry(tickets[1], door.East);

        await device.SyncAsync([right, wrong]);

        Assert.Equal(wrong["nonce"]!.GetValue<string>(), (await door.Database.ScalarAsync<Guid>("select nonce from scans where flags @> '{clock}'")).ToString());
        Assert.Equal("2 0 2", await door.CountsAsync());
    }

    [Fact]
    public async Task Undo_WithinFiveMinutesOrByASupervisor_TakesBack()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var tickets = await door.SellAsync(0, 1);
        using var device = await door.EnrolAsync("Phone");
        using var supervisor = await door.EnrolAsync("Supervisor", DeviceCapability.Undo);
        var now = DateTimeOffset.UtcNow;
        var old = device.Entry(tickets[0], door.East, now - TimeSpan.FromMinutes(10));
        var fresh = device.Entry(tickets[1], door.East, now - TimeSpan.FromMinutes(1));
        await device.SyncAsync([old, fresh]);

        var refused = await device.SyncAsync([device.Undo(old), device.Undo(fresh)]);
        Assert.Equal("undo", Assert.Single(refused.Body!["odd"]!.AsArray())!["reason"]!.GetValue<string>());
        Assert.Equal("1 0 1", await door.CountsAsync());

        Assert.Empty((await supervisor.SyncAsync([supervisor.Undo(old)])).Body!["odd"]!.AsArray());
        Assert.Equal("0 0 0", await door.CountsAsync());
        Assert.Equal(2L, await door.Database.ScalarAsync<long>("select count(*) from ticket_entries where state = 'never'"));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Sync_OfATicketTheDoorDoesNotKnowYet_Counts()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();
        var unknown = TicketId.New();
        var scan = device.Entry(unknown, door.East);
        scan["unlisted"] = unknown.Value.ToString();

        var reply = await device.SyncAsync([scan]);

        Assert.Single(reply.Body!["taken"]!.AsArray());
        Assert.Empty(reply.Body["verdicts"]!.AsArray());
        Assert.Equal("1 0 1", await door.CountsAsync());
        Assert.Equal(unknown.Value, await door.Database.ScalarAsync<Guid>("select ticket_id from scans"));
    }

    // Ten phones come back online at once, with ten thousand scans of four hundred tickets, in random order, each batch twice.
    [Fact]
    public async Task Sync_TenThousandOfflineScans_AreMergedExactly()
    {
        await using var door = await CheckInShop.OpenAsync(servers, EntryPolicy.Reentry);
        var random = new SeededRandom("offline");
        var devices = new List<TestDevice>();
        for (var i = 0; i < 10; i++)
        {
            devices.Add(await door.EnrolAsync($"Phone {i}"));
        }

        var begin = DateTimeOffset.UtcNow.AddHours(-1);
        var tickets = Enumerable.Range(0, 400).Select(_ => TicketId.New()).ToList();
        var expected = new Dictionary<TicketId, (bool Inside, int Entered, int Left)>();
        var scans = devices.ConvertAll(_ => new List<JsonObject>());
        for (var number = 0; number < 10_000; number++)
        {
            var ticket = tickets[number % tickets.Count];
            var (inside, entered, left) = expected.GetValueOrDefault(ticket);
            var (isExit, device) = (random.Chance(0.4), random.Whole(0, 9));
            var at = begin.AddMilliseconds(number * 300);
            scans[device].Add(isExit ? devices[device].Exit(ticket, door.East, at) : devices[device].Entry(ticket, random.Chance(0.5) ? door.East : door.West, at));
            expected[ticket] = isExit ? (false, entered, left + (inside ? 1 : 0)) : (true, entered + (inside ? 0 : 1), left);
        }

        await Parallel.ForEachAsync(devices.Index(), Stop, async (device, _) =>
        {
            foreach (var batch in new SeededRandom($"device {device.Index}").Shuffled(scans[device.Index]).Chunk(400))
            {
                Assert.Equal(batch.Length, (await device.Item.SyncAsync(batch)).Body!["taken"]!.AsArray().Count);
                Assert.Equal(batch.Length, (await device.Item.SyncAsync(batch)).Body!["taken"]!.AsArray().Count);
            }
        });

        Assert.Equal(10_000L, await door.Database.ScalarAsync<long>("select count(*) from scans"));
        Assert.Equal(
            $"{expected.Values.Sum(one => one.Entered)} {expected.Values.Sum(one => one.Left)} {expected.Values.Count(one => one.Inside)}", await door.CountsAsync());
        await door.CheckAsync();
        devices.ForEach(device => device.Dispose());
    }
}
