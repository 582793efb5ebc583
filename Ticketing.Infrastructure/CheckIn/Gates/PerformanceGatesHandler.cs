using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Gates;

/// <summary>
/// Sets what gates do at a performance. Devices follow with their next sync, within two seconds: the pack's epoch changes, and they fetch it anew.
/// </summary>
public sealed class PerformanceGatesHandler(
    IDbContextFactory<TicketingDbContext> contexts, DoorOpening doors, DoorHeads heads, CommandCounter limits, TimeProvider time)
{
    private const int TiersMax = 50;

    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(SetGatePolicy command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Performance, command.Caller, async (db, organization, now) =>
        {
            if (!await IsOfVenueAsync(db, command.Performance, command.Gate, organization, cancellationToken))
            {
                return GateRefusal.NotFound;
            }

            var tiers = command.Tiers.Select(TypedText.Line).Where(tier => tier.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
            if (await RefuseAsync(db, command, tiers, cancellationToken) is { } refused)
            {
                return refused;
            }

            var used = await db.Set<PerformanceGate>().SingleOrDefaultAsync(
                found => found.PerformanceId == command.Performance && found.GateId == command.Gate, cancellationToken);
            var before = used is null ? null : ToAudit(used);
            if (used is null)
            {
                if (await db.Set<PerformanceGate>().CountAsync(found => found.PerformanceId == command.Performance, cancellationToken) >= Gate.PerVenueMax)
                {
                    return GateRefusal.LimitReached;
                }

                used = new PerformanceGate { PerformanceId = command.Performance, GateId = command.Gate, Policy = command.Policy, Tiers = tiers };
                db.Add(used);
            }

            (used.Policy, used.Tiers, used.Capacity) = (command.Policy, tiers, command.Capacity);
            (used.OpensAt, used.ClosesAt) = (command.OpensAt?.ToUniversalTime(), command.ClosesAt?.ToUniversalTime());
            Audit(db, "gate.policy-set", command.Performance, before, ToAudit(used), command.Caller, now);
            return null;
        }, cancellationToken);
    }

    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(CloseGate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Performance, command.Caller, async (db, _, now) =>
        {
            if (await db.Set<PerformanceGate>().SingleOrDefaultAsync(
                found => found.PerformanceId == command.Performance && found.GateId == command.Gate, cancellationToken) is not { } used)
            {
                return GateRefusal.NotFound;
            }

            var before = ToAudit(used);
            used.ClosesAt = command.Closed ? now : null;
            Audit(db, command.Closed ? "gate.closed" : "gate.opened", command.Performance, before, ToAudit(used), command.Caller, now);
            return null;
        }, cancellationToken);
    }

    /// <summary>Idempotent.</summary>
    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(RemoveGate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Performance, command.Caller, async (db, _, now) =>
        {
            if (await db.Set<PerformanceGate>().SingleOrDefaultAsync(
                found => found.PerformanceId == command.Performance && found.GateId == command.Gate, cancellationToken) is { } used)
            {
                db.Remove(used);
                Audit(db, "gate.removed", command.Performance, ToAudit(used), null, command.Caller, now);
            }

            return null;
        }, cancellationToken);
    }

    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(SetDoorCapacity command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Performance, command.Caller, async (db, _, now) =>
        {
            if (command.Capacity is < 0 or > PerformanceGate.CapacityMax)
            {
                return GateRefusal.CapacityInvalid;
            }

            await db.Set<CheckInDoor>().Where(door => door.PerformanceId == command.Performance)
                .ExecuteUpdateAsync(set => set.SetProperty(door => door.Capacity, command.Capacity), cancellationToken);
            Audit(db, "door.capacity-set", command.Performance, null, new { command.Capacity }, command.Caller, now);
            return null;
        }, cancellationToken);
    }

    private static async Task<GateRefusal?> RefuseAsync(
        TicketingDbContext db, SetGatePolicy command, string[] tiers, CancellationToken cancellationToken)
    {
        if (command.ClosesAt <= command.OpensAt)
        {
            return GateRefusal.TimesInvalid;
        }

        if (command.Capacity is < 0 or > PerformanceGate.CapacityMax)
        {
            return GateRefusal.CapacityInvalid;
        }

        var known = await CatalogTiers.NamesOf(db, db.PerformanceFacts.Where(date => date.Id == command.Performance).Select(date => date.Id))
            .ToListAsync(cancellationToken);
        return tiers.Length > TiersMax || tiers.Except(known).Any() ? GateRefusal.TierUnknown : null;
    }

    private static async Task<bool> IsOfVenueAsync(
        TicketingDbContext db, PerformanceId performance, GateId gate, OrganizationId organization, CancellationToken cancellationToken)
    {
        var (found, _, _) = await PerformanceReader.GetAsync(db, performance, cancellationToken);
        return await db.Set<Gate>().AnyAsync(
            row => row.Id == gate && row.OrganizationId == organization && row.VenueId == found.VenueId, cancellationToken);
    }

    private static object ToAudit(PerformanceGate used) =>
        new { gate = used.GateId.Value, policy = used.Policy.ToWord(), used.OpensAt, used.ClosesAt, used.Capacity, used.Tiers };

    private static void Audit(
        TicketingDbContext db, string action, PerformanceId performance, object? before, object? after, Caller caller, DateTimeOffset now) =>
        AuditLog.Add(db, action, "door", performance.ToString(), before, after, caller.Actor, now);

    private async Task<GateRefusal?> ChangeAsync(
        PerformanceId performance, Caller caller, Func<TicketingDbContext, OrganizationId, DateTimeOffset, Task<GateRefusal?>> change,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(performance, caller, runs: true, cancellationToken) is not { } date)
        {
            return GateRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DoorChanges, caller))
        {
            return GateRefusal.TooOften;
        }

        await doors.EnsureAsync(performance, date.OrganizationId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // One change of a performance's gates after the other. Not the door's row: scans that are being merged are not waited for.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"gates " + performance}, 0))", cancellationToken);
        if (await change(db, date.OrganizationId, time.GetDatabaseNow()) is { } refused)
        {
            return refused;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        heads.Forget(performance);
        return null;
    }
}
