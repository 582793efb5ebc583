namespace Ticketing.Load.Proof;

/// <summary>What the history of a seat has turned out to be.</summary>
/// <param name="Fault">Null: all of it can have happened to a seat that was never two people's.</param>
/// <param name="RefusedLateBy">The longest time, in microseconds, for which somebody was refused a seat that was nobody's any more.</param>
internal sealed record SeatVerdict(string? Fault, long RefusedLateBy);

/// <summary>
/// Judges what people were told about one seat, without asking the application: it knows only what was asked, what was answered,
/// and when.
/// </summary>
/// <param name="clockSkew">How far the application's clock may be from the recorder's; microseconds.</param>
/// <param name="refusalLag">For so long after the last reason to refuse a seat it may still be refused; microseconds.</param>
internal sealed class SeatChecker(long clockSkew, long refusalLag)
{
    public SeatVerdict Judge(IReadOnlyList<SeatOperation> history)
    {
        var refusals = new Refusals(history).All().ToList();
        var lateBy = refusals.Select(refusal => refusal.LateBy).Where(late => late != SeatOperation.Never).DefaultIfEmpty().Max();
        if (refusals.Find(refusal => refusal.LateBy > refusalLag) is { Refusal: { } refusal })
        {
            return new SeatVerdict($"refused without a reason: {refusal}", lateBy);
        }

        return new SeatVerdict(
            new SeatSearch(history.Where(MayHaveChanged), clockSkew).Succeeds() ? null : "no order of what was answered is one seat's", lateBy);
    }

    // A hold of which nobody knows whether there was one can be left out: nobody has it, so all that it could do is keep others away.
    private static bool MayHaveChanged(SeatOperation operation) => operation.Act != SeatAct.Hold || operation.Result == SeatResult.Done;
}
