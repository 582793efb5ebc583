using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.CheckIn.Gates;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.CheckIn;

/// <summary>Packs and deltas say what the database says.</summary>
public sealed class PackTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void PackedTicket_WrittenAndRead_IsTheSame()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_796_151_600);
        foreach (var ticket in new[]
        {
            new PackedTicket(new TicketRef(0x00112233445566FF), 12, 3, AdmissionState.Blocked, EntryState.Out, true, false, 2, at),
            new PackedTicket(new TicketRef(ulong.MaxValue), null, 255, AdmissionState.Unknown, EntryState.Never, false, true, null, null),
            new PackedTicket(new TicketRef(1), 0xFFFFFE, 0, AdmissionState.Valid, EntryState.Inside, true, true, 254, at),
        })
        {
            var row = new byte[PackedTicket.Length];
            ticket.Write(row);
            Assert.Equal(ticket, PackedTicket.Read(row));
        }

        var bytes = new byte[PackedTicket.Length];
        new PackedTicket(new TicketRef(0x00112233445566FF), 0x010203, 7, AdmissionState.Refunded, EntryState.Inside, true, true, 4, at).Write(bytes);
        Assert.Equal("00112233445566ff01020307d1046b0f1930", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public async Task Pack_OfAPerformance_HasItsTicketsAndNoPerson()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var order = await door.SellOrderAsync(0, 1);
        using var device = await door.EnrolAsync();

        var (pack, tickets) = await device.TicketsAsync();

        Assert.Equal(1, pack["format"]!.GetValue<int>());
        Assert.Equal(["East", "West"], pack["gates"]!.AsArray().Select(gate => gate!["name"]!.GetValue<string>()));
        Assert.Contains("Stalls", pack["sections"]!.AsArray().Select(section => section!.GetValue<string>()));
        Assert.Equal(2, pack["tickets"]!["count"]!.GetValue<int>());
        foreach (var item in order.Items)
        {
            var row = tickets[TicketRef.Of(new TicketId(item.Id.Value)).ToString()];
            Assert.Equal((item.SeatIndex.Value, AdmissionState.Valid, EntryState.Never), (row.Seat, row.State, row.Entry));
            Assert.Equal(item.TierName, pack["tiers"]![row.Tier]!.GetValue<string>());
        }

        // Rows are in the order of their refs, and each has its note behind it, which only the ticket's id opens.
        Assert.Equal(tickets.Keys.Order(StringComparer.Ordinal), tickets.Keys);
        Assert.DoesNotContain(order.Number, pack.ToJsonString(), StringComparison.Ordinal);
        var notes = NotesOf(pack["sealed"]!.GetValue<string>());
        foreach (var (number, item) in order.Items.OrderBy(item => TicketRef.Of(new TicketId(item.Id.Value))).Index())
        {
            var note = JsonNode.Parse(SealedNote.Open(new TicketId(item.Id.Value), notes[number]))!;
            Assert.Equal(order.Number, note[1]!.GetValue<string>());
            Assert.Equal(
                order.Items.Where(other => other.Id != item.Id).Select(other => TicketRef.Of(new TicketId(other.Id.Value)).ToString()),
                RefsOf(note[3]!.GetValue<string>()));
            Assert.ThrowsAny<CryptographicException>(() => SealedNote.Open(TicketId.New(), notes[number]));
        }
    }

    [Fact]
    public async Task Pack_ForADeviceThatSearches_HasOneBlockUnderTheShiftsKey()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var order = await door.SellOrderAsync(0);
        using var device = await door.EnrolAsync("Desk", DeviceCapability.Search);
        using var scanner = await door.EnrolAsync("Scanner");

        var (pack, _) = await device.TicketsAsync();
        var shift = await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/shift", "{}");
        var refused = await scanner.SendAsync(HttpMethod.Post, "/api/v1/checkin/shift", "{}");

        Assert.Equal(403, refused.Status);
        Assert.Null(pack["sealed"]);
        var key = Convert.FromBase64String(shift.Body!["key"]!.GetValue<string>());
        byte[] block = [.. Convert.FromBase64String(pack["search"]!["nonce"]!.GetValue<string>()), .. Convert.FromBase64String(pack["search"]!["data"]!.GetValue<string>())];
        var row = Assert.Single(JsonNode.Parse(SealedNote.Open(key, block))!.AsArray())!;
        Assert.Equal((order.Number, TicketRef.Of(new TicketId(order.Items[0].Id.Value)).ToString()), (row[1]!.GetValue<string>(), row[2]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pack_WithoutTickets_IsAPack(bool searches)
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync("Early", searches ? [DeviceCapability.Search] : []);

        var (_, tickets) = await device.TicketsAsync();

        Assert.Empty(tickets);
    }

    [Fact]
    public async Task Pack_Unchanged_IsNotSentAgain()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();

        var first = await device.PackAsync();
        var again = await device.PackAsync(first.ETag);
        Assert.Null(await door.Service<PerformanceGatesHandler>().HandleAsync(new CloseGate(door.Performance, door.West, true, door.Manager), Stop));
        await Eventually.TrueAsync(async () => (await device.PackAsync(first.ETag)).Status == 200);
        var after = await device.PackAsync();

        Assert.Equal(304, again.Status);
        Assert.NotEqual(first.Body!["epoch"]!.GetValue<string>(), after.Body!["epoch"]!.GetValue<string>());
        Assert.NotNull(after.Body["gates"]![1]!["closesAt"]);

        // What the device has cannot be continued: a sync says so.
        var changes = (await device.SyncAsync([], (first.Body["epoch"]!.GetValue<string>(), 0))).Body!["changes"]![door.Performance.ToString()]!;
        Assert.True(changes["pack"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Deltas_FollowSalesRefundsAndScans()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var before = await door.SellOrderAsync(0, 1);
        using var device = await door.EnrolAsync();
        var (pack, tickets) = await device.TicketsAsync();
        var epoch = pack["epoch"]!.GetValue<string>();
        var seq = pack["seq"]!.GetValue<long>();

        var sold = (await door.SellAsync(5))[0];
        await door.KnowsAsync(sold);
        await door.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(before.Id, null, true, true, "ill", door.Office.Clerk), Stop);
        await door.KnowsAsync(new TicketId(before.Items[0].Id.Value), AdmissionState.Refunded);
        await device.SyncAsync([device.Entry(sold, door.West)]);
        var changes = (await device.SyncAsync([], (epoch, seq))).Body!["changes"]![door.Performance.ToString()]!;
        foreach (var (reference, row) in TestDevice.RowsOf(changes["rows"]!.GetValue<string>()))
        {
            tickets[reference] = row;
        }

        var (again, truth) = await device.TicketsAsync();
        var fresh = TestDevice.RowsOf((await device.SyncAsync([], (epoch, changes["to"]!.GetValue<long>()))).Body!["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>());

        Assert.Equal(3, tickets.Count);
        Assert.Equal((EntryState.Inside, 1), (tickets[TicketRef.Of(sold).ToString()].Entry, tickets[TicketRef.Of(sold).ToString()].Gate));
        Assert.All(before.Items, item => Assert.Equal(AdmissionState.Refunded, tickets[TicketRef.Of(new TicketId(item.Id.Value)).ToString()].State));
        Assert.Empty(fresh);

        // A pack is at most a minute old: with what has come since it is the same.
        foreach (var (reference, row) in TestDevice.RowsOf((await device.SyncAsync([], (epoch, again["seq"]!.GetValue<long>()))).Body!["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>()))
        {
            truth[reference] = row;
        }

        Assert.Equal(truth.OrderBy(one => one.Key, StringComparer.Ordinal), tickets.OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keys_RetiredOnes_StayInThePack()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var tickets = await door.SellAsync(0, 1);
        var former = await door.CodeAsync(tickets[0]);
        await door.Service<TicketIssuer>().RetireKeyAsync(door.Performance, Stop);
        var present = await door.CodeAsync(tickets[1]);
        using var device = await door.EnrolAsync();

        // What packs have beside tickets is read at most once a second.
        JsonNode pack = new JsonObject();
        await Eventually.TrueAsync(async () => ((pack, _) = await device.TicketsAsync()).pack["keys"]!.AsArray().Count == 2);

        var keys = pack["keys"]!.AsArray().Select(key => new TicketPublicKey(
            key!["id"]!.GetValue<Guid>(), new PerformanceId(key["performance"]!.GetValue<Guid>()), Convert.FromBase64String(key["spki"]!.GetValue<string>()))).ToList();
        using var verifier = new TicketVerifier(door.Performance, keys);
        Assert.Equal(2, keys.Count);
        Assert.Equal(tickets[0], verifier.Verify(former).Value);
        Assert.Equal(tickets[1], verifier.Verify(present).Value);
    }

    [Fact]
    public async Task Code_SignedHere_IsGenuineForTheApp()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var order = await door.SellOrderAsync(0);
        var ticket = new TicketId(order.Items[0].Id.Value);
        var code = await door.CodeAsync(ticket);
        using var device = await door.EnrolAsync();
        var (pack, _) = await device.TicketsAsync();

        var printed = await NodeScript.RunAsync(
            $$"""
            const { parseCode, CodeVerifier, refOf } = await import('{{NodeScript.Module("checkin/code")}}');
            const { Pack, openSealed } = await import('{{NodeScript.Module("checkin/pack")}}');
            const code = parseCode({{JsonSerializer.Serialize(code)}});
            const json = {{pack.ToJsonString()}};
            const pack = Pack.take(json);
            const ref = await refOf(code.ticketBytes);
            const note = await openSealed(pack.sealed(ref), code.ticketBytes);
            console.log(code.ticket, await new CodeVerifier(json.keys).verify(code), pack.find(ref).seat, pack.find(ref).state, note.order);
            """);

        Assert.Equal($"{ticket} true 0 0 {order.Number}", printed);
    }

    private static List<byte[]> NotesOf(string text)
    {
        var bytes = Convert.FromBase64String(text);
        List<byte[]> notes = [];
        for (var at = 0; at < bytes.Length; at += bytes[at] + 1)
        {
            notes.Add(bytes[(at + 1)..(at + 1 + bytes[at])]);
        }

        return notes;
    }

    private static IEnumerable<string> RefsOf(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))
        .Chunk(TicketRef.Length).Select(Convert.ToHexStringLower);
}
