using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Runs <c>hold-new.sql</c> for works that want named seats and have no seat and no owner in common.</summary>
internal sealed class NewHoldsStatement(HotPathDatabase database)
{
    private const long Taken = -1;
    private const long OwnerHasHold = -3;

    private static readonly BatchTable<(HoldWork Work, DateTimeOffset Now)> Holds = new BatchTable<(HoldWork Work, DateTimeOffset Now)>("holds")
        .Column("id", row => row.Work.NewId)
        .Column("performance_id", row => row.Work.Performance)
        .Column("owner_hash", row => row.Work.Owner.Hash.ToArray())
        .Column("user_id", row => row.Work.User)
        .Column("expires_at", row => row.Now + row.Work.Life)
        .Column("expires_hard_at", row => row.Now + row.Work.LifeMax)
        .Column("count", row => row.Work.Add.Count)
        .Column("seats", row => Literal(row.Work.Add, seat => seat.Index))
        .Column("tiers", row => Literal(row.Work.Add, seat => seat.Tier))
        .Column("prices", row => Literal(row.Work.Add, seat => seat.Price))
        .Column("fees", row => Literal(row.Work.Add, seat => seat.Fee))
        .Column("request_id", row => row.Work.Request?.Id)
        .Column("request_hash", row => row.Work.Request?.Hash);

    private static readonly BatchTable<(HoldWork Work, int Seat)> Seats = new BatchTable<(HoldWork Work, int Seat)>("seats")
        .Column("id", row => row.Work.NewId)
        .Column("performance_id", row => row.Work.Performance)
        .Column("seat_index", row => row.Seat);

    private static readonly SqlScript Script = SqlScript.Load("hold-new.sql", Holds, Seats);

    /// <summary>Whether a work is one for this statement, as far as it shows.</summary>
    public static bool Fits(HoldWork work) => work.Target is null && work.Places is null && work.Remove.Count == 0 && work.Add.Count > 0 && work.Add.Count <= work.SeatsMax;

    /// <returns>An outcome for each work, in their order; null: nothing was changed, it is one for <see cref="HoldStatement"/>.</returns>
    public HoldOutcome?[] Run(IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var command = Script.On(connection)
            .With("now", now)
            .With(Holds, [.. works.Select(work => (work, now))])
            .With(Seats, SeatsOf(works))
            .Prepare();
        using var reader = command.ExecuteReader();
        return Read(reader, works, now);
    }

    private static List<(HoldWork Work, int Seat)> SeatsOf(IReadOnlyList<HoldWork> works)
    {
        var seats = new List<(HoldWork, int)>(2 * works.Count);
        foreach (var work in works)
        {
            foreach (var seat in work.Add)
            {
                seats.Add((work, seat.Index));
            }
        }

        return seats;
    }

    private static HoldOutcome?[] Read(NpgsqlDataReader reader, IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        var numbers = new Dictionary<Guid, int>(works.Count);
        for (var i = 0; i < works.Count; i++)
        {
            numbers.Add(works[i].NewId.Value, i);
        }

        var (hold, seat, fence, holder) =
            (reader.GetOrdinal("hold_id"), reader.GetOrdinal("seat_index"), reader.GetOrdinal("fence"), reader.GetOrdinal("holder"));
        var found = new Found[works.Count];
        while (reader.Read())
        {
            found[numbers[reader.GetGuid(hold)]].Note(
                reader.GetInt32(seat), reader.GetInt64(fence), reader.IsDBNull(holder) ? null : HoldOwner.FromHash(reader.GetFieldValue<byte[]>(holder)));
        }

        var outcomes = new HoldOutcome?[works.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = found[i].Of(works[i], now);
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

    /// <summary>What the rows say of one work.</summary>
    private struct Found
    {
        private List<SeatChange>? _held;
        private List<(int Seat, HoldOwner? Holder)>? _missing;
        private bool _taken;
        private bool _ownerHasHold;

        public void Note(int seat, long fence, HoldOwner? holder)
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

        public readonly HoldOutcome? Of(HoldWork work, DateTimeOffset now)
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
                    new HoldAnswer(HoldResult.Missing, null, missing.ConvertAll(each => each.Seat), !_taken) { Holders = missing.ConvertAll(each => each.Holder) }, [], []);
            }

            if (_held is not { } held)
            {
                return null;
            }

            Invariant.Holds(held.Count == work.Add.Count);
            var row = new HoldRow(
                work.NewId,
                work.Performance,
                [.. work.Add.Select(seat => seat.Index)],
                [.. work.Add.Select(seat => seat.Tier)],
                [.. work.Add.Select(seat => seat.Price)],
                [.. work.Add.Select(seat => seat.Fee)],
                now + work.Life,
                now + work.LifeMax,
                false);
            return new HoldOutcome(new HoldAnswer(HoldResult.Done, row, [], false), held, []);
        }
    }
}
