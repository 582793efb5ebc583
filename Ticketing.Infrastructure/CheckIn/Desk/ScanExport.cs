using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Desk;

/// <summary>A scan of an export.</summary>
public sealed record ExportedScan(
    DateTimeOffset At, DateTimeOffset ReceivedAt, string? Gate, string? Device, ScanKind Kind, Verdict Said, Verdict Judged, IReadOnlyList<string> Flags,
    ScanMethod Method, string? Ticket, string? Reason);

/// <summary>A performance's scans.</summary>
public sealed record ScanExport(string Title, string TimeZone, IReadOnlyList<ExportedScan> Scans);

/// <summary>Exports scans for who runs an organization's sales.</summary>
public sealed class ScanExporter(IDbContextFactory<TicketingDbContext> all)
{
    private const int RowsMax = 200_000;

    /// <summary>All scans of a performance by time; null: there is no such date for the caller.</summary>
    public async Task<ScanExport?> ReadAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await all.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(performance, caller, runs: true, cancellationToken) is not { } date)
        {
            return null;
        }

        var rows = await (
            from scan in db.Set<Scan>().AsNoTracking()
            where scan.PerformanceId == performance
            orderby scan.At, scan.Received
            join gate in db.Set<Gate>() on scan.GateId equals gate.Id into gates
            from gate in gates.DefaultIfEmpty()
            join device in db.Set<Device>() on scan.DeviceId equals device.Id into devices
            from device in devices.DefaultIfEmpty()
            select new { scan, Gate = (string?)gate.Name, Device = (string?)device.Name }).Take(RowsMax).ToListAsync(cancellationToken);
        return new ScanExport(date.EventTitle, date.TimeZone, rows.ConvertAll(row => new ExportedScan(
            row.scan.At, row.scan.ReceivedAt, row.Gate, row.Device, row.scan.Kind, row.scan.Said, row.scan.Judged, row.scan.Flags, row.scan.Method,
            row.scan.Ref is { } stored ? TicketRef.FromStored(stored).ToString() : null, row.scan.Reason)));
    }
}
