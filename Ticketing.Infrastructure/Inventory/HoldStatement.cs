using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Platform;
using static Ticketing.Infrastructure.Platform.BatchArrays;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Runs <c>hold.sql</c> for works that have no seat and no owner in common. One statement, one transaction.</summary>
internal sealed class HoldStatement(HotPathDatabase database)
{
    private readonly SqlScript _script = SqlScript.Load("hold.sql");

    /// <returns>An outcome for each work, in their order.</returns>
    public HoldOutcome[] Run(IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var command = _script.On(connection);
        AddRequests(command.Add(now), works, now);
        AddSeats(command, works);
        AddKeys(command, works);

        // Stays prepared with the pooled connection: planning takes longer than running.
        command.Prepare();

        return ReadOutcomes(command, works);
    }

    private static HoldOutcome[] ReadOutcomes(NpgsqlCommand command, IReadOnlyList<HoldWork> works)
    {
        using var reader = command.ExecuteReader();
        var outcomes = new HoldOutcome[works.Count];
        var count = 0;
        while (reader.Read())
        {
            var no = reader.GetInt32(0);
            Invariant.Holds(no == count);
            outcomes[no] = Read(reader, works[no]);
            count++;
        }

        Invariant.Holds(count == works.Count);
        return outcomes;
    }

    private static void AddRequests(NpgsqlCommand command, IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        var areas = AreasOf(works);
        var groups = new int[works.Count];
        var before = new int[works.Count];
        var counted = new int[areas.Count];
        for (var i = 0; i < works.Count; i++)
        {
            if (works[i].Places is { } places)
            {
                var group = areas[(works[i].Performance, places.First)];
                groups[i] = group;
                before[i] = counted[group - 1];
                counted[group - 1] += places.Quantity;
            }
        }

        command.Add([.. Enumerable.Range(0, works.Count)])
            .Add(Each(works, work => work.NewId.Value))
            .Add(Each(works, work => work.Performance.Value))
            .Add(Each(works, work => work.Owner.Hash.ToArray()))
            .Add(Each(works, work => work.User?.Value))
            .Add(Each(works, TargetOf))
            .Add(Each(works, work => (now + work.Life).UtcDateTime))
            .Add(Each(works, work => (now + work.LifeMax).UtcDateTime))
            .Add(Each(works, work => work.SeatsMax))
            .Add(groups)
            .Add(Each(works, work => work.Places?.Quantity ?? 0))
            .Add(before)
            .Add(Each(works, work => work.Places?.Tier ?? 0))
            .Add(Each(works, work => work.Places?.Price ?? 0))
            .Add(Each(works, work => work.Places?.Fee ?? 0));
    }

    private static void AddSeats(NpgsqlCommand command, IReadOnlyList<HoldWork> works)
    {
        var adds = works.SelectMany((work, no) => work.Add.Select(seat => (No: no, Seat: seat))).ToArray();
        var removes = works.SelectMany((work, no) => work.Remove.Select(seat => (No: no, Seat: seat))).ToArray();
        var areas = AreasOf(works).OrderBy(area => area.Value).Select(area => area.Key).ToArray();
        var inAreas = areas.Select(area => works.Where(work => work.Performance == area.Performance && work.Places?.First == area.First).ToList()).ToArray();
        command
            .Add(Each(adds, add => add.No))
            .Add(Each(adds, add => add.Seat.Index))
            .Add(Each(adds, add => add.Seat.Tier))
            .Add(Each(adds, add => add.Seat.Price))
            .Add(Each(adds, add => add.Seat.Fee))
            .Add(Each(removes, remove => remove.No))
            .Add(Each(removes, remove => remove.Seat))
            .Add([.. Enumerable.Range(1, areas.Length)])
            .Add(Each(areas, area => area.Performance.Value))
            .Add(Each(areas, area => area.First))
            .Add(Each(inAreas, group => group[0].Places!.Count))
            .Add(Each(inAreas, group => group.Sum(work => work.Places!.Quantity)));
    }

