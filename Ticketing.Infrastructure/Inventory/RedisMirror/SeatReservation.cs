using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>The seats that one request reserves, and the counters of its origin; see <c>hold-keys.lua</c>.</summary>
internal sealed record SeatReservation(PerformanceId Performance, HoldOwner Owner, int[] Seats)
{
    /// <summary>Places that the statement will choose.</summary>
    public int PlacesLater { get; init; }

    /// <summary>How long the seats count, unless their hold ends before.</summary>
    public TimeSpan Counted { get; init; }

    /// <summary>Empty: no budget.</summary>
    public byte[] Tags { get; init; } = [];

    public int DeviceMax { get; init; }

    /// <summary>The unique number of a proof of work; empty: none.</summary>
    public byte[] Proof { get; init; } = [];

    /// <summary>Seats that a proof is worth.</summary>
    public int Credit { get; init; }

    /// <summary>How long one owner may hold a seat in all.</summary>
    public TimeSpan HoldTimeMax { get; init; }

    public long? Pass { get; init; }
}

/// <summary>Result of a reservation.</summary>
/// <param name="Refusal">Null: all seats are reserved.</param>
/// <param name="Rest">How long the owner may still hold the seats; null: unlimited.</param>
internal readonly record struct SeatReserved(HoldAnswer? Refusal, TimeSpan? Rest)
{
    private const int OverBudget = 0;
    private const int OverBlockBudget = -1;
    private const int PassTaken = -2;
    private const int TimeSpent = -3;

    public static SeatReserved Read(RedisResult entry, int[] seats)
    {
        if (entry.IsNull)
        {
            return default;
        }

        if (entry.Resp2Type == ResultType.Integer)
        {
            return new SeatReserved(null, TimeSpan.FromMilliseconds((long)entry));
        }

        var answer = (int[])entry!;
        return new SeatReserved(
            answer[0] switch
            {
                OverBudget => new HoldAnswer(HoldResult.OverBudget, null, [], false) { SeatsOfLine = answer[1] },
                OverBlockBudget => new HoldAnswer(HoldResult.OverBudget, null, [], false),
                PassTaken => new HoldAnswer(HoldResult.PassTaken, null, [], false),
                TimeSpent => new HoldAnswer(HoldResult.TimeSpent, null, Array.ConvertAll(answer[1..], position => seats[position - 1]), false),
                _ => HoldAnswer.Taken(Array.ConvertAll(answer, position => seats[position - 1])),
            },
            null);
    }
}

/// <summary>A change of a seat's key.</summary>
/// <param name="Owner">Null: any owner.</param>
/// <param name="Life">The time to live; zero: deletes the key; <see cref="Unchanged"/>: keeps it.</param>
internal readonly record struct SeatKeyChange(int Seat, HoldOwner? Owner, TimeSpan Life)
{
    public static readonly TimeSpan Unchanged = Timeout.InfiniteTimeSpan;

    /// <summary>The counters of a seat that was not reserved before it was held.</summary>
    public byte[] Tags { get; init; } = [];

    /// <summary>How long the seat counts from now on (zero: as before); for a deleted key, how long the hold has lasted.</summary>
    public TimeSpan Time { get; init; }
}
