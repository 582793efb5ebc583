using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>
/// Stores the scans of devices and merges them, in one transaction for all that wait. The nonce decides whether a scan is new: one that is sent
/// again after the commit changes nothing.
/// </summary>
public sealed class ScanIntake(IDbContextFactory<TicketingDbContext> contexts, DoorHeads heads, TimeProvider time)
{
    // An undo of somebody who may not take back whatever there is.
    private static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(5);

    private static readonly BatchTable<NewScan> Sent = new BatchTable<NewScan>("sent")
        .Column("nonce", row => row.Scan.Nonce)
        .Column("seq", row => row.Scan.Seq)
        .Column("device_id", row => row.Device)
        .Column("performance_id", row => row.Scan.Performance)
        .Column("gate_id", row => row.Scan.Gate)
        .Column("ref", row => row.Scan.Ticket?.Stored)
        .Column("ticket_id", row => row.Scan.Unlisted)
        .Column("kind", row => row.Scan.Kind.ToWord())
        .Column("at", row => row.Scan.At)
        .Column("device_at", row => row.Scan.Clock)
        .Column("uncertainty_ms", row => row.Scan.UncertaintyMs)
        .Column("method", row => row.Scan.Method.ToWord())
        .Column("said", row => row.Scan.Said.ToWord())
        .Column("flags", row => row.IsClockWrong ? ScanRemark.Clock.ToWord() : "")
        .Column("supersedes", row => row.Scan.Supersedes)
        .Column("reason", row => row.Scan.Reason)
        .Column("overridden", row => row.IsOverridden);

    private static readonly BatchTable<(DeviceId Device, UnreadScan Scan)> Odd = new BatchTable<(DeviceId Device, UnreadScan Scan)>("odd")
        .Column("id", row => IdOf(row.Scan))
        .Column("device_id", row => row.Device)
        .Column("nonce", row => row.Scan.Nonce)
        .Column("raw", row => row.Scan.Raw.Replace("\0", "", StringComparison.Ordinal))
        .Column("reason", row => row.Scan.Reason);

    private static readonly SqlScript Insert = SqlScript.Load("checkin-insert-scans.sql", Sent);

    private static readonly SqlScript Owners = SqlScript.Of(
        """
        SELECT id, organization_id FROM performances WHERE id = ANY (@performances)
        UNION ALL
        SELECT id, organization_id FROM gates WHERE id = ANY (@gates)
        """);

    private static readonly SqlScript InsertOdd = SqlScript.Of(
        """
        INSERT INTO odd_scans (id, device_id, nonce, raw, reason, received_at)
        SELECT id, device_id, nonce, raw, reason, @now
        FROM {{odd}} AS o
        ORDER BY id
        ON CONFLICT (id) DO NOTHING
        """, Odd);

