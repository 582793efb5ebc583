using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Infrastructure.CheckIn.Devices;
using Ticketing.Infrastructure.CheckIn.Gates;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.BoxOffice;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.CheckIn;

/// <summary>A shop with a door: two gates, a performance that has begun to let in, and devices that sign their requests.</summary>
internal sealed class CheckInShop : IAsyncDisposable
{
    private CheckInShop(DoorShop office, GateId east, GateId west) => (Office, East, West) = (office, east, west);

    public DoorShop Office { get; }

    public GateId East { get; }

    public GateId West { get; }

    public Shop Shop => Office.Shop;

    public TestDatabase Database => Office.Database;

    public PerformanceId Performance => Office.Performance;

    public Caller Manager => Office.Manager;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CheckInShop> OpenAsync(TestServers servers, EntryPolicy policy = EntryPolicy.Once, int rows = 4, int? capacity = null)
    {
        var office = await DoorShop.OpenAsync(servers, new TestSaleTerms { Rows = rows, SeatsPerRow = 10, FloorPlaces = 10 });
        await office.Database.ExecuteAsync(
            "update performances set starts_at = now() + interval '1 hour', doors_at = now() - interval '1 hour', ends_at = now() + interval '4 hours'");
        var venue = new VenueId(await office.Database.ScalarAsync<Guid>("select venue_id from performances where id = $1", office.Performance.Value));
        List<GateId> gates = [];
        foreach (var name in new[] { "East", "West" })
        {
            var made = await office.Service<ManageGatesHandler>().HandleAsync(new CreateGate(office.Organization, venue, name, [], office.Manager), Stop);
            Assert.True(made.Succeeded, made.Succeeded ? null : made.Refusal.ToString());
            gates.Add(made.Value);
            Assert.Null(await office.Service<PerformanceGatesHandler>().HandleAsync(
                new SetGatePolicy(office.Performance, made.Value, policy, null, null, capacity, [], office.Manager), Stop));
        }

        return new CheckInShop(office, gates[0], gates[1]);
    }

    public T Service<T>() where T : notnull => Office.Service<T>();

    /// <summary>Sells seats at the box office.</summary>
    public async Task<IReadOnlyList<TicketId>> SellAsync(params int[] seats)
    {
        var order = await SellOrderAsync(seats);
        return [.. order.Items.OrderBy(item => item.SeatIndex.Value).Select(item => new TicketId(item.Id.Value))];
    }

    /// <summary>The same. The door knows the tickets when it returns.</summary>
    public async Task<Order> SellOrderAsync(params int[] seats)
    {
        var order = (await Office.SoldAsync(Office.Clerk, new BoxOfficePayment(BoxOfficeMeans.Terminal), seats)).Order;
        foreach (var item in order.Items)
        {
            await KnowsAsync(new TicketId(item.Id.Value));
        }

        return order;
    }

    /// <summary>The text of a ticket's code, as its holder shows it.</summary>
    public async Task<string> CodeAsync(TicketId ticket)
    {
        using var signer = await Service<TicketIssuer>().SignerAsync(Performance, Stop);
        return signer.Sign(ticket).ToString();
    }

    /// <summary>Waits until the door knows the ticket in this state.</summary>
    public Task KnowsAsync(TicketId ticket, AdmissionState state = AdmissionState.Valid) => Eventually.TrueAsync(async () =>
        await Database.ScalarAsync<string>("select state from door_tickets where ticket_id = $1", ticket.Value) == state.ToWord());

    public async Task<MadeDevice> MakeDeviceAsync(string name = "Phone", params DeviceCapability[] capabilities)
    {
        var made = await Service<ManageDevicesHandler>().HandleAsync(
            new MakeDevice(Office.Organization, name, [Performance], [], capabilities, null, Manager), Stop);
        Assert.True(made.Succeeded, made.Succeeded ? null : made.Refusal.ToString());
        return made.Value;
    }

    /// <summary>A new device, enrolled over HTTP.</summary>
    public async Task<TestDevice> EnrolAsync(string name = "Phone", params DeviceCapability[] capabilities) =>
        await TestDevice.EnrolAsync(Shop.Http, (await MakeDeviceAsync(name, capabilities)).Token, Performance);

    /// <summary>Entered, left and inside, as counted.</summary>
    public Task<string?> CountsAsync() => Database.ScalarAsync<string>(
        """
        select concat_ws(' ', coalesce(sum(entered), 0), coalesce(sum(exits), 0), coalesce(sum(inside), 0)) from checkin_counts
        """);

    /// <summary>Counts are those of the entries and scans, and every change has a number.</summary>
    public async Task CheckAsync()
    {
        Assert.Equal(0L, await Database.ScalarAsync<long>(
            """
            select count(*) from (
              select performance_id, entry_gate_id as gate, count(*) as heads from ticket_entries where state = 'inside' group by 1, 2
            ) e full join (
              select performance_id, gate_id as gate, sum(inside) as heads from checkin_counts group by 1, 2 having sum(inside) <> 0
            ) c using (performance_id, gate)
            where e.heads is distinct from c.heads
            """));
        Assert.Equal(0L, await Database.ScalarAsync<long>(
            """
            select count(*) from (
              select performance_id, gate_id, count(*) filter (where kind = 'entry') as entered, count(*) filter (where kind = 'exit') as gone
              from scans where counts group by 1, 2
            ) s full join (
              select performance_id, gate_id, sum(entered) as entered, sum(exits) as gone from checkin_counts group by 1, 2
            ) c using (performance_id, gate_id)
            where coalesce(s.entered, 0) <> coalesce(c.entered, 0) or coalesce(s.gone, 0) <> coalesce(c.gone, 0)
            """));
        Assert.Equal(0L, await Database.ScalarAsync<long>(
            """
            select count(*) from checkin_doors d
            where d.seq <> (select count(*) from checkin_changes c where c.performance_id = d.performance_id)
              or d.seq <> coalesce((select max(seq) from checkin_changes c where c.performance_id = d.performance_id), 0)
            """));
    }

    public ValueTask DisposeAsync() => Office.DisposeAsync();
}

/// <summary>The answer to a device's request.</summary>
internal sealed record DeviceReply(int Status, JsonNode? Body, string? ETag)
{
    public string? Problem => Body?["type"]?.GetValue<string>();
}
