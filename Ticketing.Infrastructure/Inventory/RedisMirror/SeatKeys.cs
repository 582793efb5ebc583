using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// The seats' keys in Redis: <c>{perf:&lt;id&gt;}:s:&lt;index&gt;</c>, one hash tag per performance, so that a script can access all its
/// seats in a cluster. The value is the first 16 bytes of the owner's hash. Keys only spare PostgreSQL requests that it would refuse: a
/// missing key costs a query, a stale key blocks a seat until it expires. So a new key lives for <see cref="PendingLife"/>, and gets
/// the hold's expiry after the commit.
/// </summary>
internal sealed class SeatKeys(RedisGate gate)
{
    /// <summary>Longer than any statement runs; short enough to drop the keys of a crashed instance.</summary>
    public static readonly TimeSpan PendingLife = TimeSpan.FromSeconds(5);

    private const int KeysPerCall = 2000;
    private const int OwnerBytes = 16;

    private static readonly RedisScript HoldScript = RedisScript.Load("hold-keys.lua");
    private static readonly RedisScript SettleScript = RedisScript.Load("settle-keys.lua");
    private static readonly RedisScript ReconcileScript = RedisScript.Load("reconcile-keys.lua");

    /// <summary>Whether keys of several performances may go into one call.</summary>
    public bool TakesManyPerformances => !gate.IsCluster;

    /// <summary>Reserves the seats of requests, each all or nothing. See <see cref="TakesManyPerformances"/>.</summary>
    /// <returns>Per request the seats of other owners; empty: reserved. Null: Redis is unavailable.</returns>
    public async Task<int[][]?> TryHoldAsync(IReadOnlyList<SeatReservation> requests)
    {
        var keys = new RedisKey[requests.Sum(request => request.Seats.Length)];
        var arguments = new RedisValue[2 + (2 * requests.Count)];
        arguments[0] = (long)PendingLife.TotalMilliseconds;
        arguments[1] = requests.Count;
        var key = 0;
        for (var i = 0; i < requests.Count; i++)
        {
            arguments[2 + (2 * i)] = OwnerValue(requests[i].Owner);
            arguments[3 + (2 * i)] = requests[i].Seats.Length;
            foreach (var seat in requests[i].Seats)
            {
                keys[key++] = Key(requests[i].Performance, seat);
            }
        }

        var answer = await gate.TryEvaluateAsync(HoldScript, keys, arguments);
        if (answer is null)
        {
            return null;
        }

        var entries = (RedisResult[])answer!;
        Invariant.Holds(entries.Length == requests.Count);
        return
        [
            .. entries.Select((entry, i) =>
                entry.IsNull ? [] : ((int[])entry!).Select(position => requests[i].Seats[position - 1]).ToArray()),
        ];
    }

    /// <summary>Updates keys after a commit and publishes messages. See <see cref="TakesManyPerformances"/>.</summary>
    /// <returns>False: Redis is unavailable.</returns>
    public async Task<bool> TrySettleAsync(
        IReadOnlyList<(PerformanceId Performance, SeatKeyChange Change)> changes,
        IReadOnlyList<(RedisChannel Channel, byte[] Content)> messages)
    {
        var next = 0;
        do
        {
            var count = Math.Min(KeysPerCall, changes.Count - next);
            var last = next + count == changes.Count;
            var keys = new RedisKey[count];
            var arguments = new RedisValue[2 * (count + (last ? messages.Count : 0))];
            for (var i = 0; i < count; i++)
            {
                var (performance, change) = changes[next + i];
                keys[i] = Key(performance, change.Seat);
                arguments[2 * i] = change.Owner is { } owner ? OwnerValue(owner) : RedisValue.EmptyString;
                arguments[(2 * i) + 1] = Milliseconds(change.Life);
            }

            for (var i = 0; last && i < messages.Count; i++)
            {
                arguments[2 * (count + i)] = (byte[])messages[i].Channel!;
                arguments[(2 * (count + i)) + 1] = messages[i].Content;
            }

            if (await gate.TryEvaluateAsync(SettleScript, keys, arguments) is null)
            {
                return false;
            }

            next += count;
        }
        while (next < changes.Count);
        return true;
    }

    /// <summary>Sets all keys of a performance according to <paramref name="holds"/>.</summary>
    /// <returns>False: Redis is unavailable.</returns>
    public async Task<bool> TryReconcileAsync(PerformanceId performance, int seatCount, IReadOnlyDictionary<int, SeatKeyChange> holds)
    {
        for (var first = 0; first < seatCount; first += KeysPerCall)
        {
            var count = Math.Min(KeysPerCall, seatCount - first);
            var keys = new RedisKey[count];
            var arguments = new RedisValue[1 + (2 * count)];
            arguments[0] = (long)PendingLife.TotalMilliseconds;
            for (var i = 0; i < count; i++)
            {
                var held = holds.GetValueOrDefault(first + i);
                keys[i] = Key(performance, first + i);
                arguments[1 + (2 * i)] = held.Owner is { } owner ? OwnerValue(owner) : RedisValue.EmptyString;
                arguments[2 + (2 * i)] = Milliseconds(held.Life);
            }

            if (await gate.TryEvaluateAsync(ReconcileScript, keys, arguments) is null)
            {
                return false;
            }
        }

        return true;
    }

    public static RedisKey Key(PerformanceId performance, int seat) => FormattableString.Invariant($"{{perf:{performance.Value:N}}}:s:{seat}");

    private static RedisValue OwnerValue(HoldOwner owner) => owner.Hash[..OwnerBytes].ToArray();

    private static long Milliseconds(TimeSpan life) => life <= TimeSpan.Zero ? 0 : Math.Max(1, (long)life.TotalMilliseconds);
}

/// <summary>The seats that one request reserves.</summary>
internal readonly record struct SeatReservation(PerformanceId Performance, HoldOwner Owner, int[] Seats);

/// <summary>A change of a seat's key.</summary>
/// <param name="Owner">Null: any owner.</param>
/// <param name="Life">The time to live; zero: deletes the key.</param>
internal readonly record struct SeatKeyChange(int Seat, HoldOwner? Owner, TimeSpan Life);