    /// <returns>For each command the nonces that are stored, and what is kept as odd.</returns>
    public async Task<TakenScans[]> StoreAsync(IReadOnlyList<SyncDevice> commands, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var begun = await db.Database.BeginTransactionAsync(cancellationToken);
        var (connection, transaction) = ((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)begun.GetDbTransaction());
        var sorted = await SortAsync(db, connection, transaction, commands, cancellationToken);
        var now = time.GetDatabaseNow();
        var odd = commands.Zip(sorted).SelectMany(pair => pair.Second.Odd.Select(scan => (pair.First.Device.Id, scan))).ToList();
        if (odd.Count > 0)
        {
            await using var insert = InsertOdd.On(connection, transaction).With("now", now).With(Odd, odd);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        List<NewScan> rows = [.. sorted.SelectMany(each => each.Rows)];
        var fresh = await InsertAsync(connection, transaction, rows, now, cancellationToken);
        var keys = rows.Where(row => fresh.Contains(row.Scan.Nonce) && row.Scan is { Ticket: not null, Kind: not ScanKind.Denied })
            .Select(row => new DoorKey(row.Scan.Performance, row.Scan.Ticket!.Value)).ToHashSet();
        var rules = await heads.RulesAsync(keys.Select(key => key.Performance), cancellationToken);
        var merged = await ScanMerge.MergeAsync(connection, transaction, keys, rules, now, cancellationToken);
        var organizations = rows.GroupBy(row => row.Scan.Performance).ToDictionary(group => group.Key, group => group.First().Organization);
        DoorFacts.Add(db, organizations, merged, now);
        await db.SaveChangesAsync(cancellationToken);
        await begun.CommitAsync(cancellationToken);
        return [.. sorted.Select(each => new TakenScans([.. each.Rows.Select(row => row.Scan.Nonce)], each.Odd))];
    }

    private static async Task<List<(List<NewScan> Rows, List<UnreadScan> Odd)>> SortAsync(
        TicketingDbContext db, NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<SyncDevice> commands,
        CancellationToken cancellationToken)
    {
        List<SentScan> all = [.. commands.SelectMany(command => command.Scans)];
        var owners = await OwnersAsync(connection, transaction, all, cancellationToken);
        var undone = await UndoneAsync(db, all, cancellationToken);
        return [.. commands.Select(command => Sort(command, owners, undone))];
    }

    // A scan of another organization's performance or gate, and an undo that the device may not do, are odd.
    private static (List<NewScan> Rows, List<UnreadScan> Odd) Sort(
        SyncDevice command, Dictionary<Guid, OrganizationId> owners, Dictionary<Guid, Target> undone)
    {
        var device = command.Device;
        var scans = command.Scans.DistinctBy(scan => scan.Nonce).ToList();
        List<NewScan> rows = [];
        List<UnreadScan> odd = [.. command.Odd];
        foreach (var scan in scans)
        {
            var target = scan.Supersedes is { } nonce ? undone.GetValueOrDefault(nonce) ?? Target.Of(scans.Find(other => other.Nonce == nonce)) : null;
            var reason = !IsOwn(scan.Performance.Value) ? "performance"
                : scan.Gate is { } gate && !IsOwn(gate.Value) ? "gate"
                : scan.Kind == ScanKind.Undo && RefuseUndo(scan, target, device) is { } refused ? refused
                : null;
            if (reason is not null)
            {
                odd.Add(new UnreadScan(scan.Nonce, JsonSerializer.Serialize(scan, JsonSerializerOptions.Web), reason));
                continue;
            }

            rows.Add(new NewScan(
                device.Id, device.Organization, target is null ? scan : scan with { Ticket = target.Ticket, Performance = target.Performance },
                IsClockWrong: (scan.At - scan.Clock).Duration() > CheckInTimes.ClockTolerance,
                IsOverridden: scan is { Kind: not ScanKind.Undo, Reason: not null } && device.Can(DeviceCapability.Override)));
        }

        return (rows, odd);

        bool IsOwn(Guid id) => owners.TryGetValue(id, out var organization) && organization == device.Organization;
    }

    private static string? RefuseUndo(SentScan undo, Target? target, KnownDevice device) =>
        target?.Ticket is null ? "supersedes"
        : device.Can(DeviceCapability.Undo) || ((target.Device is null || target.Device == device.Id.Value) && undo.At - target.At <= UndoTime) ? null
        : "undo";

    // The organizations of what is scanned.
    private static async Task<Dictionary<Guid, OrganizationId>> OwnersAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<SentScan> scans, CancellationToken cancellationToken)
    {
        await using var command = Owners.On(connection, transaction)
            .With("performances", scans.Select(scan => scan.Performance.Value).Distinct().ToArray())
            .With("gates", scans.Where(scan => scan.Gate is not null).Select(scan => scan.Gate!.Value.Value).Distinct().ToArray()).Prepare();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, OrganizationId> owners = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            owners.Add(reader.GetGuid("id"), new OrganizationId(reader.GetGuid("organization_id")));
        }

        return owners;
    }

    private static async Task<Dictionary<Guid, Target>> UndoneAsync(TicketingDbContext db, List<SentScan> scans, CancellationToken cancellationToken)
    {
        var asked = scans.Where(scan => scan.Supersedes is not null).Select(scan => scan.Supersedes!.Value).Distinct().ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var found = await db.Set<Scan>().AsNoTracking().Where(scan => asked.Contains(scan.Nonce))
            .Select(scan => new { scan.Nonce, scan.Ref, scan.PerformanceId, scan.DeviceId, scan.At }).ToListAsync(cancellationToken);
        return found.ToDictionary(
            scan => scan.Nonce,
            scan => new Target(scan.Ref is { } stored ? TicketRef.FromStored(stored) : null, scan.PerformanceId, scan.DeviceId.Value, scan.At));
    }

    private static async Task<HashSet<Guid>> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<NewScan> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await using var insert = Insert.On(connection, transaction).With("now", now).With(Sent, rows).Prepare();
        await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
        HashSet<Guid> fresh = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            fresh.Add(reader.GetGuid("nonce"));
        }

        return fresh;
    }

    // The same for the same text: a repeat is one row.
    private static Guid IdOf(UnreadScan scan) => new(SHA256.HashData(Encoding.UTF8.GetBytes(scan.Nonce + "|" + scan.Raw)).AsSpan(0, 16), bigEndian: true);

    private sealed record NewScan(DeviceId Device, OrganizationId Organization, SentScan Scan, bool IsClockWrong, bool IsOverridden);

    /// <summary>The scan that an undo takes back. Device null: one of the same batch.</summary>
    private sealed record Target(TicketRef? Ticket, PerformanceId Performance, Guid? Device, DateTimeOffset At)
    {
        public static Target? Of(SentScan? scan) => scan is null ? null : new Target(scan.Ticket, scan.Performance, null, scan.At);
    }
}

/// <summary>What became of a device's scans.</summary>
/// <param name="Nonces">Those that are stored.</param>
public sealed record TakenScans(IReadOnlyList<Guid> Nonces, IReadOnlyList<UnreadScan> Odd)
{
    public static TakenScans None { get; } = new([], []);
}
