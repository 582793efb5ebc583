using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Desk;

/// <summary>A date with what its door is ready for.</summary>
/// <param name="Inside">Null: its door is not open yet.</param>
public sealed record DoorRow(
    PerformanceId Id, string Title, string Venue, string City, DateTimeOffset StartsAt, string TimeZone, int Gates, int Devices, int? Inside, int Entered);

/// <summary>A gate of a performance, with its figures.</summary>
/// <param name="LastMinutes">Entries of each of the last minutes, the oldest first.</param>
public sealed record GateFigures(
    GateId Id, string Name, EntryPolicy Policy, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? Capacity, IReadOnlyList<string> Tiers, int Inside,
    int Entered, int Left, IReadOnlyList<int> LastMinutes)
{
    public bool IsClosedAt(DateTimeOffset now) => ClosesAt <= now;

    /// <summary>Entries of the last five whole minutes, per minute.</summary>
    public double PerMinute => LastMinutes.Count < 6 ? 0 : LastMinutes.SkipLast(1).TakeLast(5).Sum() / 5.0;
}

/// <summary>An entry for which another one counts, or that was made by a ticket that does not admit.</summary>
public sealed record Conflict(
    Guid Nonce, DateTimeOffset At, string? Gate, string? Device, Verdict Judged, IReadOnlyList<string> Flags, string? OtherGate, string? OtherDevice,
    DateTimeOffset? OtherAt, int? Seat, string Ticket, bool CanUndo);

/// <summary>The door of a performance.</summary>
/// <param name="Denied">How many were not let in, by the verdict that was shown; the most frequent first.</param>
/// <param name="Odd">Scans that could not be read.</param>
public sealed record DoorView(
    PerformanceId Id, OrganizationId Organization, string Title, string Venue, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string TimeZone, int? Capacity,
    int Tickets, int Inside, int Entered, int Left, int Today, IReadOnlyList<GateFigures> Gates, IReadOnlyList<(Verdict Verdict, int Count)> Denied,
    IReadOnlyList<Conflict> Conflicts, int Odd);

/// <summary>Doors for who runs an organization's sales or checks tickets in. A member who is limited to some events sees the dates of these.</summary>
public sealed class DoorReader(OrganizationContexts contexts, IDbContextFactory<TicketingDbContext> all, TimeProvider time)
{
    private const int RowsMax = 200;
    private const int ConflictsMax = 50;
    private const int Minutes = 60;
    private static readonly TimeSpan After = TimeSpan.FromDays(1);

    /// <summary>The organization's dates that are not over for a day, the next first.</summary>
    public async Task<IReadOnlyList<DoorRow>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForDoor(caller);
        var from = time.GetUtcNow() - After;
        var dates = await db.PerformanceFacts.Where(date => date.OrganizationId == organization && date.EndsAt > from)
            .OrderBy(date => date.StartsAt).ThenBy(date => date.Id).Take(RowsMax).ToListAsync(cancellationToken);
        var ids = dates.ConvertAll(date => date.Id);
        var gates = await db.Set<PerformanceGate>().Where(gate => ids.Contains(gate.PerformanceId)).GroupBy(gate => gate.PerformanceId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var doors = await db.Set<CheckInDoor>().Where(door => ids.Contains(door.PerformanceId)).Select(door => door.PerformanceId).ToListAsync(cancellationToken);
        var counts = await db.Set<CheckInCount>().Where(count => ids.Contains(count.PerformanceId)).GroupBy(count => count.PerformanceId)
            .Select(group => new { group.Key, Inside = group.Sum(count => count.Inside), Entered = group.Sum(count => count.Entered) })
            .ToDictionaryAsync(group => group.Key, cancellationToken);
        var now = time.GetUtcNow();
        var devices = (await db.Set<Device>().Where(device => device.OrganizationId == organization && device.RevokedAt == null && device.ExpiresAt > now)
            .Select(device => device.PerformanceIds).ToListAsync(cancellationToken)).SelectMany(of => of).CountBy(of => of).ToDictionary();
        return dates.ConvertAll(date => new DoorRow(
            date.Id, date.EventTitle, date.VenueName, date.City, date.StartsAt, date.TimeZone, gates.GetValueOrDefault(date.Id),
            devices.GetValueOrDefault(date.Id.Value), doors.Contains(date.Id) ? counts.GetValueOrDefault(date.Id)?.Inside ?? 0 : null,
            counts.GetValueOrDefault(date.Id)?.Entered ?? 0));
    }

