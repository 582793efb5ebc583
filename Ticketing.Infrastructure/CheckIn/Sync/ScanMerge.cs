using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>What a merge has changed, for facts.</summary>
internal sealed record MergedScans(IReadOnlyList<StoredScan> Entered, IReadOnlyList<StoredScan> Left, IReadOnlyList<StoredScan> Duplicates)
{
    public static MergedScans None { get; } = new([], [], []);
}

/// <summary>
/// Judges the scans of tickets, whatever the order in which they came, and keeps entries, counts and changes in step, in the caller's
/// transaction. An entry's row is locked before its scans are read, so that two devices' batches are merged one after the other; locks are
/// taken in the order of keys, the doors' last.
/// </summary>
internal static class ScanMerge
{
    /// <summary>Merges tickets that have new scans.</summary>
    public static async Task<MergedScans> MergeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<DoorKey> keys,
        IReadOnlyDictionary<PerformanceId, DoorRules> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DoorKey> ordered = [.. keys.Order()];
        if (ordered.Count == 0)
        {
            return MergedScans.None;
        }

        var entries = await StoredScans.LockAsync(connection, transaction, ordered, ordered, cancellationToken);
        var judged = await JudgeAsync(connection, transaction, entries, rules, cancellationToken);
        return await WriteAsync(connection, transaction, judged, [], CheckInChangeKind.Entry, rules, now, cancellationToken);
    }

    /// <summary>Judges the scans of tickets that have changed themselves, and numbers the change of each.</summary>
    /// <param name="changed">Tickets that may admit no more, or again.</param>
    /// <param name="keys">All tickets to number, those among them.</param>
    public static async Task RejudgeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<DoorKey> changed, IReadOnlyCollection<DoorKey> keys,
        IReadOnlyDictionary<PerformanceId, DoorRules> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DoorKey> ordered = [.. changed.Order()];
        Dictionary<DoorKey, StoredEntry> entries = [];
        if (ordered.Count > 0)
        {
            // The entry of a revoked ticket is made, so that a batch which is being merged and has read the ticket before is waited for.
            var tickets = await StoredScans.ReadTicketsAsync(connection, transaction, ordered, cancellationToken);
            List<DoorKey> revoked = [.. ordered.Where(key => tickets.TryGetValue(key, out var ticket) && ticket.State != AdmissionState.Valid)];
            entries = await StoredScans.LockAsync(connection, transaction, revoked, ordered, cancellationToken);
        }

        var judged = await JudgeAsync(connection, transaction, entries, rules, cancellationToken);
        await WriteAsync(connection, transaction, judged, keys, CheckInChangeKind.Ticket, rules, now, cancellationToken);
    }

    private static async Task<List<JudgedTicket>> JudgeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Dictionary<DoorKey, StoredEntry> entries,
        IReadOnlyDictionary<PerformanceId, DoorRules> rules, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        List<DoorKey> keys = [.. entries.Keys];
        var scans = await StoredScans.ReadAsync(connection, transaction, keys, cancellationToken);
        var tickets = await StoredScans.ReadTicketsAsync(connection, transaction, keys, cancellationToken);
        List<JudgedTicket> judged = [];
        foreach (var (key, entry) in entries)
        {
            var (state, revokedAt) = tickets.GetValueOrDefault(key, (AdmissionState.Valid, null));
            var door = rules.GetValueOrDefault(key.Performance);
            List<StoredScan> stored = [.. scans[key]];
            var (after, presence) = ScanJudge.Judge(stored.Select(scan => scan.Scan), new ScannedTicketFacts(
                state, revokedAt, door?.Date.EndsAt ?? DateTimeOffset.MaxValue, gate => door?.PolicyOf(gate) ?? EntryPolicy.Once,
                at => door?.DayStartOf(at) ?? at.ToUniversalTime().Date));
            judged.Add(new JudgedTicket(entry, stored.ToDictionary(scan => scan.Scan.Nonce), after, presence));
        }

        return judged;
    }

    private static async Task<MergedScans> WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<JudgedTicket> tickets, IReadOnlyCollection<DoorKey> others,
        CheckInChangeKind kind, IReadOnlyDictionary<PerformanceId, DoorRules> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = tickets.Where(ticket => ticket.HasChanged).ToList();
        HashSet<DoorKey> keys = [.. others, .. changed.Select(ticket => ticket.Entry.Key)];

        // From here on the doors are locked: the counts that are read are those of all merges before.
        var last = await DoorChanges.WriteAsync(connection, transaction, keys, kind, now, cancellationToken);
        var counts = await DoorCounts.ReadAsync(connection, transaction, [.. last.Keys.Select(id => id.Value)], cancellationToken);
        var flagged = DoorCapacity.Flag(changed, counts, rules);
        await MergeWriter.WriteAsync(connection, transaction, changed, flagged, last, cancellationToken);
        await DoorCounts.AddAsync(connection, transaction, changed, rules, cancellationToken);
        return new MergedScans(
            [.. changed.SelectMany(ticket => ticket.NewlyCounted(ScanKind.Entry))],
            [.. changed.SelectMany(ticket => ticket.NewlyCounted(ScanKind.Exit))],
            [.. changed.SelectMany(ticket => ticket.NewDuplicates())]);
    }
}

/// <summary>A ticket's entry and scans before, and after they were judged.</summary>
/// <param name="Before">By nonce.</param>
internal sealed record JudgedTicket(
    StoredEntry Entry, IReadOnlyDictionary<Guid, StoredScan> Before, IReadOnlyList<JudgedScan> After, TicketPresence Presence)
{
    /// <summary>The scans whose judgement is another one than the stored.</summary>
    public IEnumerable<(StoredScan Before, JudgedScan After)> ChangedScans =>
        from after in After
        let before = Before[after.Scan.Nonce]
        where before.Judged != after.Judged || before.Counts != after.Counts || before.Other != after.Other?.Nonce
            || !FlagsOf(before, after).ToHashSet(StringComparer.Ordinal).SetEquals(before.Flags)
        select (before, after);

    public bool HasEntryChanged => (Presence.State, Presence.Entries, Presence.First?.Nonce, Presence.Last?.Nonce, Presence.EntryGate)
        != (Entry.State, Entry.Entries, Entry.FirstNonce, Entry.LastNonce, Entry.EntryGate);

    public bool HasChanged => HasEntryChanged || ChangedScans.Any();

    /// <summary>The flags of a judgement with those that were noticed at receipt.</summary>
    public static IEnumerable<string> FlagsOf(StoredScan before, JudgedScan after) =>
        after.Flags.Select(flag => flag.ToWord()).Concat(before.LastingFlags).Distinct(StringComparer.Ordinal);

    public IEnumerable<StoredScan> NewlyCounted(ScanKind kind) =>
        ChangedScans.Where(scan => scan.After.Counts && !scan.Before.Counts && scan.After.Scan.Kind == kind).Select(scan => scan.Before);

    public IEnumerable<StoredScan> NewDuplicates() => ChangedScans
        .Where(scan => scan.After.Judged == Verdict.Duplicate && scan.Before.Judged != Verdict.Duplicate).Select(scan => scan.Before);
}
