using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>Payload of <c>ticket.entered</c>, <c>ticket.left</c> and <c>scan.duplicate</c>: one fact for all of a batch.</summary>
internal sealed record DoorFact(Guid PerformanceId, Guid OrganizationId, IReadOnlyList<DoorFactScan> Scans);

/// <param name="Ticket">See <see cref="TicketRef"/>.</param>
internal sealed record DoorFactScan(Guid Nonce, string Ticket, Guid? GateId, Guid DeviceId, DateTimeOffset At);

/// <summary>Facts about who entered and left.</summary>
internal static class DoorFacts
{
    public const string Entered = "ticket.entered";
    public const string Left = "ticket.left";
    public const string Duplicate = "scan.duplicate";

    /// <param name="organizations">Of the performances.</param>
    public static void Add(
        TicketingDbContext db, IReadOnlyDictionary<PerformanceId, OrganizationId> organizations, MergedScans merged, DateTimeOffset now)
    {
        Add(db, organizations, Entered, merged.Entered, now);
        Add(db, organizations, Left, merged.Left, now);
        Add(db, organizations, Duplicate, merged.Duplicates, now);
    }

    private static void Add(
        TicketingDbContext db, IReadOnlyDictionary<PerformanceId, OrganizationId> organizations, string type, IReadOnlyList<StoredScan> scans,
        DateTimeOffset now)
    {
        foreach (var door in scans.GroupBy(scan => scan.Key.Performance))
        {
            var organization = organizations[door.Key];
            var payload = new DoorFact(
                door.Key.Value, organization.Value,
                [.. door.Select(scan => new DoorFactScan(
                    scan.Scan.Nonce, scan.Key.Ref.ToString(), scan.Scan.Gate?.Value, scan.Scan.Device.Value, scan.Scan.At))]);
            Outbox.Add(db, type, "door", door.Key.ToString(), organization, payload, now);
        }
    }
}
