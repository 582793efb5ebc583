using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Runs <c>hold.sql</c> for works that have no seat and no owner in common. One statement, one transaction.</summary>
internal sealed class HoldStatement(HotPathDatabase database)
{
    private static readonly BatchTable<Requested> Requests = new BatchTable<Requested>("requests")
        .Column("no", row => row.No)
        .Column("new_id", row => row.Work.NewId)
        .Column("performance_id", row => row.Work.Performance)
        .Column("owner_hash", row => row.Work.Owner.Hash.ToArray())
        .Column("user_id", row => row.Work.User)
        .Column("target_id", row => TargetOf(row.Work))
        .Column("expires_at", row => row.Now + row.Work.Life)
        .Column("expires_hard_at", row => row.Now + row.Work.LifeMax)
        .Column("seats_max", row => row.Work.SeatsMax)
        .Column("area", row => row.Area)
        .Column("places", row => row.Work.Places?.Quantity ?? 0)
        .Column("places_before", row => row.PlacesBefore)
        .Column("tier", row => row.Work.Places?.Tier ?? 0)
        .Column("price", row => row.Work.Places?.Price ?? 0)
        .Column("fee", row => row.Work.Places?.Fee ?? 0);

    private static readonly BatchTable<(int No, PricedSeat Seat)> Seats = new BatchTable<(int No, PricedSeat Seat)>("seats")
        .Column("no", row => row.No)
        .Column("seat_index", row => row.Seat.Index)
        .Column("tier", row => row.Seat.Tier)
        .Column("price", row => row.Seat.Price)
        .Column("fee", row => row.Seat.Fee);

    private static readonly BatchTable<(int No, int Seat)> Returned = new BatchTable<(int No, int Seat)>("returned")
        .Column("no", row => row.No)
        .Column("seat_index", row => row.Seat);

    private static readonly BatchTable<Area> Areas = new BatchTable<Area>("areas")
        .Column("area", area => area.No)
        .Column("performance_id", area => area.Performance)
        .Column("first", area => area.First)
        .Column("count", area => area.Count)
        .Column("total", area => area.Wanted);

    private static readonly BatchTable<(int No, RepeatableRequest Request)> Keys = new BatchTable<(int No, RepeatableRequest Request)>("keys")
        .Column("no", row => row.No)
        .Column("id", row => row.Request.Id)
        .Column("hash", row => row.Request.Hash);

    private static readonly SqlScript Script = SqlScript.Load("hold.sql", Requests, Seats, Returned, Areas, Keys);

    /// <returns>An outcome for each work, in their order.</returns>
    public HoldOutcome[] Run(IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        var areas = new List<Area>();
        using var connection = database.Open();
        using var command = Script.On(connection)
            .With("now", now)
            .With(Requests, RequestsOf(works, now, areas))
            .With(Seats, [.. works.SelectMany((work, no) => work.Add.Select(seat => (no, seat)))])
            .With(Returned, [.. works.SelectMany((work, no) => work.Remove.Select(seat => (no, seat)))])
            .With(Areas, areas)
            .With(Keys, [.. works.Select((work, no) => (no, work.Request!)).Where(row => row.Item2 is not null)])
            .Prepare();
        return ReadOutcomes(command, works);
    }

    private static HoldOutcome[] ReadOutcomes(SqlCommand command, IReadOnlyList<HoldWork> works)
    {
        using var reader = command.ExecuteReader();
        var rows = new HoldOutcomeReader(reader);
        var outcomes = new HoldOutcome[works.Count];
        var count = 0;
        while (reader.Read())
        {
            Invariant.Holds(rows.No == count);
            outcomes[count] = rows.Read(works[count]);
            count++;
        }

        Invariant.Holds(count == works.Count);
        return outcomes;
    }

    /// <param name="areas">Is filled: the areas of which works want places, each once.</param>
    private static Requested[] RequestsOf(IReadOnlyList<HoldWork> works, DateTimeOffset now, List<Area> areas)
    {
        var requests = new Requested[works.Count];
        for (var no = 0; no < requests.Length; no++)
        {
            var work = works[no];
            if (work.Places is not { } places)
            {
                requests[no] = new Requested(no, work, now, 0, 0);
                continue;
            }

            var area = areas.Find(area => area.Performance == work.Performance && area.First == places.First);
            if (area is null)
            {
                areas.Add(area = new Area(areas.Count + 1, work.Performance, places.First, places.Count));
            }

            requests[no] = new Requested(no, work, now, area.No, area.Wanted);
            area.Wanted += places.Quantity;
        }

        return requests;
    }

    // Named seats are never taken twice. Places would be: after a lost answer only a hold with the new id proves that there was none.
    private static Guid? TargetOf(HoldWork work) =>
        work.MayBeDone && work.Places is not null ? work.NewId.Value : work.Target?.Value;

    /// <param name="Area">Of which area it wants places; 0: of none.</param>
    /// <param name="PlacesBefore">Places of the area that belong to requests before it.</param>
    private readonly record struct Requested(int No, HoldWork Work, DateTimeOffset Now, int Area, int PlacesBefore);

    private sealed record Area(int No, PerformanceId Performance, int First, int Count)
    {
        /// <summary>Places that all requests of the batch want of it.</summary>
        public int Wanted { get; set; }
    }
}

/// <param name="Held">Seats that became held by it.</param>
/// <param name="Freed">Seats that became available by it.</param>
internal readonly record struct HoldOutcome(HoldAnswer Answer, IReadOnlyList<SeatChange> Held, IReadOnlyList<SeatChange> Freed);
