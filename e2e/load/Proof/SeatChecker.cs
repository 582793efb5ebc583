namespace Ticketing.Load.Proof;

/// <summary>Result of checking a seat's history.</summary>
/// <param name="Fault">Null: the history is linearizable with one owner at a time.</param>
/// <param name="RefusedLateBy">The longest lag of a refusal behind its last cause, in microseconds.</param>
internal sealed record SeatVerdict(string? Fault, long RefusedLateBy);

/// <summary>
/// Checks the history of one seat by its recorded requests, responses and times alone.
/// </summary>
/// <param name="clockSkew">Maximum difference of the application's and the recorder's clocks, microseconds.</param>
/// <param name="refusalLag">Maximum lag of a refusal behind its last cause, microseconds.</param>
internal sealed class SeatChecker(long clockSkew, long refusalLag)
{
    public SeatVerdict Judge(IReadOnlyList<SeatOperation> history)
    {
        var refusals = new Refusals(history).All().ToList();
        var lateBy = refusals.Select(refusal => refusal.LateBy).Where(late => late != SeatOperation.Never).DefaultIfEmpty().Max();
        if (refusals.Find(refusal => refusal.LateBy > refusalLag) is { Refusal: { } refusal })
        {
            return new SeatVerdict($"refused without a cause: {refusal}", lateBy);
        }

        return new SeatVerdict(
            new SeatSearch(history.Where(MayHaveChanged), clockSkew).Succeeds() ? null : "the history is not linearizable", lateBy);
    }

    // A hold with unknown result has no owner: it can only block others and is left out.
    private static bool MayHaveChanged(SeatOperation operation) => operation.Action != SeatAction.Hold || operation.Result == SeatResult.Done;
}
