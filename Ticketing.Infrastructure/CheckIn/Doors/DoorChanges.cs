using System.Data;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>A ticket of a door.</summary>
internal readonly record struct DoorKey(PerformanceId Performance, TicketRef Ref) : IComparable<DoorKey>
{
    // As PostgreSQL sorts: the order in which rows are locked.
    public int CompareTo(DoorKey other)
    {
        Span<byte> mine = stackalloc byte[16], theirs = stackalloc byte[16];
        Performance.Value.TryWriteBytes(mine, bigEndian: true, out _);
        other.Performance.Value.TryWriteBytes(theirs, bigEndian: true, out _);
        var byPerformance = mine.SequenceCompareTo(theirs);
        return byPerformance != 0 ? byPerformance : Ref.Stored.CompareTo(other.Ref.Stored);
    }
}

/// <summary>
/// Numbers the changes of doors, in the transaction of what changes tickets or entries. The door's row stays locked until the commit, so that
/// a number becomes visible after all lower ones, and a reader of changes misses none. Lock order: entries by key, then doors by id.
/// </summary>
internal static class DoorChanges
{
    private static readonly BatchTable<(Guid Performance, int Count)> Doors = new BatchTable<(Guid Performance, int Count)>("doors")
        .Column("performance_id", row => row.Performance)
        .Column("count", row => row.Count);

    private static readonly BatchTable<(DoorKey Key, long Seq)> Changes = new BatchTable<(DoorKey Key, long Seq)>("changes")
        .Column("performance_id", row => row.Key.Performance)
        .Column("seq", row => row.Seq)
        .Column("ref", row => row.Key.Ref.Stored);

    private static readonly SqlScript Take = SqlScript.Of(
        """
        WITH locked AS MATERIALIZED (
          SELECT c.performance_id, d.count
          FROM {{doors}} AS d
          JOIN checkin_doors c ON c.performance_id = d.performance_id
          ORDER BY c.performance_id
          FOR UPDATE OF c
        )
        UPDATE checkin_doors c
        SET seq = c.seq + l.count
        FROM locked l
        WHERE c.performance_id = l.performance_id
        RETURNING c.performance_id, c.seq
        """,
        Doors);

    private static readonly SqlScript Insert = SqlScript.Of(
        """
        INSERT INTO checkin_changes (performance_id, seq, ref, kind, at)
        SELECT performance_id, seq, ref, @kind, @now
        FROM {{changes}} AS c
        """,
        Changes);

    /// <summary>Takes numbers for changes and writes them. The doors' rows are locked from here on.</summary>
    /// <param name="keys">Distinct; those of doors that are not open are left out.</param>
    /// <returns>The number of each door's last change.</returns>
    public static async Task<Dictionary<PerformanceId, long>> WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<DoorKey> keys, CheckInChangeKind kind, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var byDoor = keys.GroupBy(key => key.Performance).ToDictionary(group => group.Key, group => group.Order().ToList());
        Dictionary<PerformanceId, long> last = [];
        if (byDoor.Count == 0)
        {
            return last;
        }

        await using (var command = Take.On(connection, transaction)
            .With(Doors, [.. byDoor.Select(door => (door.Key.Value, door.Value.Count))]).Prepare())
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                last[new PerformanceId(reader.GetGuid("performance_id"))] = reader.GetInt64("seq");
            }
        }

        var changes = byDoor.Where(door => last.ContainsKey(door.Key))
            .SelectMany(door => door.Value.Select((key, number) => (key, last[door.Key] - door.Value.Count + number + 1))).ToList();
        await using var insert = Insert.On(connection, transaction).With("kind", kind.ToWord()).With("now", now).With(Changes, changes).Prepare();
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return last;
    }
}
