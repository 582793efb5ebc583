using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Inventory.RedisMirror;

/// <summary>
/// The seats' keys in Redis: <c>{perf:&lt;id&gt;}:s:&lt;index&gt;</c>, one hash tag per performance, so that a script can access all its
/// seats in a cluster. The value is described in <c>hold-keys.lua</c>. Keys only spare PostgreSQL requests that it would refuse: a
/// missing key costs a query, a stale key blocks a seat until it expires. So a new key lives for <see cref="PendingLife"/>, and gets
/// the hold's expiry after the commit.
/// </summary>
internal sealed class SeatKeys(RedisGate gate, IOptions<SeatBudgetOptions> options)
{
    /// <summary>Longer than any statement runs; short enough to drop the keys of a crashed instance.</summary>
    public static readonly TimeSpan PendingLife = TimeSpan.FromSeconds(5);

    private const int KeysPerCall = 2000;
    private const int OwnerBytes = 16;
    private const int HoldHead = 6;
    private const int HoldArguments = 10;
    private const int SettleHead = 3;
    private const int SettleArguments = 3;

    // Longer than a seat can count: a hold, its extension and the payment.
    private static readonly TimeSpan CounterLife = TimeSpan.FromHours(6);

    private static readonly RedisScript HoldScript = RedisScript.Load("hold-keys.lua");
    private static readonly RedisScript SettleScript = RedisScript.Load("settle-keys.lua");
    private static readonly RedisScript ReconcileScript = RedisScript.Load("reconcile-keys.lua");

    private readonly SeatBudgetOptions _budget = options.Value;

    /// <summary>Whether keys of several performances may go into one call.</summary>
    public bool TakesManyPerformances => !gate.IsCluster;

    /// <summary>Reserves the seats of requests, each all or nothing and within its budgets. See <see cref="TakesManyPerformances"/>.</summary>
    /// <returns>Per request the result. Null: Redis is unavailable.</returns>
    public async Task<SeatReserved[]?> TryHoldAsync(IReadOnlyList<SeatReservation> requests)
    {
        var keys = new RedisKey[requests.Sum(request => 1 + request.Seats.Length)];
        var arguments = new RedisValue[HoldHead + (HoldArguments * requests.Count)];
        arguments[0] = (long)PendingLife.TotalMilliseconds;
        arguments[1] = requests.Count;
        arguments[2] = (long)CounterLife.TotalMilliseconds;
        arguments[3] = _budget.AccountSeats;
        arguments[4] = _budget.LineSeats;
        arguments[5] = _budget.BlockSeatsMax;
        var (key, at) = (0, HoldHead);
        foreach (var request in requests)
        {
            keys[key++] = CounterPrefix(request.Performance);
            foreach (var seat in request.Seats)
            {
                keys[key++] = Key(request.Performance, seat);
            }

            arguments[at++] = OwnerValue(request.Owner);
            arguments[at++] = request.Seats.Length;
            arguments[at++] = request.PlacesLater;
            arguments[at++] = Milliseconds(request.Counted);
            arguments[at++] = request.Tags;
            arguments[at++] = request.DeviceMax;
            arguments[at++] = request.Proof;
            arguments[at++] = request.Credit;
            arguments[at++] = Milliseconds(request.HoldTimeMax);
            arguments[at++] = request.Pass is { } pass ? pass : RedisValue.EmptyString;
        }

        var answer = await gate.TryEvaluateAsync(HoldScript, keys, arguments);
        if (answer is null)
        {
            return null;
        }

        var entries = (RedisResult[])answer!;
        Invariant.Holds(entries.Length == requests.Count);
        return [.. entries.Select((entry, i) => SeatReserved.Read(entry, requests[i].Seats))];
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
            var arguments = new RedisValue[SettleHead + (SettleArguments * count) + (last ? 2 * messages.Count : 0)];
            arguments[0] = last ? messages.Count : 0;
            arguments[1] = (long)CounterLife.TotalMilliseconds;
            arguments[2] = 1000L * _budget.HoldTimeMemorySeconds;
            var at = SettleHead;
            for (var i = 0; i < count; i++)
            {
                var (performance, change) = changes[next + i];
                keys[i] = Key(performance, change.Seat);
                arguments[at++] = change.Owner is { } owner ? OwnerValue(owner, change.Tags) : RedisValue.EmptyString;
                arguments[at++] = change.Life == SeatKeyChange.Unchanged ? -1 : Milliseconds(change.Life);
                arguments[at++] = Milliseconds(change.Time);
            }

            for (var i = 0; last && i < messages.Count; i++)
            {
                arguments[at++] = (byte[])messages[i].Channel!;
                arguments[at++] = messages[i].Content;
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

    // As long as the part of a seat's key before its number: hold-keys.lua cuts the number off by it.
    private static RedisKey CounterPrefix(PerformanceId performance) => FormattableString.Invariant($"{{perf:{performance.Value:N}}}:b:");

    private static RedisValue OwnerValue(HoldOwner owner) => owner.Hash[..OwnerBytes].ToArray();

    private static RedisValue OwnerValue(HoldOwner owner, byte[] tags) =>
        tags.Length == 0 ? OwnerValue(owner) : (byte[])[.. owner.Hash.Span[..OwnerBytes], .. tags];

    private static long Milliseconds(TimeSpan life) => life <= TimeSpan.Zero ? 0 : Math.Max(1, (long)life.TotalMilliseconds);
}
