using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Platform;
using static Ticketing.Infrastructure.Platform.BatchArrays;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Runs <c>hold-new.sql</c> for works that want named seats and have no seat and no owner in common.</summary>
internal sealed class NewHoldsStatement(HotPathDatabase database)
{
    private const long Taken = -1;
    private const long OwnerHasHold = -3;

    private readonly SqlScript _script = SqlScript.Load("hold-new.sql");

    /// <summary>Whether a work is one for this statement, as far as it shows.</summary>
    public static bool Fits(HoldWork work) => work.Target is null && work.Places is null && work.Remove.Count == 0 && work.Add.Count > 0 && work.Add.Count <= work.SeatsMax;

    /// <returns>An outcome for each work, in their order; null: nothing was changed, it is one for <see cref="HoldStatement"/>.</returns>
    public HoldOutcome?[] Run(IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        using var connection = database.Open();
        using var command = _script.On(connection).Add(now);
        AddHolds(command, works, now);
        AddSeats(command, works);
        command.Prepare();
        using var reader = command.ExecuteReader();
        return Read(reader, works, now);
    }

    private static void AddHolds(NpgsqlCommand command, IReadOnlyList<HoldWork> works, DateTimeOffset now) => command
        .Add(Each(works, work => work.NewId.Value))
        .Add(Each(works, work => work.Performance.Value))
        .Add(Each(works, work => work.Owner.Hash.ToArray()))
        .Add(Each(works, work => work.User?.Value))
        .Add(Each(works, work => (now + work.Life).UtcDateTime))
        .Add(Each(works, work => (now + work.LifeMax).UtcDateTime))
        .Add(Each(works, work => work.Add.Count))
        .Add(Each(works, work => Literal(work.Add, seat => seat.Index)))
        .Add(Each(works, work => Literal(work.Add, seat => seat.Tier)))
        .Add(Each(works, work => Literal(work.Add, seat => seat.Price)))
        .Add(Each(works, work => Literal(work.Add, seat => seat.Fee)))
        .Add(Each(works, work => work.Request?.Id))
        .Add(Each(works, work => work.Request?.Hash));

    private static void AddSeats(NpgsqlCommand command, IReadOnlyList<HoldWork> works)
    {
        var count = 0;
        foreach (var work in works)
        {
            count += work.Add.Count;
        }

        var (holds, performances, seats) = (new Guid[count], new Guid[count], new int[count]);
        var i = 0;
        foreach (var work in works)
        {
            foreach (var seat in work.Add)
            {
                (holds[i], performances[i], seats[i]) = (work.NewId.Value, work.Performance.Value, seat.Index);
                i++;
            }
        }

        command.Add(holds).Add(performances).Add(seats);
    }

    private static HoldOutcome?[] Read(NpgsqlDataReader reader, IReadOnlyList<HoldWork> works, DateTimeOffset now)
    {
        var numbers = new Dictionary<Guid, int>(works.Count);
        for (var i = 0; i < works.Count; i++)
        {
            numbers.Add(works[i].NewId.Value, i);
        }

        var found = new Found[works.Count];
        while (reader.Read())
        {
            found[numbers[reader.GetGuid(0)]].Note(
                reader.GetInt32(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : HoldOwner.FromHash(reader.GetFieldValue<byte[]>(3)));
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
                Each(work.Add, seat => seat.Index),
                Each(work.Add, seat => seat.Tier),
                Each(work.Add, seat => seat.Price),
                Each(work.Add, seat => seat.Fee),
                now + work.Life,
                now + work.LifeMax,
                false);
            return new HoldOutcome(new HoldAnswer(HoldResult.Done, row, [], false), held, []);
        }
    }
}
