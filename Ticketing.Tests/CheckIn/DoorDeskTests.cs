using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Desk;
using Ticketing.Infrastructure.CheckIn.Gates;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.CheckIn;

/// <summary>The supervisor's desk: what it shows, and what it decides.</summary>
public sealed class DoorDeskTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Desk_OfADoor_ShowsFiguresConflictsAndDevices()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var tickets = await door.SellAsync(0, 1);
        using var one = await door.EnrolAsync("One");
        using var two = await door.EnrolAsync("Two");
        var now = DateTimeOffset.UtcNow;
        await one.SyncAsync([one.Entry(tickets[0], door.East, now.AddSeconds(-30)), one.Entry(tickets[1], door.East, now.AddSeconds(-20))]);
        await two.SyncAsync([two.Entry(tickets[0], door.West, now.AddSeconds(-10)), two.Scan("denied", "too-early", null, door.West)]);

        var view = await door.Service<DoorReader>().FindAsync(door.Performance, BackOffice.Member(door.Office.Organization, MemberRole.CheckIn), Stop);
        var devices = await door.Service<DeviceReader>().ListAsync(door.Office.Organization, door.Performance, door.Manager, Stop);
        var export = await door.Service<ScanExporter>().ReadAsync(door.Performance, door.Manager, Stop);

        Assert.Equal((2, 2, 0, 2), (view!.Inside, view.Entered, view.Left, view.Today));
        Assert.Equal([("East", 2, 2), ("West", 0, 0)], view.Gates.Select(gate => (gate.Name, gate.Entered, gate.LastMinutes.Sum())));
        Assert.Equal((Verdict.TooEarly, 1), Assert.Single(view.Denied));
        var conflict = Assert.Single(view.Conflicts);
        Assert.Equal(("West", "Two", "East", "One", 0, false), (conflict.Gate, conflict.Device, conflict.OtherGate, conflict.OtherDevice, conflict.Seat, conflict.CanUndo));
        Assert.Equal(["Two", "One"], devices.Select(device => device.Name));
        Assert.All(devices, device => Assert.Equal(0.8, device.Health!.Battery));
        Assert.Equal(4, export!.Scans.Count);
    }

    [Fact]
    public async Task Undo_ByASupervisor_TakesAnEntryBackWhenever()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var ticket = (await door.SellAsync(0))[0];
        using var device = await door.EnrolAsync();
        var (pack, _) = await device.TicketsAsync();
        var entry = device.Entry(ticket, door.East, DateTimeOffset.UtcNow.AddHours(-1));
        await device.SyncAsync([entry]);
        var nonce = Guid.Parse(entry["nonce"]!.GetValue<string>());
        var handler = door.Service<DoorDeskHandler>();

        Assert.Equal(DoorRefusal.ReasonInvalid, await handler.HandleAsync(new UndoScan(door.Performance, nonce, " ", door.Manager), Stop));
        Assert.Equal(DoorRefusal.NotFound, await handler.HandleAsync(new UndoScan(door.Performance, Guid.NewGuid(), "x", door.Manager), Stop));
        Assert.Equal(DoorRefusal.NotFound, await handler.HandleAsync(new UndoScan(door.Performance, nonce, "x", door.Office.Clerk), Stop));
        Assert.Null(await handler.HandleAsync(new UndoScan(door.Performance, nonce, "Wrong person", door.Manager), Stop));
        Assert.Equal(DoorRefusal.NothingToUndo, await handler.HandleAsync(new UndoScan(door.Performance, nonce, "x", door.Manager), Stop));

        var rows = TestDevice.RowsOf((await device.SyncAsync([], (pack["epoch"]!.GetValue<string>(), pack["seq"]!.GetValue<long>())))
            .Body!["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>());
        Assert.Equal(EntryState.Never, Assert.Single(rows.Values).Entry);
        Assert.Equal("0 0 0", await door.CountsAsync());
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'scan.undone'"));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Block_ATicket_ReachesDevicesAndScansOfIt()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var ticket = (await door.SellAsync(0))[0];
        using var device = await door.EnrolAsync();
        var (pack, _) = await device.TicketsAsync();
        var mark = (pack["epoch"]!.GetValue<string>(), pack["seq"]!.GetValue<long>());
        var handler = door.Service<DoorDeskHandler>();
        var block = new BlockTicket(door.Performance, TicketRef.Of(ticket), true, door.Manager);

        Assert.Equal(DoorRefusal.NotFound, await handler.HandleAsync(block with { Caller = Caller.Guest }, Stop));
        Assert.Equal(DoorRefusal.NotFound, await handler.HandleAsync(block with { Ticket = new TicketRef(1) }, Stop));
        Assert.Null(await handler.HandleAsync(block, Stop));
        Assert.Null(await handler.HandleAsync(block, Stop));
        var reply = await device.SyncAsync([device.Entry(ticket, door.East)], mark);

        Assert.Equal("blocked", Assert.Single(reply.Body!["verdicts"]!.AsArray())!["judged"]!.GetValue<string>());
        Assert.Equal(
            AdmissionState.Blocked,
            Assert.Single(TestDevice.RowsOf(reply.Body["changes"]![door.Performance.ToString()]!["rows"]!.GetValue<string>()).Values).State);
        Assert.Null(await handler.HandleAsync(block with { Blocked = false }, Stop));
        Assert.Equal("welcome", await door.Database.ScalarAsync<string>("select judged from scans"));
        await door.CheckAsync();
    }

    [Fact]
    public async Task Gates_WithWrongValues_AreRefusedAndChangeNothing()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var (gates, performance) = (door.Service<ManageGatesHandler>(), door.Service<PerformanceGatesHandler>());
        var venue = new VenueId(await door.Database.ScalarAsync<Guid>("select venue_id from gates limit 1"));
        var create = new CreateGate(door.Office.Organization, venue, "North", [], door.Manager);
        var policy = new SetGatePolicy(door.Performance, door.East, EntryPolicy.Once, null, null, null, [], door.Manager);
        var now = DateTimeOffset.UtcNow;
        var before = await door.Database.ListAsync<string>("select concat_ws(' ', g.*) from performance_gates g union all select concat_ws(' ', g.*) from gates g");

        foreach (var (command, refusal) in new[]
        {
            (create with { Name = "" }, GateRefusal.NameInvalid), (create with { Name = "East" }, GateRefusal.NameTaken),
            (create with { Venue = VenueId.New() }, GateRefusal.NotFound), (create with { Caller = door.Office.Clerk }, GateRefusal.NotFound),
            (create with { Sections = [new string('x', 101)] }, GateRefusal.SectionUnknown),
        })
        {
            Assert.Equal(refusal, (await gates.HandleAsync(command, Stop)).Refusal);
        }

        foreach (var (command, refusal) in new[]
        {
            (policy with { Gate = GateId.New() }, GateRefusal.NotFound), (policy with { Performance = PerformanceId.New() }, GateRefusal.NotFound),
            (policy with { Tiers = ["Nonsense"] }, GateRefusal.TierUnknown), (policy with { Capacity = -1 }, GateRefusal.CapacityInvalid),
            (policy with { OpensAt = now, ClosesAt = now }, GateRefusal.TimesInvalid),
            (policy with { Caller = BackOffice.Member(door.Office.Organization, MemberRole.CheckIn) }, GateRefusal.NotFound),
        })
        {
            Assert.Equal(refusal, await performance.HandleAsync(command, Stop));
        }

        Assert.Equal(before, await door.Database.ListAsync<string>("select concat_ws(' ', g.*) from performance_gates g union all select concat_ws(' ', g.*) from gates g"));

        // A gate that was used stays.
        using var device = await door.EnrolAsync();
        await device.SyncAsync([device.Scan("denied", "over", null, door.East)]);
        Assert.Equal(GateRefusal.InUse, await gates.HandleAsync(new DeleteGate(door.East, door.Manager), Stop));
        Assert.Null(await gates.HandleAsync(new DeleteGate(door.West, door.Manager), Stop));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from performance_gates"));
    }

    [Fact]
    public async Task Desk_OfAnotherOrganization_FindsNothing()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        await door.EnrolAsync();
        foreach (var caller in new[] { Caller.Guest, BackOffice.Member(OrganizationId.New(), MemberRole.Owner), door.Office.Clerk })
        {
            Assert.Null(await door.Service<DoorReader>().FindAsync(door.Performance, caller, Stop));
            Assert.Empty(await door.Service<DoorReader>().ListAsync(door.Office.Organization, caller, Stop));
            Assert.Empty(await door.Service<GateReader>().ListAsync(door.Office.Organization, caller, Stop));
            Assert.Null(await door.Service<GateReader>().ChoicesAsync(door.Performance, caller, Stop));
            Assert.Empty(await door.Service<DeviceReader>().ListAsync(door.Office.Organization, null, caller, Stop));
            Assert.Null(await door.Service<ScanExporter>().ReadAsync(door.Performance, caller, Stop));
        }
    }
}
