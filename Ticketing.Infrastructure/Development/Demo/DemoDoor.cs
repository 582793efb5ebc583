using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>
/// The door of the first organization's next play: two gates, a device with some scans, one of them a duplicate, and a device whose link an
/// organizer makes anew to try it.
/// </summary>
internal static class DemoDoor
{
    private const int EntriesMax = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(25);

    public static async Task FillAsync(
        IDbContextFactory<TicketingDbContext> contexts, DoorOpening doors, ScanIntake intake, DemoShop shop, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var date = shop.Performances
            .Where(entry => entry.Performance.StartsAt > now && entry.Performance.OrganizationId == shop.Organizations[0].Id
                && entry is { Performance.Status: PerformanceStatus.Scheduled, Event.State: DemoState.None, Plan.PlaceCount: < 1_000 })
            .MinBy(entry => entry.Performance.StartsAt)!.Performance;
        Gate[] gates = [GateOf(date, "North", now), GateOf(date, "South", now)];
        Device[] devices = [DeviceOf(date, "North 1", now, isEnrolled: true), DeviceOf(date, "South 1", now, isEnrolled: false)];
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            context.AddRange(gates);
            context.AddRange(gates.Select(gate => new PerformanceGate
            {
                PerformanceId = date.Id,
                GateId = gate.Id,
                Policy = EntryPolicy.Reentry,
                Tiers = [],
            }));
            context.AddRange(devices);
            await context.SaveChangesAsync(cancellationToken);
        }

        await doors.EnsureAsync(date.Id, date.OrganizationId, cancellationToken);
        await ScanAsync(contexts, intake, date, gates, devices[0], now, cancellationToken);
    }

    private static async Task ScanAsync(
        IDbContextFactory<TicketingDbContext> contexts, ScanIntake intake, Performance date, Gate[] gates, Device device, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var tickets = await context.Tickets.Where(ticket => ticket.PerformanceId == date.Id && ticket.Status == TicketStatus.Valid)
            .OrderBy(ticket => ticket.SeatIndex).Take(EntriesMax).Select(ticket => ticket.Id).ToListAsync(cancellationToken);
        var begin = now - (tickets.Count * Pace);
        List<SentScan> scans = [.. tickets.Select((ticket, number) => ScanOf(
            date, gates[number % 2], ticket, ScanKind.Entry, Verdict.Welcome, begin + (number * Pace), number))];
        if (tickets.Count > 0)
        {
            // Somebody shows the same ticket at the other gate.
            scans.Add(ScanOf(date, gates[1], tickets[0], ScanKind.Entry, Verdict.Welcome, begin + (3.5 * Pace), scans.Count));
            scans.Add(ScanOf(date, gates[0], tickets[^1], ScanKind.Exit, Verdict.Goodbye, now, scans.Count));
        }

        scans.Add(ScanOf(date, gates[0], null, ScanKind.Denied, Verdict.NotATicket, begin + Pace, scans.Count));
        var known = new KnownDevice(
            device.Id, device.OrganizationId, device.Name, device.PerformanceIds, device.GateIds, device.Capabilities, device.ExpiresAt);
        await intake.StoreAsync([new SyncDevice(known, scans, [], new Dictionary<PerformanceId, PackMark>(), null, [])], cancellationToken);
    }

    private static SentScan ScanOf(
        Performance date, Gate gate, TicketId? ticket, ScanKind kind, Verdict said, DateTimeOffset at, int number) => new(
        Guid.CreateVersion7(at), number, ticket is { } id ? TicketRef.Of(id) : null, date.Id, gate.Id, kind, at, at, 20, said, ScanMethod.Code,
        null, null, null);

    private static Gate GateOf(Performance date, string name, DateTimeOffset now) => new()
    {
        Id = GateId.New(),
        OrganizationId = date.OrganizationId,
        VenueId = date.VenueId,
        Name = name,
        Sections = [],
        CreatedAt = now,
    };

    private static Device DeviceOf(Performance date, string name, DateTimeOffset now, bool isEnrolled)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Device
        {
            Id = DeviceId.New(),
            OrganizationId = date.OrganizationId,
            Name = name,
            PerformanceIds = [date.Id.Value],
            GateIds = [],
            Capabilities = [DeviceCapability.Scan.ToWord(), DeviceCapability.Undo.ToWord()],
            PublicKey = isEnrolled ? key.ExportSubjectPublicKeyInfo() : null,
            EnrolledAt = isEnrolled ? now : null,
            ExpiresAt = date.EndsAt + CheckInTimes.AfterLastEnd,
            CreatedAt = now,
        };
    }
}