    /// <summary>Null: there is no such date for the caller.</summary>
    public async Task<DoorView?> FindAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await all.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(performance, caller, runs: false, cancellationToken) is not { } date)
        {
            return null;
        }

        var capacity = await db.Set<CheckInDoor>().Where(door => door.PerformanceId == performance).Select(door => door.Capacity)
            .SingleOrDefaultAsync(cancellationToken);
        var counts = await db.Set<CheckInCount>().AsNoTracking().Where(count => count.PerformanceId == performance).ToListAsync(cancellationToken);
        var gates = await GatesAsync(db, performance, counts, cancellationToken);
        var tickets = await db.Set<DoorTicket>().CountAsync(
            ticket => ticket.PerformanceId == performance && ticket.State == AdmissionState.Valid, cancellationToken);
        var denied = await db.Set<Scan>().Where(scan => scan.PerformanceId == performance && scan.Kind == ScanKind.Denied).GroupBy(scan => scan.Said)
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        var devices = await db.Set<Device>().Where(device => device.OrganizationId == date.OrganizationId && device.PerformanceIds.Contains(performance.Value))
            .Select(device => device.Id).ToListAsync(cancellationToken);
        var odd = await db.Set<OddScan>().CountAsync(scan => devices.Contains(scan.DeviceId), cancellationToken);
        var today = DateOnly.FromDateTime(VenueTime.At(time.GetUtcNow(), date.TimeZone).DateTime);
        return new DoorView(
            date.Id, date.OrganizationId, date.EventTitle, date.VenueName, date.StartsAt, date.EndsAt, date.TimeZone, capacity, tickets,
            counts.Sum(count => count.Inside), counts.Sum(count => count.Entered), counts.Sum(count => count.Exits),
            counts.Where(count => count.Day == today).Sum(count => count.Entered), gates,
            [.. denied.OrderByDescending(group => group.Count).Select(group => (group.Key, group.Count))],
            await ConflictsAsync(db, performance, cancellationToken), odd);
    }

    private async Task<IReadOnlyList<GateFigures>> GatesAsync(
        TicketingDbContext db, PerformanceId performance, List<CheckInCount> counts, CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow() - TimeSpan.FromMinutes(Minutes);
        var entries = await db.Set<Scan>()
            .Where(scan => scan.PerformanceId == performance && scan.Kind == ScanKind.Entry && scan.Counts && scan.At > from && scan.GateId != null)
            .Select(scan => new { Gate = scan.GateId!.Value, scan.At }).ToListAsync(cancellationToken);
        var byGate = entries.ToLookup(entry => entry.Gate, entry => (int)((entry.At - from).TotalMinutes));
        var rows = await (
            from used in db.Set<PerformanceGate>().AsNoTracking()
            join gate in db.Set<Gate>().AsNoTracking() on used.GateId equals gate.Id
            where used.PerformanceId == performance
            orderby gate.Name, gate.Id
            select new { used, gate }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row =>
        {
            var minutes = new int[Minutes];
            foreach (var minute in byGate[row.gate.Id])
            {
                minutes[Math.Clamp(minute, 0, Minutes - 1)]++;
            }

            var own = counts.Where(count => count.GateId == row.gate.Id).ToList();
            return new GateFigures(
                row.gate.Id, row.gate.Name, row.used.Policy, row.used.OpensAt, row.used.ClosesAt, row.used.Capacity, row.used.Tiers,
                own.Sum(count => count.Inside), own.Sum(count => count.Entered), own.Sum(count => count.Exits), minutes);
        });
    }

    private static async Task<IReadOnlyList<Conflict>> ConflictsAsync(
        TicketingDbContext db, PerformanceId performance, CancellationToken cancellationToken)
    {
        var rows = await (
            from scan in db.Set<Scan>().AsNoTracking()
            where scan.PerformanceId == performance && scan.Kind == ScanKind.Entry && scan.Flags.Length > 0
            orderby scan.At descending
            join gate in db.Set<Gate>() on scan.GateId equals gate.Id into gates
            from gate in gates.DefaultIfEmpty()
            join device in db.Set<Device>() on scan.DeviceId equals device.Id into devices
            from device in devices.DefaultIfEmpty()
            join other in db.Set<Scan>() on scan.OtherNonce equals other.Nonce into others
            from other in others.DefaultIfEmpty()
            join otherGate in db.Set<Gate>() on other.GateId equals otherGate.Id into otherGates
            from otherGate in otherGates.DefaultIfEmpty()
            join otherDevice in db.Set<Device>() on other.DeviceId equals otherDevice.Id into otherDevices
            from otherDevice in otherDevices.DefaultIfEmpty()
            join ticket in db.Set<DoorTicket>() on new { scan.PerformanceId, scan.Ref } equals new { ticket.PerformanceId, Ref = (long?)ticket.Ref } into tickets
            from ticket in tickets.DefaultIfEmpty()
            select new
            {
                scan,
                Gate = (string?)gate.Name,
                Device = (string?)device.Name,
                OtherAt = (DateTimeOffset?)other.At,
                OtherGate = (string?)otherGate.Name,
                OtherDevice = (string?)otherDevice.Name,
                Seat = (int?)ticket.SeatIndex,
            }).Take(ConflictsMax).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new Conflict(
            row.scan.Nonce, row.scan.At, row.Gate, row.Device, row.scan.Judged, row.scan.Flags, row.OtherGate, row.OtherDevice, row.OtherAt, row.Seat,
            row.scan.Ref is { } stored ? TicketRef.FromStored(stored).ToString() : "", row.scan.Counts));
    }
}
