using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Gates;

/// <summary>Creates and changes gates of venues, with an audit entry in the same transaction.</summary>
public sealed class ManageGatesHandler(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationVenues venues, CommandCounter limits, TimeProvider time)
{
    private const string Subject = "gate";
    private const int SectionsMax = 200;

    public async Task<Outcome<GateId, GateRefusal>> HandleAsync(CreateGate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.Runs(command.Organization)
            || await venues.FindAsync(command.Venue, command.Organization, cancellationToken) is null)
        {
            return GateRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DoorChanges, command.Caller))
        {
            return GateRefusal.TooOften;
        }

        var (name, sections) = (TypedText.Line(command.Name), Cleaned(command.Sections));
        if (Refuse(name, sections) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Gate>().CountAsync(gate => gate.VenueId == command.Venue, cancellationToken) >= Gate.PerVenueMax)
        {
            return GateRefusal.LimitReached;
        }

        var now = time.GetDatabaseNow();
        var made = new Gate
        {
            Id = GateId.New(),
            OrganizationId = command.Organization,
            VenueId = command.Venue,
            Name = name,
            Sections = sections,
            CreatedAt = now,
        };
        db.Add(made);
        AuditLog.Add(db, "gate.created", Subject, made.Id.ToString(), null, new { made.Name, made.Sections }, command.Caller.Actor, now);
        return await SaveAsync(db, cancellationToken) is { } taken ? taken : made.Id;
    }

    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(EditGate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Gate, command.Caller, (db, gate, now) =>
        {
            var (name, sections) = (TypedText.Line(command.Name), Cleaned(command.Sections));
            if (Refuse(name, sections) is { } refused)
            {
                return Task.FromResult<GateRefusal?>(refused);
            }

            var before = new { gate.Name, gate.Sections };
            (gate.Name, gate.Sections) = (name, sections);
            AuditLog.Add(db, "gate.changed", Subject, gate.Id.ToString(), before, new { gate.Name, gate.Sections }, command.Caller.Actor, now);
            return Task.FromResult<GateRefusal?>(null);
        }, cancellationToken);
    }

    /// <returns>Null: done.</returns>
    public Task<GateRefusal?> HandleAsync(DeleteGate command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Gate, command.Caller, async (db, gate, now) =>
        {
            if (await db.Set<CheckInCount>().AnyAsync(count => count.GateId == gate.Id, cancellationToken)
                || await db.Set<Scan>().AnyAsync(scan => scan.GateId == gate.Id, cancellationToken))
            {
                return GateRefusal.InUse;
            }

            db.Remove(gate);
            AuditLog.Add(db, "gate.deleted", Subject, gate.Id.ToString(), new { gate.Name, gate.Sections }, null, command.Caller.Actor, now);
            return null;
        }, cancellationToken);
    }

    private static string[] Cleaned(IReadOnlyList<string> names) =>
        [.. names.Select(TypedText.Line).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];

    private static GateRefusal? Refuse(string name, string[] sections) =>
        name.Length is 0 or > Gate.NameLengthMax || !TypedText.IsText(name) ? GateRefusal.NameInvalid
        : sections.Length > SectionsMax || Array.Exists(sections, section => section.Length > 100 || !TypedText.IsText(section))
            ? GateRefusal.SectionUnknown
        : null;

    private static async Task<GateRefusal?> SaveAsync(TicketingDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: GateConfiguration.UniqueName,
        })
        {
            return GateRefusal.NameTaken;
        }
    }

    private async Task<GateRefusal?> ChangeAsync(
        GateId id, Caller caller, Func<TicketingDbContext, Gate, DateTimeOffset, Task<GateRefusal?>> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM gates WHERE id = {id.Value} FOR UPDATE", cancellationToken);
        if (await db.Set<Gate>().SingleOrDefaultAsync(found => found.Id == id, cancellationToken) is not { } gate || !caller.Runs(gate.OrganizationId))
        {
            return GateRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.DoorChanges, caller))
        {
            return GateRefusal.TooOften;
        }

        if ((await change(db, gate, time.GetDatabaseNow()) ?? await SaveAsync(db, cancellationToken)) is { } refused)
        {
            return refused;
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
