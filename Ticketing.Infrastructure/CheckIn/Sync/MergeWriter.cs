using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>Writes judged tickets.</summary>
internal static class MergeWriter
{
    private static readonly BatchTable<JudgedRow> Judged = new BatchTable<JudgedRow>("judged")
        .Column("nonce", row => row.After.Scan.Nonce)
        .Column("judged", row => row.After.Judged.ToWord())
        .Column("flags", row => string.Join(' ', row.Flags))
        .Column("counts", row => row.After.Counts)
        .Column("other_nonce", row => row.After.Other?.Nonce)
        .Column("verdict_seq", row => row.Seq);

    private static readonly BatchTable<JudgedTicket> Entries = new BatchTable<JudgedTicket>("entries")
        .Column("performance_id", ticket => ticket.Entry.Key.Performance)
        .Column("ref", ticket => ticket.Entry.Key.Ref.Stored)
        .Column("state", ticket => ticket.Presence.State.ToWord())
        .Column("entries", ticket => ticket.Presence.Entries)
        .Column("first_nonce", ticket => ticket.Presence.First?.Nonce)
        .Column("first_at", ticket => ticket.Presence.First?.At)
        .Column("first_gate_id", ticket => ticket.Presence.First?.Gate)
        .Column("last_nonce", ticket => ticket.Presence.Last?.Nonce)
        .Column("last_at", ticket => ticket.Presence.Last?.At)
        .Column("last_gate_id", ticket => ticket.Presence.Last?.Gate)
        .Column("entry_gate_id", ticket => ticket.Presence.EntryGate);

    private static readonly SqlScript WriteJudgements = SqlScript.Load("checkin-write-judgements.sql", Judged);
    private static readonly SqlScript WriteEntries = SqlScript.Load("checkin-write-entries.sql", Entries);

    /// <param name="overCapacity">Nonces of entries that were one too many.</param>
    /// <param name="last">The number of each door's last change: devices that have not got that far are told the judgement.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<JudgedTicket> changed, HashSet<Guid> overCapacity,
        IReadOnlyDictionary<PerformanceId, long> last, CancellationToken cancellationToken)
    {
        var rows = changed.SelectMany(ticket => ticket.ChangedScans.Select(scan => RowOf(
                scan.Before, scan.After, FlagsOf(scan.Before, scan.After, overCapacity), last, ticket.Entry.Key.Performance)))
            .OrderBy(row => row.After.Scan.Nonce).ToList();
        if (rows.Count > 0)
        {
            await using var command = WriteJudgements.On(connection, transaction).With(Judged, rows).Prepare();
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var entries = changed.Where(ticket => ticket.HasEntryChanged).ToList();
        if (entries.Count > 0)
        {
            await using var command = WriteEntries.On(connection, transaction).With(Entries, entries).Prepare();
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static List<string> FlagsOf(StoredScan before, JudgedScan after, HashSet<Guid> overCapacity)
    {
        var flags = JudgedTicket.FlagsOf(before, after);
        return [.. overCapacity.Contains(after.Scan.Nonce) ? flags.Append(ScanRemark.OverCapacity.ToWord()).Distinct(StringComparer.Ordinal) : flags];
    }

    // Scans of which nothing but their counting has changed are no news for their device.
    private static JudgedRow RowOf(
        StoredScan before, JudgedScan after, List<string> flags, IReadOnlyDictionary<PerformanceId, long> last, PerformanceId performance) => new(
        after, flags,
        last.TryGetValue(performance, out var seq) && (before.Judged != after.Judged || before.Other != after.Other?.Nonce
            || !flags.ToHashSet(StringComparer.Ordinal).SetEquals(before.Flags)) ? seq : before.VerdictSeq);

    private sealed record JudgedRow(JudgedScan After, List<string> Flags, long? Seq);
}
