using System.Numerics;

namespace Ticketing.Load.Proof;

/// <summary>
/// Looks for an order of a seat's operations in which each happens between its two moments and each is what a seat may do: free,
/// held by one until its time is over, sold to one. There is such an order exactly if the history is linearizable.
/// <para>
/// Wing and Gong, "Testing and Verifying Concurrent Objects", 1993, with the memory of Lowe, "Testing for Linearizability", 2017. Each
/// operation is put at the earliest moment it can have: the rules ask only that it be late enough, so no later moment is worth a try.
/// </para>
/// </summary>
internal sealed class SeatSearch
{
    private readonly SeatOperation[] _operations;
    private readonly Dictionary<int, long> _expiry = [];
    private readonly Dictionary<(BigInteger Done, SeatState State), long> _seen = [];
    private readonly BigInteger _mustBeDone;
    private readonly long _skew;

    /// <param name="history">Without what has no effect on the seat and is judged by <see cref="Refusals"/>.</param>
    /// <param name="skew">How far the application's clock may be from the recorder's.</param>
    public SeatSearch(IEnumerable<SeatOperation> history, long skew)
    {
        _skew = skew;
        _operations = [.. history.OrderBy(operation => operation.From)];
        for (var i = 0; i < _operations.Length; i++)
        {
            if (_operations[i] is { Act: SeatAct.Hold, Result: SeatResult.Done } hold)
            {
                _expiry[hold.Hold] = hold.ExpiresAt;
            }

            if (_operations[i].Result != SeatResult.Unknown)
            {
                _mustBeDone |= BigInteger.One << i;
            }
        }
    }

    public bool Succeeds() => Continue(BigInteger.Zero, SeatState.Free, long.MinValue);

    private bool Continue(BigInteger done, SeatState state, long now)
    {
        if ((done & _mustBeDone) == _mustBeDone)
        {
            return true;
        }

        if (_seen.TryGetValue((done, state), out var earlier) && earlier <= now)
        {
            return false;
        }

        _seen[(done, state)] = now;
        var latest = _operations.Where((_, i) => !IsIn(done, i)).Min(operation => operation.Until);
        var next = Candidates(done, state, now, latest).ToList();

        // What changes nothing is put where it fits at first: that takes no order from the others.
        return next.FindIndex(candidate => candidate.State == state) is >= 0 and var idle
            ? Continue(done | (BigInteger.One << next[idle].Operation), state, next[idle].At)
            : next.Exists(candidate => Continue(done | (BigInteger.One << candidate.Operation), candidate.State, candidate.At));
    }

    /// <summary>The operations that can be next, each with its moment: none may be left behind whose time is over before.</summary>
    private IEnumerable<(int Operation, SeatState State, long At)> Candidates(BigInteger done, SeatState state, long now, long latest)
    {
        for (var i = 0; i < _operations.Length && _operations[i].From <= latest; i++)
        {
            if (!IsIn(done, i) && Apply(_operations[i], state) is var (after, notBefore)
                && Math.Max(now, Math.Max(_operations[i].From, notBefore)) is var at && at <= latest)
            {
                yield return (i, after, at);
            }
        }
    }

    /// <summary>The state after an operation, and the moment before which it cannot be. Null: never in this state.</summary>
    private (SeatState State, long NotBefore)? Apply(SeatOperation operation, SeatState state) => (operation.Act, operation.Result) switch
    {
        (SeatAct.Hold, _) when state.IsSold => null,
        (SeatAct.Hold, _) => (new SeatState(operation.Hold, IsSold: false), state.Hold == SeatOperation.NoHold ? long.MinValue : EndOf(state.Hold)),
        (SeatAct.Look, _) => operation.Hold == (state.IsSold ? state.Hold : SeatOperation.NoHold) ? (state, long.MinValue) : null,
        (SeatAct.Order, SeatResult.Refused) when state == new SeatState(operation.Hold, IsSold: true) => null,
        (_, SeatResult.Refused) => (state, state == new SeatState(operation.Hold, IsSold: false) ? EndOf(operation.Hold) : long.MinValue),

        // Whoever gives back what is over changes nothing any more, whether told so or not.
        (SeatAct.Release, _) when state.Hold != operation.Hold => _expiry.ContainsKey(operation.Hold) ? (state, EndOf(operation.Hold)) : null,
        _ when state != new SeatState(operation.Hold, IsSold: false) => null,
        (SeatAct.Release, _) => (SeatState.Free, long.MinValue),

        // It may be sold at the last moment and after it, as long as nobody else has it; but not to somebody who comes only then.
        (SeatAct.Order, _) => operation.From - _skew <= _expiry[operation.Hold] ? (state with { IsSold = true }, long.MinValue) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    private long EndOf(int hold) => _expiry[hold] - _skew;

    private static bool IsIn(BigInteger done, int operation) => !(done >> operation).IsEven;

    /// <summary>Of a hold whose time is over the seat stays until somebody takes it: nobody outside can tell the difference.</summary>
    private readonly record struct SeatState(int Hold, bool IsSold)
    {
        public static readonly SeatState Free = new(SeatOperation.NoHold, IsSold: false);
    }
}
