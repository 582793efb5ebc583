using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Desk;

/// <summary>Decisions of a supervisor about tickets and scans, with an audit entry in the same transaction. Devices follow with their next sync.</summary>
public sealed class DoorDeskHandler
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly DoorHeads _heads;
    private readonly CommandCounter _limits;
    private readonly TimeProvider _time;

    internal DoorDeskHandler(
        IDbContextFactory<TicketingDbContext> contexts, DoorHeads heads, CommandCounter limits, TimeProvider time) =>
        (_contexts, _heads, _limits, _time) = (contexts, heads, limits, time);

    /// <summary>Idempotent.</summary>
    /// <returns>Null: done.</returns>
    public async Task<DoorRefusal?> HandleAsync(BlockTicket command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(command.Performance, command.Caller, runs: true, cancellationToken) is null)
        {
            return DoorRefusal.NotFound;
        }

        if (!await _limits.TryCountAsync(CommandLimits.DoorChanges, command.Caller))
        {
            return DoorRefusal.TooOften;
        }

        var now = _time.GetDatabaseNow();
        await using var begun = await db.Database.BeginTransactionAsync(cancellationToken);
        var (stored, blocked) = (command.Ticket.Stored, command.Blocked ? (DateTimeOffset?)now : null);
        var changed = await db.Set<DoorTicket>()
            .Where(ticket => ticket.PerformanceId == command.Performance && ticket.Ref == stored && (ticket.BlockedAt == null) == command.Blocked)
            .ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.BlockedAt, blocked), cancellationToken);
        if (changed == 0)
        {
            return await db.Set<DoorTicket>().AnyAsync(ticket => ticket.PerformanceId == command.Performance && ticket.Ref == stored, cancellationToken)
                ? null : DoorRefusal.NotFound;
        }

        var key = new DoorKey(command.Performance, command.Ticket);
        var (connection, transaction) = Of(db, begun);
        await ScanMerge.RejudgeAsync(
            connection, transaction, [key], [key], await _heads.RulesAsync([command.Performance], cancellationToken), now, cancellationToken);
        AuditLog.Add(
            db, command.Blocked ? "ticket.blocked" : "ticket.unblocked", "door", command.Performance.ToString(), null,
            new { ticket = command.Ticket.ToString() }, command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await begun.CommitAsync(cancellationToken);
        return null;
    }

    /// <returns>Null: done.</returns>
    public async Task<DoorRefusal?> HandleAsync(UndoScan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateAsync(command.Performance, command.Caller, runs: true, cancellationToken) is not { } date
            || await db.Set<Scan>().AsNoTracking().SingleOrDefaultAsync(found => found.Nonce == command.Nonce, cancellationToken) is not { } scan
            || scan.PerformanceId != command.Performance)
        {
            return DoorRefusal.NotFound;
        }

        var reason = TypedText.Line(command.Reason);
        if (reason.Length is 0 or > ScanText.ReasonLengthMax || !TypedText.IsText(reason))
        {
            return DoorRefusal.ReasonInvalid;
        }

        if (scan.Ref is not { } stored || !scan.Counts)
        {
            return DoorRefusal.NothingToUndo;
        }

        if (!await _limits.TryCountAsync(CommandLimits.DoorChanges, command.Caller))
        {
            return DoorRefusal.TooOften;
        }

        var now = _time.GetDatabaseNow();
        await using var begun = await db.Database.BeginTransactionAsync(cancellationToken);

        // As a scan of the same device, whose judgement it changes.
        db.Add(new Scan
        {
            Nonce = Guid.CreateVersion7(now),
            Seq = 0,
            DeviceId = scan.DeviceId,
            PerformanceId = scan.PerformanceId,
            GateId = scan.GateId,
            Ref = stored,
            Kind = ScanKind.Undo,
            At = now,
            DeviceAt = now,
            UncertaintyMs = 0,
            ReceivedAt = now,
            Method = ScanMethod.Manual,
            Said = Verdict.Welcome,
            Judged = Verdict.Welcome,
            Flags = [],
            Counts = false,
            Supersedes = scan.Nonce,
            Reason = reason,
            Overridden = false,
        });
        AuditLog.Add(
            db, "scan.undone", "door", command.Performance.ToString(), new { scan = scan.Nonce, kind = scan.Kind.ToWord() }, new { reason },
            command.Caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        var (connection, transaction) = Of(db, begun);
        var merged = await ScanMerge.MergeAsync(
            connection, transaction, [new DoorKey(command.Performance, TicketRef.FromStored(stored))],
            await _heads.RulesAsync([command.Performance], cancellationToken), now, cancellationToken);
        DoorFacts.Add(db, new Dictionary<PerformanceId, OrganizationId> { [date.Id] = date.OrganizationId }, merged, now);
        await db.SaveChangesAsync(cancellationToken);
        await begun.CommitAsync(cancellationToken);
        return null;
    }

    private static (NpgsqlConnection Connection, NpgsqlTransaction Transaction) Of(TicketingDbContext db, IDbContextTransaction begun) =>
        ((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)begun.GetDbTransaction());
}
