using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Packs;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Devices;

/// <summary>A device as it sees itself.</summary>
/// <param name="MinVersion">The lowest version of the app that can work with this server.</param>
public sealed record DeviceDescription(
    KnownDevice Device, string Organization, int MinVersion, IReadOnlyList<DevicePerformance> Performances);

/// <summary>A performance of a device.</summary>
public sealed record DevicePerformance(
    PerformanceId Id, string Title, string Venue, string City, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset DoorsAt, string TimeZone,
    IReadOnlyList<(GateId Id, string Name)> Gates);

/// <summary>Describes devices to themselves.</summary>
public sealed class DeviceDescriptions(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>What the device may do, where, and its organization's name.</summary>
    public async Task<DeviceDescription> ReadAsync(KnownDevice device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = device.Performances.Select(id => new PerformanceId(id)).ToList();
        var dates = await db.PerformanceFacts.AsNoTracking()
            .Where(date => date.OrganizationId == device.Organization && ids.Contains(date.Id))
            .OrderBy(date => date.StartsAt).ThenBy(date => date.Id).ToListAsync(cancellationToken);
        var doors = await DoorsAtAsync(db, device.Performances, cancellationToken);
        var gates = await (
            from used in db.Set<PerformanceGate>().AsNoTracking()
            join gate in db.Set<Gate>().AsNoTracking() on used.GateId equals gate.Id
            where ids.Contains(used.PerformanceId)
            orderby gate.Name, gate.Id
            select new { used.PerformanceId, gate.Id, gate.Name }).ToListAsync(cancellationToken);
        return new DeviceDescription(
            device,
            dates.Count > 0 ? dates[0].OrganizationName : "",
            PackWriter.MinVersion,
            [.. dates.Select(date => new DevicePerformance(
                date.Id, date.EventTitle, date.VenueName, date.City, date.StartsAt, date.EndsAt, doors.GetValueOrDefault(date.Id.Value, date.StartsAt),
                date.TimeZone,
                [.. gates.Where(gate => gate.PerformanceId == date.Id && (device.Gates.Count == 0 || device.Gates.Contains(gate.Id.Value)))
                    .Select(gate => (gate.Id, gate.Name))]))]);
    }

    private static async Task<Dictionary<Guid, DateTimeOffset>> DoorsAtAsync(
        TicketingDbContext db, IEnumerable<Guid> performances, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT id, doors_at FROM catalog_performances WHERE id = ANY (@ids)", (NpgsqlConnection)db.Database.GetDbConnection());
        await using var reader = await command.With("ids", performances.ToArray()).ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, DateTimeOffset> doors = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            doors.Add(reader.GetGuid(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken));
        }

        return doors;
    }
}
