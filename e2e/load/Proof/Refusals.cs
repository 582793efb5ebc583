namespace Ticketing.Load.Proof;

/// <summary>
/// Checks that each refused hold has a cause: another hold or attempt on the seat at some time between
/// request and answer.
/// </summary>
/// <remarks>
/// Redis also refuses because of an attempt that PostgreSQL rejects later, or whose key is being released. So any attempt is
/// a cause, also for a lag after its end, which is reported. An attempt refused on this seat is no cause: otherwise refused
/// attempts on a lost seat would justify each other.
/// </remarks>
internal sealed class Refusals
{
    private readonly List<(int Hold, long From, long Until)> _reasons;
    private readonly IReadOnlyList<SeatOperation> _history;

    public Refusals(IReadOnlyList<SeatOperation> history)
    {
        _history = history;
        _reasons =
        [
            .. history
                .Where(operation => operation.Action == SeatAction.Hold && operation.Result != SeatResult.Refused)
                .Select(hold => (hold.Hold, hold.From, EndOf(hold))),
        ];
    }

    /// <summary>Every refusal of this seat with its lag behind the last cause: 0 for a current cause, <see cref="SeatOperation.Never"/> without one.</summary>
    public IEnumerable<(SeatOperation Refusal, long LateBy)> All() => _history
        .Where(operation => operation is { Action: SeatAction.Hold, Result: SeatResult.Refused })
        .Select(refusal => (refusal, _reasons
            .Where(reason => reason.Hold != refusal.Hold && reason.From <= refusal.Until)
            .Select(reason => Math.Max(0, refusal.From - reason.Until))
            .DefaultIfEmpty(SeatOperation.Never)
            .Min()));

    /// <summary>The time until which an attempt may have blocked the seat.</summary>
    private long EndOf(SeatOperation hold)
    {
        if (hold.Result != SeatResult.Done)
        {
            return hold.Until;
        }

        var sold = _history.Where(operation => operation.Action == SeatAction.Read).Select(read => (bool?)(read.Hold == hold.Hold)).LastOrDefault();
        if (sold ?? _history.Any(operation => operation.Action == SeatAction.Order && operation.Hold == hold.Hold && operation.Result != SeatResult.Refused))
        {
            return SeatOperation.Never;
        }

        var released = _history.FirstOrDefault(operation => operation.Action == SeatAction.Release && operation.Hold == hold.Hold && operation.Result == SeatResult.Done);
        return Math.Max(hold.Until, Math.Min(hold.ExpiresAt, released?.Until ?? SeatOperation.Never));
    }
}
