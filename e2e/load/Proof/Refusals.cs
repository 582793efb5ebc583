namespace Ticketing.Load.Proof;

/// <summary>
/// Whether whoever was refused a seat was refused it for a reason: somebody else had it, or was trying to, at some moment between
/// request and answer.
/// </summary>
/// <remarks>
/// Two stores answer. Redis refuses because of an attempt that PostgreSQL turns down a moment later, or whose key is only just being
/// given back: so any attempt is a reason, and for a while after its end still one (how long is told, not judged here). An
/// attempt that was itself refused this very seat is none: else all who are refused a lost seat would be each other's reason.
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
                .Where(operation => operation.Act == SeatAct.Hold && operation.Result != SeatResult.Refused)
                .Select(hold => (hold.Hold, hold.From, EndOf(hold))),
        ];
    }

    /// <summary>Every refusal of this seat, and how long before it the last reason was over: 0 where one was not; <see cref="SeatOperation.Never"/> where there was none.</summary>
    public IEnumerable<(SeatOperation Refusal, long LateBy)> All() => _history
        .Where(operation => operation is { Act: SeatAct.Hold, Result: SeatResult.Refused })
        .Select(refusal => (refusal, _reasons
            .Where(reason => reason.Hold != refusal.Hold && reason.From <= refusal.Until)
            .Select(reason => Math.Max(0, refusal.From - reason.Until))
            .DefaultIfEmpty(SeatOperation.Never)
            .Min()));

    /// <summary>Until when an attempt may have kept the seat from others.</summary>
    private long EndOf(SeatOperation hold)
    {
        if (hold.Result != SeatResult.Done)
        {
            return hold.Until;
        }

        var sold = _history.Where(operation => operation.Act == SeatAct.Look).Select(look => (bool?)(look.Hold == hold.Hold)).LastOrDefault();
        if (sold ?? _history.Any(operation => operation.Act == SeatAct.Order && operation.Hold == hold.Hold && operation.Result != SeatResult.Refused))
        {
            return SeatOperation.Never;
        }

        var released = _history.FirstOrDefault(operation => operation.Act == SeatAct.Release && operation.Hold == hold.Hold && operation.Result == SeatResult.Done);
        return Math.Max(hold.Until, Math.Min(hold.ExpiresAt, released?.Until ?? SeatOperation.Never));
    }
}
