using System.Numerics;

namespace Ticketing.Load.Proof;

/// <summary>
/// Searches a linearization of a seat's operations: each between its two times, and each a valid transition of a seat that is
/// free, held by one hold until its expiry, or sold to one.
/// <para>
/// Wing and Gong, "Testing and Verifying Concurrent Objects", 1993, with the memory of Lowe, "Testing for Linearizability", 2017. Each
/// operation is placed at its earliest possible time: the rules only require minimum times, so later ones need no search.
/// </para>
/// </summary>
internal sealed class SeatSearch
{
    private readonly SeatOperation[] _operations;
    private readonly Dictionary<int, long> _expiry = [];
    private readonly Dictionary<(BigInteger Done, SeatState State), long> _seen = [];
    private readonly BigInteger _mustBeDone;
    private readonly long _skew;

    /// <param name="history">Without operations that have no effect; <see cref="Refusals"/> checks those.</param>
    /// <param name="skew">Maximum difference of the application's and the recorder's clocks.</param>
    public SeatSearch(IEnumerable<SeatOperation> history, long skew)
    {
        _skew = skew;
        _operations = [.. history.OrderBy(operation => operation.From)];
        for (var i = 0; i < _operations.Length; i++)
        {
            if (_operations[i] is { Action: SeatAction.Hold, Result: SeatResult.Done } hold)
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

        // Operations without effect are placed first: that excludes no order of the others.
        return next.FindIndex(candidate => candidate.State == state) is >= 0 and var idle
            ? Continue(done | (BigInteger.One << next[idle].Operation), state, next[idle].At)
            : next.Exists(candidate => Continue(done | (BigInteger.One << candidate.Operation), candidate.State, candidate.At));
    }

    /// <summary>Operations that can be next, with their times: no operation with an earlier deadline may be left behind.</summary>
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

    /// <summary>The state after an operation and its minimum time. Null: invalid in this state.</summary>
    private (SeatState State, long NotBefore)? Apply(SeatOperation operation, SeatState state) => (operation.Action, operation.Result) switch
    {
        (SeatAction.Hold, _) when state.IsSold => null,
        (SeatAction.Hold, _) => (new SeatState(operation.Hold, IsSold: false), state.Hold == SeatOperation.NoHold ? long.MinValue : EndOf(state.Hold)),
        (SeatAction.Read, _) => operation.Hold == (state.IsSold ? state.Hold : SeatOperation.NoHold) ? (state, long.MinValue) : null,
        (SeatAction.Order, SeatResult.Refused) when state == new SeatState(operation.Hold, IsSold: true) => null,
        (_, SeatResult.Refused) => (state, state == new SeatState(operation.Hold, IsSold: false) ? EndOf(operation.Hold) : long.MinValue),

        // A release of an expired hold changes nothing, whatever its response.
        (SeatAction.Release, _) when state.Hold != operation.Hold => _expiry.ContainsKey(operation.Hold) ? (state, EndOf(operation.Hold)) : null,
        _ when state != new SeatState(operation.Hold, IsSold: false) => null,
        (SeatAction.Release, _) => (SeatState.Free, long.MinValue),

        // It may be sold up to and after the expiry while no other hold has it, unless the order was requested after the expiry.
        (SeatAction.Order, _) => operation.From - _skew <= _expiry[operation.Hold] ? (state with { IsSold = true }, long.MinValue) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    private long EndOf(int hold) => _expiry[hold] - _skew;

    private static bool IsIn(BigInteger done, int operation) => !(done >> operation).IsEven;

    /// <summary>An expired hold keeps the seat until the next hold: clients cannot observe the difference.</summary>
    private readonly record struct SeatState(int Hold, bool IsSold)
    {
        public static readonly SeatState Free = new(SeatOperation.NoHold, IsSold: false);
    }
}
