using System.Data;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>Counts of a gate on a day.</summary>
internal sealed record DoorCount(PerformanceId Performance, GateId Gate, DateOnly Day, int Entered, int Left, int Inside);

/// <summary>
/// Who entered, left and is inside, by gate and day of the venue. Rows are added to with what a merge has changed about scans and entries,
/// never counted anew: while the door is locked.
/// </summary>
internal static class DoorCounts
{
    private static readonly BatchTable<DoorCount> Counts = new BatchTable<DoorCount>("counts")
        .Column("performance_id", count => count.Performance)
        .Column("gate_id", count => count.Gate)
        .Column("day", count => count.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture))
        .Column("entered", count => count.Entered)
        .Column("exits", count => count.Left)
        .Column("inside", count => count.Inside);

    private static readonly SqlScript Add = SqlScript.Of(
        """
        INSERT INTO checkin_counts AS c (performance_id, gate_id, day, entered, exits, inside)
        SELECT performance_id, gate_id, day::date, entered, exits, inside
        FROM {{counts}} AS n
        ORDER BY 1, 2, 3
        ON CONFLICT (performance_id, gate_id, day) DO UPDATE
        SET entered = c.entered + excluded.entered, exits = c.exits + excluded.exits, inside = c.inside + excluded.inside
        """, Counts);

    private static readonly SqlScript Read = SqlScript.Of(
        """
        SELECT performance_id, gate_id, day, entered, exits, inside
        FROM checkin_counts
        WHERE performance_id = ANY (@performances)
        """);

    public static async Task<List<DoorCount>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid[] performances, CancellationToken cancellationToken)
    {
        await using var command = Read.On(connection, transaction).With("performances", performances);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<DoorCount> counts = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new DoorCount(
                new PerformanceId(reader.GetGuid("performance_id")), new GateId(reader.GetGuid("gate_id")),
                await reader.GetFieldValueAsync<DateOnly>("day", cancellationToken), reader.GetInt32("entered"), reader.GetInt32("exits"),
                reader.GetInt32("inside")));
        }

        return counts;
    }

    /// <summary>Adds the differences that judged tickets make.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<JudgedTicket> changed, IReadOnlyDictionary<PerformanceId, DoorRules> rules,
        CancellationToken cancellationToken)
    {
        var differences = changed.SelectMany(ticket => DifferencesOf(ticket, rules.GetValueOrDefault(ticket.Entry.Key.Performance)))
            .GroupBy(count => (count.Performance, count.Gate, count.Day))
            .Select(group => new DoorCount(
                group.Key.Performance, group.Key.Gate, group.Key.Day, group.Sum(count => count.Entered), group.Sum(count => count.Left),
                group.Sum(count => count.Inside)))
            .Where(count => (count.Entered, count.Left, count.Inside) != (0, 0, 0)).ToList();
        if (differences.Count > 0)
        {
            await using var command = Add.On(connection, transaction).With(Counts, differences).Prepare();
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static IEnumerable<DoorCount> DifferencesOf(JudgedTicket ticket, DoorRules? rules)
    {
        var performance = ticket.Entry.Key.Performance;
        foreach (var (before, after) in ticket.ChangedScans.Where(scan => scan.Before.Counts != scan.After.Counts && scan.After.Scan.Gate is not null))
        {
            var (difference, scan) = (after.Counts ? 1 : -1, after.Scan);
            yield return new DoorCount(
                performance, scan.Gate!.Value, DayOf(scan.At, rules), scan.Kind == ScanKind.Entry ? difference : 0,
                scan.Kind == ScanKind.Exit ? difference : 0, 0);
        }

        if (ticket.Presence.EntryGate != ticket.Entry.EntryGate)
        {
            // On any day: people inside are the sum over the days.
            var day = DayOf(ticket.Presence.Last?.At ?? ticket.Entry.LastAt ?? DateTimeOffset.UnixEpoch, rules);
            if (ticket.Entry.EntryGate is { } former)
            {
                yield return new DoorCount(performance, former, day, 0, 0, -1);
            }

            if (ticket.Presence.EntryGate is { } gate)
            {
                yield return new DoorCount(performance, gate, day, 0, 0, 1);
            }
        }
    }

    private static DateOnly DayOf(DateTimeOffset at, DoorRules? rules) => rules?.DayOf(at) ?? DateOnly.FromDateTime(at.UtcDateTime);
}

/// <summary>Finds entries for which there was no room: gates that are offline let in more than there is room for together.</summary>
internal static class DoorCapacity
{
    /// <param name="counts">Before the merge.</param>
    /// <returns>The nonces of the entries that were one too many, by their time.</returns>
    public static HashSet<Guid> Flag(
        List<JudgedTicket> changed, IReadOnlyList<DoorCount> counts, IReadOnlyDictionary<PerformanceId, DoorRules> rules)
    {
        HashSet<Guid> flagged = [];
        foreach (var door in changed.GroupBy(ticket => ticket.Entry.Key.Performance))
        {
            if (!rules.TryGetValue(door.Key, out var rule) || (rule.Capacity is null && rule.Gates.All(gate => gate.Capacity is null)))
            {
                continue;
            }

            var inside = counts.Where(count => count.Performance == door.Key).GroupBy(count => count.Gate)
                .ToDictionary(gate => gate.Key, gate => gate.Sum(count => count.Inside));
            FlagDoor(door, inside, rule, flagged);
        }

        return flagged;
    }

    private static void FlagDoor(IEnumerable<JudgedTicket> tickets, Dictionary<GateId, int> inside, DoorRules rule, HashSet<Guid> flagged)
    {
        var house = inside.Values.Sum();
        List<JudgedTicket> entering = [];
        foreach (var ticket in tickets)
        {
            // First who leaves, then who comes: a gate's room is not exceeded by who had left when another came.
            if (ticket.Entry.EntryGate is { } former)
            {
                inside[former] = inside.GetValueOrDefault(former) - 1;
                house--;
            }

            if (ticket.Presence.EntryGate is not null)
            {
                entering.Add(ticket);
            }
        }

        foreach (var ticket in entering.OrderBy(ticket => ticket.Presence.Last!.At))
        {
            var gate = ticket.Presence.EntryGate!.Value;
            inside[gate] = inside.GetValueOrDefault(gate) + 1;
            house++;
            if (!ticket.Presence.Last!.IsOverridden && (inside[gate] > rule.Find(gate)?.Capacity || house > rule.Capacity)
                && ticket.NewlyCounted(ScanKind.Entry).Any())
            {
                flagged.Add(ticket.Presence.Last.Nonce);
            }
        }
    }
}
