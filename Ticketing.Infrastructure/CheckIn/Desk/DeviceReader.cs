using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Desk;

/// <summary>A device as its organizer sees it.</summary>
/// <param name="Health">What it said with its last sync; null: nothing yet.</param>
/// <param name="IsReady">It can be relied on when the network is gone.</param>
public sealed record DeviceRow(
    DeviceId Id, string Name, IReadOnlyList<Guid> Performances, IReadOnlyList<string> Capabilities, DateTimeOffset? EnrolledAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt, DateTimeOffset? WipedAt, DateTimeOffset? LastSeenAt, DeviceHealth? Health, bool IsReady, string? GateName)
{
    public bool IsActiveAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}

/// <summary>Devices for who runs an organization's sales or checks tickets in.</summary>
public sealed class DeviceReader(OrganizationContexts contexts)
{
    private const int RowsMax = 1000;

    /// <summary>An organization's devices, the newest first. Who is limited to some events sees those that are for these alone.</summary>
    /// <param name="performance">Null: of all performances.</param>
    public async Task<IReadOnlyList<DeviceRow>> ListAsync(
        OrganizationId organization, PerformanceId? performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForDoor(caller);
        var devices = await db.Set<Device>().Where(device => device.OrganizationId == organization)
            .OrderByDescending(device => device.Id).Take(RowsMax).ToListAsync(cancellationToken);
        if (performance is { } of)
        {
            devices.RemoveAll(device => !device.PerformanceIds.Contains(of.Value) || device.RevokedAt is not null);
        }

        if (caller.IsLimitedIn(organization))
        {
            var ids = devices.SelectMany(device => device.PerformanceIds).Distinct().Select(id => new PerformanceId(id)).ToList();
            var own = (await db.PerformanceFacts.Where(date => ids.Contains(date.Id)).Select(date => date.Id).ToListAsync(cancellationToken))
                .Select(id => id.Value).ToHashSet();
            devices.RemoveAll(device => !device.PerformanceIds.All(own.Contains));
        }

        var gates = await db.Set<Gate>().Where(gate => gate.OrganizationId == organization)
            .ToDictionaryAsync(gate => gate.Id.Value, gate => gate.Name, cancellationToken);
        return devices.ConvertAll(device =>
        {
            var health = device.Health is { } json ? JsonSerializer.Deserialize<DeviceHealth>(json, JsonSerializerOptions.Web) : null;
            return new DeviceRow(
                device.Id, device.Name, device.PerformanceIds, device.Capabilities, device.EnrolledAt, device.ExpiresAt, device.RevokedAt, device.WipedAt,
                device.LastSeenAt, health, health?.IsReadyFor(device.PerformanceIds) == true,
                Guid.TryParse(health?.Gate, out var gate) ? gates.GetValueOrDefault(gate) : null);
        });
    }
}
