using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Runs <c>hold-new.sql</c> for items with named seats only and without common seats or owners.</summary>
internal sealed class NewHoldsStatement(HotPathDatabase database)
{
    private const long Taken = -1;
    private const long OwnerHasHold = -3;

    private static readonly BatchTable<(HoldBatchItem Item, DateTimeOffset Now)> Holds =
        new BatchTable<(HoldBatchItem Item, DateTimeOffset Now)>("holds")
        .Column("id", row => row.Item.NewId)
        .Column("performance_id", row => row.Item.Performance)
        .Column("owner_hash", row => row.Item.Owner.Hash.ToArray())
        .Column("user_id", row => row.Item.User)
        .Column("expires_at", row => row.Now + row.Item.LifeNow)
        .Column("expires_hard_at", row => row.Now + row.Item.LifeMaxNow)
        .Column("count", row => row.Item.Add.Count)
        .Column("seats", row => Literal(row.Item.Add, seat => seat.Index))
        .Column("tiers", row => Literal(row.Item.Add, seat => seat.Tier))
        .Column("prices", row => Literal(row.Item.Add, seat => seat.Price))
        .Column("fees", row => Literal(row.Item.Add, seat => seat.Fee))
        .Column("request_id", row => row.Item.Request?.Id)
        .Column("request_hash", row => row.Item.Request?.Hash);

    private static readonly BatchTable<(HoldBatchItem Item, int Seat)> Seats = new BatchTable<(HoldBatchItem Item, int Seat)>("seats")
        .Column("id", row => row.Item.NewId)
        .Column("performance_id", row => row.Item.Performance)
        .Column("seat_index", row => row.Seat);

    private static readonly SqlScript Script = SqlScript.Load("hold-new.sql", Holds, Seats);

    /// <summary>Whether this statement can run an item, unless its owner has a hold already.</summary>
    public static bool Fits(HoldBatchItem item) =>
        !item.IsEntitled && item.Target is null && item.Places is null && item.Remove.Count == 0 && item.Add.Count > 0 && item.Add.Count <= item.SeatsMax;

    /// <returns>One outcome per item, in their order; null: unchanged, to be run by <see cref="HoldStatement"/>.</returns>
    public HoldOutcome?[] Run(IReadOnlyList<HoldBatchItem> items, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var command = Script.On(connection)
            .With("now", now)
            .With(Holds, [.. items.Select(item => (item, now))])
            .With(Seats, SeatsOf(items))
            .Prepare();
        using var reader = command.ExecuteReader();
        return Read(reader, items, now);
    }

    private static List<(HoldBatchItem Item, int Seat)> SeatsOf(IReadOnlyList<HoldBatchItem> items)
    {
        var seats = new List<(HoldBatchItem, int)>(2 * items.Count);
        foreach (var item in items)
        {
            foreach (var seat in item.Add)
            {
                seats.Add((item, seat.Index));
            }
        }

        return seats;
    }

    private static HoldOutcome?[] Read(NpgsqlDataReader reader, IReadOnlyList<HoldBatchItem> items, DateTimeOffset now)
    {
        var numbers = new Dictionary<Guid, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            numbers.Add(items[i].NewId.Value, i);
        }

        var (hold, seat, fence, holder) =
            (reader.GetOrdinal("hold_id"), reader.GetOrdinal("seat_index"), reader.GetOrdinal("fence"), reader.GetOrdinal("holder"));
        var found = new Found[items.Count];
        while (reader.Read())
        {
            found[numbers[reader.GetGuid(hold)]].Add(
                reader.GetInt32(seat),
                reader.GetInt64(fence),
                reader.IsDBNull(holder) ? null : HoldOwner.FromHash(reader.GetFieldValue<byte[]>(holder)));
        }

        var outcomes = new HoldOutcome?[items.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = found[i].Of(items[i], now);
        }

        return outcomes;
    }

    private static string Literal(IReadOnlyList<PricedSeat> seats, Func<PricedSeat, long> value)
    {
        var text = new DefaultInterpolatedStringHandler(seats.Count + 1, seats.Count, CultureInfo.InvariantCulture, stackalloc char[128]);
        text.AppendLiteral("{");
        for (var i = 0; i < seats.Count; i++)
        {
            if (i > 0)
            {
                text.AppendLiteral(",");
            }

            text.AppendFormatted(value(seats[i]));
        }

        text.AppendLiteral("}");
        return text.ToStringAndClear();
    }

    /// <summary>The rows of one item.</summary>
    private struct Found
    {
        private List<SeatChange>? _held;
        private List<(int Seat, HoldOwner? Holder)>? _missing;
        private bool _taken;
        private bool _ownerHasHold;

        public void Add(int seat, long fence, HoldOwner? holder)
        {
            if (fence >= 0)
            {
                (_held ??= []).Add(new SeatChange(new SeatIndex(seat), SeatStatus.Held, fence));
                return;
            }

            (_missing ??= []).Add((seat, holder));
            _taken |= fence == Taken;
            _ownerHasHold |= fence == OwnerHasHold;
        }

        public readonly HoldOutcome? Of(HoldBatchItem item, DateTimeOffset now)
        {
            if (_ownerHasHold)
            {
                Invariant.Holds(_held is null);
                return null;
            }

            if (_missing is { } missing)
            {
                Invariant.Holds(_held is null);
                missing.Sort((one, other) => one.Seat.CompareTo(other.Seat));
                return new HoldOutcome(
                    new HoldAnswer(HoldResult.Missing, null, missing.ConvertAll(each => each.Seat), !_taken)
                    {
                        Holders = missing.ConvertAll(each => each.Holder),
                    },
                    [],
                    []);
            }

            if (_held is not { } held)
            {
                return null;
            }

            Invariant.Holds(held.Count == item.Add.Count);
            var row = new HoldRow(
                item.NewId,
                item.Performance,
                [.. item.Add.Select(seat => seat.Index)],
                [.. item.Add.Select(seat => seat.Tier)],
                [.. item.Add.Select(seat => seat.Price)],
                [.. item.Add.Select(seat => seat.Fee)],
                now + item.LifeNow,
                now + item.LifeMaxNow,
                false);
            return new HoldOutcome(new HoldAnswer(HoldResult.Done, row, [], false), held, []);
        }
    }
}
