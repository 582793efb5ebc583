using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Devices;

/// <summary>Makes, renames and ends devices, and sends them commands; each with an audit entry in the same transaction.</summary>
public sealed class ManageDevicesHandler(
    IDbContextFactory<TicketingDbContext> contexts, DoorOpening doors, CommandCounter limits, TimeProvider time)
{
    private const string Subject = "device";
    private static readonly TimeSpan LifeMax = TimeSpan.FromDays(31);

    public async Task<Outcome<MadeDevice, DeviceRefusal>> HandleAsync(MakeDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.RunsSomeOf(command.Organization))
        {
            return DeviceRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DeviceChanges, command.Caller))
        {
            return DeviceRefusal.TooOften;
        }

        var name = TypedText.Line(command.Name);
        if (!IsName(name))
        {
            return DeviceRefusal.NameInvalid;
        }

        var capabilities = command.Capabilities.Append(DeviceCapability.Scan).Distinct().Order().Select(capability => capability.ToWord()).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await ScopeAsync(db, command, cancellationToken);
        if (!scope.Succeeded)
        {
            return scope.Refusal;
        }

        foreach (var performance in scope.Value.Performances)
        {
            await doors.EnsureAsync(new PerformanceId(performance), command.Organization, cancellationToken);
        }

        return await InsertAsync(db, command, scope.Value, name, capabilities, cancellationToken);
    }

    public async Task<Outcome<MadeDevice, DeviceRefusal>> HandleAsync(RenewInvite command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var token = DeviceTokens.New();
        var refusal = await ChangeAsync(command.Device, command.Caller, "device.invited", async (db, device, now) =>
        {
            await db.Set<DeviceInvite>().Where(invite => invite.DeviceId == device.Id).ExecuteDeleteAsync(cancellationToken);
            (device.FormerKey, device.PublicKey, device.EnrolledAt, device.Health) = (device.PublicKey ?? device.FormerKey, null, null, null);
            AddInvite(db, device.Id, token, now);
            return null;
        }, cancellationToken);
        return refusal is { } refused ? refused : new MadeDevice(command.Device, token);
    }

    /// <returns>Null: done.</returns>
    public Task<DeviceRefusal?> HandleAsync(RenameDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var name = TypedText.Line(command.Name);
        return ChangeAsync(command.Device, command.Caller, "device.renamed", (_, device, _) =>
        {
            if (!IsName(name))
            {
                return Task.FromResult<DeviceRefusal?>(DeviceRefusal.NameInvalid);
            }

            device.Name = name;
            return Task.FromResult<DeviceRefusal?>(null);
        }, cancellationToken);
    }

    /// <summary>Idempotent.</summary>
    /// <returns>Null: done.</returns>
    public Task<DeviceRefusal?> HandleAsync(RevokeDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Device, command.Caller, "device.revoked", async (db, device, now) =>
        {
            device.RevokedAt = now;
            await db.Set<DeviceInvite>().Where(invite => invite.DeviceId == device.Id).ExecuteDeleteAsync(cancellationToken);
            Outbox.Add(
                db, "device.revoked", Subject, device.Id.ToString(), device.OrganizationId,
                new { deviceId = device.Id.Value, organizationId = device.OrganizationId.Value, device.Name }, now);
            return null;
        }, cancellationToken, endedIsDone: true);
    }

    /// <returns>The number of devices that will get it.</returns>
    public async Task<Outcome<int, DeviceRefusal>> HandleAsync(CommandDevices command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.RunsSomeOf(command.Organization))
        {
            return DeviceRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DeviceChanges, command.Caller))
        {
            return DeviceRefusal.TooOften;
        }

        var text = command.Kind == DeviceCommandKind.Say ? TypedText.Line(command.Text) : null;
        if (text is not null && (text.Length is 0 or > DeviceCommand.TextLengthMax || !TypedText.IsText(text)))
        {
            return DeviceRefusal.TextInvalid;
        }

        var now = time.GetDatabaseNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var devices = (await db.Set<Device>().AsNoTracking()
            .Where(device => device.OrganizationId == command.Organization && device.RevokedAt == null && device.ExpiresAt > now && device.PublicKey != null)
            .ToListAsync(cancellationToken))
            .Where(device => (command.Device is null || device.Id == command.Device)
                && (command.Performance is not { } performance || device.PerformanceIds.Contains(performance.Value))).ToList();
        devices = await ReachedAsync(db, devices, command.Caller, command.Organization, cancellationToken);
        if (devices.Count == 0 && command.Device is not null)
        {
            return DeviceRefusal.NotFound;
        }

        db.AddRange(devices.Select(device => new DeviceCommand
        {
            Id = Guid.CreateVersion7(now),
            DeviceId = device.Id,
            Kind = command.Kind,
            Text = text,
            CreatedAt = now,
        }));
        AuditLog.Add(
            db, "device.commanded", "organization", command.Organization.ToString(), null,
            new { kind = command.Kind.ToWord(), devices = devices.Count, performance = command.Performance?.Value }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        return devices.Count;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= Device.NameLengthMax && TypedText.IsText(name);

    private static void AddInvite(TicketingDbContext db, DeviceId device, string token, DateTimeOffset now) => db.Add(new DeviceInvite
    {
        TokenHash = DeviceTokens.HashOf(token),
        DeviceId = device,
        ExpiresAt = now + CheckInTimes.InviteLife,
    });

    // A member who is limited to some events sees and ends only the devices that are for these alone.
    private static async Task<List<Device>> ReachedAsync(
        TicketingDbContext db, List<Device> devices, Caller caller, OrganizationId organization, CancellationToken cancellationToken)
    {
        if (!caller.IsLimitedIn(organization))
        {
            return devices;
        }

        var own = await db.OwnDatesAsync(devices.SelectMany(device => device.PerformanceIds), caller, organization, cancellationToken);
        return devices.FindAll(device => device.PerformanceIds.All(own.Contains));
    }

    private async Task<Outcome<DeviceScope, DeviceRefusal>> ScopeAsync(
        TicketingDbContext db, MakeDevice command, CancellationToken cancellationToken)
    {
        var asked = command.Performances.Select(performance => performance.Value).Distinct().ToArray();
        if (asked.Length is 0 or > Device.PerformancesMax
            || !(await db.OwnDatesAsync(asked, command.Caller, command.Organization, cancellationToken)).SetEquals(asked))
        {
            return DeviceRefusal.PerformancesInvalid;
        }

        var gates = command.Gates.Select(gate => gate.Value).Distinct().ToArray();
        var typed = gates.Select(gate => new GateId(gate)).ToList();
        if (await db.Set<Gate>().CountAsync(gate => gate.OrganizationId == command.Organization && typed.Contains(gate.Id), cancellationToken) != gates.Length)
        {
            return DeviceRefusal.GatesInvalid;
        }

        var dates = asked.Select(id => new PerformanceId(id)).ToList();
        var now = time.GetDatabaseNow();
        var lastEnd = await db.PerformanceFacts.Where(date => dates.Contains(date.Id)).MaxAsync(date => date.EndsAt, cancellationToken);
        var end = command.ExpiresAt?.ToUniversalTime() ?? lastEnd + CheckInTimes.AfterLastEnd;
        var latest = lastEnd > now ? lastEnd + LifeMax : now + LifeMax;
        return end <= now || end > latest ? DeviceRefusal.EndInvalid : new DeviceScope(asked, gates, end);
    }

    private async Task<Outcome<MadeDevice, DeviceRefusal>> InsertAsync(
        TicketingDbContext db, MakeDevice command, DeviceScope scope, string name, string[] capabilities, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises creations, so that the maximum holds.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"devices " + command.Organization}, 0))", cancellationToken);
        if (await db.Set<Device>().CountAsync(
            device => device.OrganizationId == command.Organization && device.RevokedAt == null && device.ExpiresAt > now, cancellationToken)
            >= Device.PerOrganizationMax)
        {
            return DeviceRefusal.LimitReached;
        }

        var made = new Device
        {
            Id = DeviceId.New(),
            OrganizationId = command.Organization,
            Name = name,
            PerformanceIds = scope.Performances,
            GateIds = scope.Gates,
            Capabilities = capabilities,
            ExpiresAt = scope.EndsAt,
            CreatedAt = now,
        };
        var token = DeviceTokens.New();
        db.Add(made);
        AddInvite(db, made.Id, token, now);
        AuditLog.Add(
            db, "device.made", Subject, made.Id.ToString(), null,
            new { made.Name, made.PerformanceIds, made.GateIds, made.Capabilities, made.ExpiresAt }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new MadeDevice(made.Id, token);
    }

    private async Task<DeviceRefusal?> ChangeAsync(
        DeviceId id, Caller caller, string action, Func<TicketingDbContext, Device, DateTimeOffset, Task<DeviceRefusal?>> change,
        CancellationToken cancellationToken, bool endedIsDone = false)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM devices WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        if (await db.Set<Device>().SingleOrDefaultAsync(found => found.Id == id, cancellationToken) is not { } device
            || !caller.RunsSomeOf(device.OrganizationId)
            || (await ReachedAsync(db, [device], caller, device.OrganizationId, cancellationToken)).Count == 0)
        {
            return DeviceRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DeviceChanges, caller))
        {
            return DeviceRefusal.TooOften;
        }

        var now = time.GetDatabaseNow();
        if (!device.IsActiveAt(now))
        {
            return endedIsDone ? null : DeviceRefusal.Ended;
        }

        var before = new { device.Name, device.RevokedAt };
        if (await change(db, device, now) is { } refused)
        {
            return refused;
        }

        AuditLog.Add(db, action, Subject, device.Id.ToString(), before, new { device.Name, device.RevokedAt }, caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private sealed record DeviceScope(Guid[] Performances, Guid[] Gates, DateTimeOffset EndsAt);
}
