using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Runs <c>hold.sql</c> for items without common seats or owners, in one statement and one transaction.</summary>
internal sealed class HoldStatement(HotPathDatabase database)
{
    private static readonly BatchTable<Requested> Requests = new BatchTable<Requested>("requests")
        .Column("no", row => row.No)
        .Column("new_id", row => row.Item.NewId)
        .Column("performance_id", row => row.Item.Performance)
        .Column("owner_hash", row => row.Item.Owner.Hash.ToArray())
        .Column("user_id", row => row.Item.User)
        .Column("target_id", row => TargetOf(row.Item))
        .Column("expires_at", row => row.Now + row.Item.LifeNow)
        .Column("expires_hard_at", row => row.Now + row.Item.LifeMaxNow)
        .Column("seats_max", row => row.Item.SeatsMax)
        .Column("area", row => row.Area)
        .Column("places", row => row.Item.Places?.Quantity ?? 0)
        .Column("places_before", row => row.PlacesBefore)
        .Column("tier", row => row.Item.Places?.Tier ?? 0)
        .Column("price", row => row.Item.Places?.Price ?? 0)
        .Column("fee", row => row.Item.Places?.Fee ?? 0)
        .Column("entitled", row => row.Item.IsEntitled);

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

    private static readonly BatchTable<(int No, RepeatableRequest Request)> Keys =
        new BatchTable<(int No, RepeatableRequest Request)>("keys")
        .Column("no", row => row.No)
        .Column("id", row => row.Request.Id)
        .Column("hash", row => row.Request.Hash);

    private static readonly SqlScript Script = SqlScript.Load("hold.sql", Requests, Seats, Returned, Areas, Keys);

    /// <returns>One outcome per item, in their order.</returns>
    public HoldOutcome[] Run(IReadOnlyList<HoldBatchItem> items, DateTimeOffset now)
    {
        var areas = new List<Area>();
        using var connection = database.Open();
        using var command = Script.On(connection)
            .With("now", now)
            .With(Requests, RequestsOf(items, now, areas))
            .With(Seats, [.. items.SelectMany((item, no) => item.Add.Select(seat => (no, seat)))])
            .With(Returned, [.. items.SelectMany((item, no) => item.Remove.Select(seat => (no, seat)))])
            .With(Areas, areas)
            .With(Keys, [.. items.Select((item, no) => (no, item.Request!)).Where(row => row.Item2 is not null)])
            .Prepare();
        return ReadOutcomes(command, items);
    }

    private static HoldOutcome[] ReadOutcomes(SqlCommand command, IReadOnlyList<HoldBatchItem> items)
    {
        using var reader = command.ExecuteReader();
        var rows = new HoldOutcomeReader(reader);
        var outcomes = new HoldOutcome[items.Count];
        var count = 0;
        while (reader.Read())
        {
            Invariant.Holds(rows.No == count);
            outcomes[count] = rows.Read(items[count]);
            count++;
        }

        Invariant.Holds(count == items.Count);
        return outcomes;
    }

    /// <param name="areas">Filled with the distinct areas of the items.</param>
    private static Requested[] RequestsOf(IReadOnlyList<HoldBatchItem> items, DateTimeOffset now, List<Area> areas)
    {
        var requests = new Requested[items.Count];
        for (var no = 0; no < requests.Length; no++)
        {
            var item = items[no];
            if (item.Places is not { } places)
            {
                requests[no] = new Requested(no, item, now, 0, 0);
                continue;
            }

            var area = areas.Find(area => area.Performance == item.Performance && area.First == places.First);
            if (area is null)
            {
                areas.Add(area = new Area(areas.Count + 1, item.Performance, places.First, places.Count));
            }

            requests[no] = new Requested(no, item, now, area.No, area.Wanted);
            area.Wanted += places.Quantity;
        }

        return requests;
    }

    // Named seats are idempotent, places are not. After a lost response only a hold with the new id shows that the statement had run.
    private static Guid? TargetOf(HoldBatchItem item) =>
        item.MayBeCommitted && item.Places is not null ? item.NewId.Value : item.Target?.Value;

    /// <param name="Area">The area of its places; 0: none.</param>
    /// <param name="PlacesBefore">The number of places of the area for requests before it.</param>
    private readonly record struct Requested(int No, HoldBatchItem Item, DateTimeOffset Now, int Area, int PlacesBefore);

    private sealed record Area(int No, PerformanceId Performance, int First, int Count)
    {
        /// <summary>The number of places requested by the whole batch.</summary>
        public int Wanted { get; set; }
    }
}

/// <summary>Result of one batch item with the seat changes to publish.</summary>
/// <param name="Held">Seats that became held.</param>
/// <param name="Freed">Seats that became available, or blocked: those of an allotment.</param>
internal readonly record struct HoldOutcome(HoldAnswer Answer, IReadOnlyList<SeatChange> Held, IReadOnlyList<SeatChange> Freed);
