using System.Data;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>A scan as it is stored, with its judgement so far.</summary>
internal sealed record StoredScan(
    DoorKey Key, TicketScan Scan, Verdict Judged, IReadOnlyList<string> Flags, bool Counts, Guid? Other, long? VerdictSeq)
{
    // What was noticed at receipt stays.
    private static readonly string[] Lasting = [ScanRemark.Clock.ToWord(), ScanRemark.OverCapacity.ToWord()];

    public IEnumerable<string> LastingFlags => Flags.Where(flag => Lasting.Contains(flag));
}

/// <summary>Where a ticket's holder is, as stored.</summary>
internal sealed record StoredEntry(
    DoorKey Key, EntryState State, int Entries, Guid? FirstNonce, Guid? LastNonce, DateTimeOffset? LastAt, GateId? EntryGate);

/// <summary>Reads and locks what is needed to judge tickets.</summary>
internal static class StoredScans
{
    public static readonly BatchTable<DoorKey> Keys = new BatchTable<DoorKey>("keys")
        .Column("performance_id", key => key.Performance)
        .Column("ref", key => key.Ref.Stored);

    private static readonly SqlScript Insert = SqlScript.Of(
        """
        INSERT INTO ticket_entries (performance_id, ref, state, entries)
        SELECT performance_id, ref, 'never', 0
        FROM {{keys}} AS k
        ORDER BY performance_id, ref
        ON CONFLICT (performance_id, ref) DO NOTHING
        """, Keys);

    private static readonly SqlScript Lock = SqlScript.Load("checkin-lock-entries.sql", Keys);
    private static readonly SqlScript Read = SqlScript.Load("checkin-read-scans.sql", Keys);

    private static readonly SqlScript Tickets = SqlScript.Of(
        """
        SELECT d.performance_id, d.ref, CASE WHEN d.blocked_at IS NOT NULL AND d.state = 'valid' THEN 'blocked' ELSE d.state END AS state,
          coalesce(CASE WHEN d.state = 'valid' THEN d.blocked_at END, d.revoked_at) AS revoked_at
        FROM {{keys}} AS k
        JOIN door_tickets d ON d.performance_id = k.performance_id AND d.ref = k.ref
        """, Keys);

    /// <summary>Locks the entries of tickets in the order of their keys, and makes those that are missing.</summary>
    /// <param name="missing">The tickets whose entries are made; others are locked where they exist.</param>
    public static async Task<Dictionary<DoorKey, StoredEntry>> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DoorKey> missing, IReadOnlyList<DoorKey> keys,
        CancellationToken cancellationToken)
    {
        if (missing.Count > 0)
        {
            await using var insert = Insert.On(connection, transaction).With(Keys, missing).Prepare();
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = Lock.On(connection, transaction).With(Keys, keys).Prepare();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<DoorKey, StoredEntry> entries = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(KeyOf(reader), EntryOf(reader));
        }

        return entries;
    }

    public static async Task<ILookup<DoorKey, StoredScan>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DoorKey> keys, CancellationToken cancellationToken)
    {
        await using var command = Read.On(connection, transaction).With(Keys, keys).Prepare();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<StoredScan> scans = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            scans.Add(ScanOf(reader));
        }

        return scans.ToLookup(scan => scan.Key);
    }

    /// <summary>Whether tickets admit, and since when not; those that the door does not know are left out.</summary>
    public static async Task<Dictionary<DoorKey, (AdmissionState State, DateTimeOffset? RevokedAt)>> ReadTicketsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DoorKey> keys, CancellationToken cancellationToken)
    {
        await using var command = Tickets.On(connection, transaction).With(Keys, keys).Prepare();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<DoorKey, (AdmissionState State, DateTimeOffset? RevokedAt)> tickets = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tickets.Add(KeyOf(reader), TicketOf(reader));
        }

        return tickets;
    }

    private static StoredEntry EntryOf(NpgsqlDataReader reader) => new(
        KeyOf(reader), EnumWords.FromWord<EntryState>(reader.GetString("state")), reader.GetInt32("entries"), GuidOrNull(reader, "first_nonce"),
        GuidOrNull(reader, "last_nonce"), reader.IsDBNull("last_at") ? null : reader.GetFieldValue<DateTimeOffset>("last_at"),
        GateOrNull(reader, "entry_gate_id"));

    private static StoredScan ScanOf(NpgsqlDataReader reader)
    {
        var at = reader.GetFieldValue<DateTimeOffset>("at");
        var received = reader.GetFieldValue<DateTimeOffset>("received_at");
        return new StoredScan(
            KeyOf(reader),
            new TicketScan(
                reader.GetGuid("nonce"), reader.GetInt64("received"), GateOrNull(reader, "gate_id"), new DeviceId(reader.GetGuid("device_id")),
                EnumWords.FromWord<ScanKind>(reader.GetString("kind")), at < received ? at : received,
                TimeSpan.FromMilliseconds(reader.GetInt32("uncertainty_ms")), EnumWords.FromWord<Verdict>(reader.GetString("said")),
                reader.GetBoolean("overridden"), GuidOrNull(reader, "supersedes")),
            EnumWords.FromWord<Verdict>(reader.GetString("judged")), reader.GetFieldValue<string[]>("flags"), reader.GetBoolean("counts"),
            GuidOrNull(reader, "other_nonce"), reader.IsDBNull("verdict_seq") ? null : reader.GetInt64("verdict_seq"));
    }

    private static (AdmissionState State, DateTimeOffset? RevokedAt) TicketOf(NpgsqlDataReader reader)
    {
        var state = EnumWords.TryFromWord<AdmissionState>(reader.GetString("state"), out var known) ? known : AdmissionState.Unknown;
        return (state, state == AdmissionState.Valid || reader.IsDBNull("revoked_at") ? null : reader.GetFieldValue<DateTimeOffset>("revoked_at"));
    }

    private static DoorKey KeyOf(NpgsqlDataReader reader) =>
        new(new PerformanceId(reader.GetGuid("performance_id")), TicketRef.FromStored(reader.GetInt64("ref")));

    private static Guid? GuidOrNull(NpgsqlDataReader reader, string column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    private static GateId? GateOrNull(NpgsqlDataReader reader, string column) =>
        reader.IsDBNull(column) ? null : new GateId(reader.GetGuid(column));
}