    private static void AddKeys(NpgsqlCommand command, IReadOnlyList<HoldWork> works)
    {
        var keyed = works.Select((work, no) => (No: no, work.Request)).Where(it => it.Request is not null).ToArray();
        command.Add(Each(keyed, it => it.No)).Add(Each(keyed, it => it.Request!.Id)).Add(Each(keyed, it => it.Request!.Hash));
    }

    // Named seats are never taken twice. Places would be: after a lost answer only a hold with the new id proves that there was none.
    private static Guid? TargetOf(HoldWork work) =>
        work.MayBeDone && work.Places is not null ? work.NewId.Value : work.Target?.Value;

    private static Dictionary<(PerformanceId Performance, int First), int> AreasOf(IReadOnlyList<HoldWork> works)
    {
        var areas = new Dictionary<(PerformanceId, int), int>();
        foreach (var work in works)
        {
            if (work.Places is { } places)
            {
                areas.TryAdd((work.Performance, places.First), areas.Count + 1);
            }
        }

        return areas;
    }

    private static HoldOutcome Read(NpgsqlDataReader row, HoldWork work)
    {
        var result = (HoldResult)row.GetInt16(1);
        if (result is HoldResult.Repeated or HoldResult.KeyReused)
        {
            return new HoldOutcome(new HoldAnswer(result, null, [], false) { First = new HoldId(row.GetGuid(2)), Kept = ArrayOrEmpty<int>(row, 20) }, [], []);
        }

        var hold = row.IsDBNull(2) ? null : new HoldRow(
            new HoldId(row.GetGuid(2)),
            work.Performance,
            ArrayOrEmpty<int>(row, 3),
            ArrayOrEmpty<short>(row, 4),
            ArrayOrEmpty<long>(row, 5),
            ArrayOrEmpty<long>(row, 6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8),
            row.GetBoolean(9));
        if (hold is not null && row.GetBoolean(10))
        {
            hold = hold with { Seats = [], Tiers = [], Prices = [], Fees = [] };
        }

        var held = Changes(ArrayOrEmpty<int>(row, 11), ArrayOrEmpty<long>(row, 12), SeatStatus.Held);
        var freed = Changes(ArrayOrEmpty<int>(row, 13), ArrayOrEmpty<long>(row, 14), SeatStatus.Available);
        var missing = ArrayOrEmpty<int>(row, 15);
        var locked = ArrayOrEmpty<bool>(row, 16);
        var answer = new HoldAnswer(result, hold, missing, result == HoldResult.Missing && Array.TrueForAll(locked, only => only) && !IsShort(row, work))
        {
            Holders = [.. ArrayOrEmpty<byte[]?>(row, 19).Select(holder => holder is null ? null : HoldOwner.FromHash(holder))],
        };
        Invariant.Holds(result == HoldResult.Done || held.Count + freed.Count == 0);
        Invariant.Holds(result != HoldResult.Done || held.Count <= work.Add.Count + (work.Places?.Quantity ?? 0));
        return new HoldOutcome(answer, held, freed);
    }

    // Fewer free places than wanted, as far as one sees: not a matter of locks.
    private static bool IsShort(NpgsqlDataReader row, HoldWork work) =>
        work.Places is { } places && !row.IsDBNull(18) && row.GetInt32(18) < places.Quantity;

    private static List<SeatChange> Changes(int[] seats, long[] fences, SeatStatus status) =>
        [.. seats.Select((seat, i) => new SeatChange(new SeatIndex(seat), status, fences[i]))];

    private static T[] ArrayOrEmpty<T>(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<T[]>(column);
}

/// <param name="Held">Seats that became held by it.</param>
/// <param name="Freed">Seats that became available by it.</param>
internal readonly record struct HoldOutcome(HoldAnswer Answer, IReadOnlyList<SeatChange> Held, IReadOnlyList<SeatChange> Freed);
