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

/// <summary>Lets an order in from the desk: its entries are scans like those of devices, so that devices and counts follow.</summary>
public sealed class AdmitOrderHandler
{
    // The tickets that admit. The door may not know them yet: they have just been sold.
    private static readonly SqlScript Tickets = SqlScript.Of(
        "SELECT ticket_id FROM admission_tickets WHERE order_id = @order AND performance_id = @performance AND state = 'valid'");

    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly DoorHeads _heads;
    private readonly CommandCounter _limits;
    private readonly TimeProvider _time;

    internal AdmitOrderHandler(IDbContextFactory<TicketingDbContext> contexts, DoorHeads heads, CommandCounter limits, TimeProvider time) =>
        (_contexts, _heads, _limits, _time) = (contexts, heads, limits, time);

    /// <summary>Who is inside already stays so: a repeat lets in nobody.</summary>
    /// <returns>How many were let in.</returns>
    public async Task<Outcome<int, DoorRefusal>> HandleAsync(AdmitOrder command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FindDateToAdmitAsync(command.Performance, command.Caller, cancellationToken) is not { } date
            || await _heads.FindAsync(command.Performance, cancellationToken) is not { } head || head.Rules.Find(command.Gate) is null)
        {
            return DoorRefusal.NotFound;
        }

        if (!await _limits.TryCountAsync(CommandLimits.DoorChanges, command.Caller))
        {
            return DoorRefusal.TooOften;
        }

        await using var begun = await db.Database.BeginTransactionAsync(cancellationToken);
        var (connection, transaction) = ((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)begun.GetDbTransaction());
        List<DoorKey> keys = [.. (await TicketsAsync(connection, transaction, command, cancellationToken))
            .Select(ticket => new DoorKey(command.Performance, TicketRef.Of(ticket))).Order()];
        if (keys.Count == 0)
        {
            return DoorRefusal.NotFound;
        }

        var entries = await StoredScans.LockAsync(connection, transaction, keys, keys, cancellationToken);
        var entering = keys.FindAll(key => entries[key].State != EntryState.Inside);
        var now = _time.GetDatabaseNow();
        db.AddRange(entering.Select(key => EntryOf(key, command.Gate, now)));
        if (entering.Count > 0)
        {
            AuditLog.Add(
                db, "order.admitted", "order", command.Order.ToString(), null, new { gate = command.Gate.Value, tickets = entering.Count },
                command.Caller.Actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        var merged = await ScanMerge.MergeAsync(
            connection, transaction, entering, new Dictionary<PerformanceId, DoorRules> { [command.Performance] = head.Rules }, now, cancellationToken);
        DoorFacts.Add(db, new Dictionary<PerformanceId, OrganizationId> { [date.Id] = date.OrganizationId }, merged, now);
        await db.SaveChangesAsync(cancellationToken);
        await begun.CommitAsync(cancellationToken);
        return merged.Entered.Count;
    }

    private static Scan EntryOf(DoorKey key, GateId gate, DateTimeOffset now) => new()
    {
        Nonce = Guid.CreateVersion7(now),
        Seq = 0,
        DeviceId = DeviceId.Desk,
        PerformanceId = key.Performance,
        GateId = gate,
        Ref = key.Ref.Stored,
        Kind = ScanKind.Entry,
        At = now,
        DeviceAt = now,
        UncertaintyMs = 0,
        ReceivedAt = now,
        Method = ScanMethod.Manual,
        Said = Verdict.Welcome,
        Judged = Verdict.Welcome,
        Flags = [],
        Counts = false,
        Overridden = false,
    };

    private static async Task<List<TicketId>> TicketsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AdmitOrder command, CancellationToken cancellationToken)
    {
        await using var read = Tickets.On(connection, transaction).With("order", command.Order.Value).With("performance", command.Performance.Value);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        List<TicketId> tickets = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tickets.Add(new TicketId(reader.GetGuid(0)));
        }

        return tickets;
    }
}
