using Ticketing.Load.Proof;

namespace Ticketing.Tests.Load;

/// <summary>One seat, holds by their number; all holds end at 100 unless said otherwise.</summary>
public sealed class SeatCheckerTests
{
    private const long End = 100;
    private const long Lag = 10;

    [Fact]
    public void Seat_HeldOrderedAndFoundSold_IsFine() => AssertFine(Hold(1, 0, 5), Order(1, 6, 9), Look(1, 300));

    [Fact]
    public void Seat_NeverAskedFor_IsFine() => AssertFine(Look(SeatOperation.NoHold, 300));

    [Fact]
    public void Seat_SoldTwice_IsFound() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Hold(2, 10, 15), Order(2, 16, 19));

    [Fact]
    public void Seat_SoldTwiceAtOnce_IsFound() => AssertFault(Hold(1, 0, 50), Hold(2, 0, 50), Order(1, 51, 60), Order(2, 51, 60));

    [Fact]
    public void Seat_HeldAfterItWasSold_IsFound() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Hold(2, 200, 205));

    [Fact]
    public void Seat_HeldByTwoAtOnce_IsFound() => AssertFault(Hold(1, 0, 5), Hold(2, 3, 8));

    [Fact]
    public void Seat_HeldAgainAfterTheEnd_IsFine() => AssertFine(Hold(1, 0, 5), Hold(2, 99, 101, End + 100));

    [Fact]
    public void Seat_HeldAgainBeforeTheEnd_IsFound() => AssertFault(Hold(1, 0, 5), Hold(2, 90, 99));

    [Fact]
    public void Clock_OffByLessThanTheSkew_IsForgiven() =>
        Assert.Null(new SeatChecker(clockSkew: 2, Lag).Judge([Hold(1, 0, 5), Hold(2, 90, 99)]).Fault);

    [Fact]
    public void Seat_HeldAgainAfterARelease_IsFine() => AssertFine(Hold(1, 0, 5), Release(1, 6, 20), Hold(2, 10, 15), Order(2, 16, 20));

    [Fact]
    public void Seat_OrderedAfterItsRelease_IsFound() => AssertFault(Hold(1, 0, 5), Release(1, 6, 8), Order(1, 9, 12));

    [Fact]
    public void Order_LateButBeforeAnybodyElse_IsFine() => AssertFine(Hold(1, 0, 5), Order(1, 95, 150), Look(1, 300));

    [Fact]
    public void Order_AfterTheEndWhenAnotherHasTheSeat_IsFound() =>
        AssertFault(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Order(2, 106, 109), Order(1, 95, 150));

    [Fact]
    public void Order_FirstAskedForAfterTheEnd_IsFound() => AssertFault(Hold(1, 0, 5), Order(1, 101, 110));

    [Fact]
    public void Order_WithoutAHold_IsFound() => AssertFault(Order(1, 0, 5));

    [Fact]
    public void Order_RefusedBeforeTheEnd_IsFound() => AssertFault(Hold(1, 0, 5), Refused(SeatAct.Order, 1, 6, 9));

    [Fact]
    public void Order_RefusedAfterTheEnd_IsFine() => AssertFine(Hold(1, 0, 5), Refused(SeatAct.Order, 1, 90, 101), Look(SeatOperation.NoHold, 300));

    [Fact]
    public void Order_PromisedAndNotFound_IsFound() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Look(SeatOperation.NoHold, 300));

    [Fact]
    public void Order_NobodyAskedFor_IsFound() => AssertFault(Hold(1, 0, 5), Look(1, 300));

    [Fact]
    public void UnknownOrder_FoundOrNot_IsFine()
    {
        AssertFine(Hold(1, 0, 5), Unknown(SeatAct.Order, 1, 6), Look(1, 300));
        AssertFine(Hold(1, 0, 5), Unknown(SeatAct.Order, 1, 6), Look(SeatOperation.NoHold, 300));
    }

    [Fact]
    public void UnknownOrder_ThatMustHaveHappened_LeavesTheSeatToNobodyElse() =>
        AssertFault(Hold(1, 0, 5), Unknown(SeatAct.Order, 1, 6), Hold(2, 110, 115, End + 100), Order(2, 116, 120), Look(1, 300));

    [Fact]
    public void UnknownOrder_ThatCannotHaveHappened_LeavesTheSeatToOthers() =>
        AssertFine(Hold(1, 0, 5), Unknown(SeatAct.Order, 1, 6), Hold(2, 110, 115, End + 100), Order(2, 116, 120), Look(2, 300));

    [Fact]
    public void UnknownRelease_ExplainsTheNextHold_ButNotASaleAfterIt()
    {
        AssertFine(Hold(1, 0, 5), Unknown(SeatAct.Release, 1, 6), Hold(2, 10, 15));
        AssertFine(Hold(1, 0, 5), Unknown(SeatAct.Release, 1, 6), Order(1, 10, 15), Look(1, 300));
        AssertFault(Hold(1, 0, 5), Unknown(SeatAct.Release, 1, 6), Hold(2, 10, 15), Order(1, 16, 20));
    }

    [Fact]
    public void UnknownHold_HoldsUpNobody() => AssertFine(Unknown(SeatAct.Hold, 1, 0), Hold(2, 1, 5), Order(2, 6, 9), Look(2, 300));

    [Fact]
    public void Release_RefusedToItsOwner_IsFound() => AssertFault(Hold(1, 0, 5), Refused(SeatAct.Release, 1, 6, 9));

    [Fact]
    public void Release_OfAHoldThatIsOver_IsFineAndTakesNothingFromTheNext()
    {
        AssertFine(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Release(1, 106, 109), Order(2, 110, 115), Look(2, 300));
        AssertFault(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Release(1, 106, 109), Hold(3, 110, 115, End + 200));
    }

    [Fact]
    public void Release_AnsweredBeforeTheEndWhenAnotherHasTheSeat_IsFound() =>
        AssertFault(Hold(1, 0, 5), Release(1, 6, 9), Hold(2, 10, 15), Release(1, 16, 20));

    [Fact]
    public void Release_RefusedAfterTheOrder_IsFine() => AssertFine(Hold(1, 0, 5), Order(1, 6, 9), Refused(SeatAct.Release, 1, 10, 12));

    [Fact]
    public void History_OfManyWhoOverlap_IsJudgedInTime()
    {
        // Each hold may be anywhere among the others; only the moments of their ends leave one order.
        var holds = Enumerable.Range(0, 16).Select(turn => Hold(turn, 0, 100_000, 1000 * (turn + 1)));
        AssertFine([.. holds, Order(15, 14_500, 100_000), Look(15, 200_000)]);
        AssertFault([.. holds, Order(14, 13_500, 100_000), Order(15, 14_500, 100_000), Look(15, 200_000)]);
    }

    internal static SeatOperation Hold(int hold, long from, long until, long end = End) => new(SeatAct.Hold, SeatResult.Done, hold, from, until) { ExpiresAt = end };

    internal static SeatOperation Order(int hold, long from, long until) => new(SeatAct.Order, SeatResult.Done, hold, from, until);

    internal static SeatOperation Release(int hold, long from, long until) => new(SeatAct.Release, SeatResult.Done, hold, from, until);

    internal static SeatOperation Refused(SeatAct act, int hold, long from, long until) => new(act, SeatResult.Refused, hold, from, until);

    internal static SeatOperation Unknown(SeatAct act, int hold, long from) => new(act, SeatResult.Unknown, hold, from, SeatOperation.Never);

    internal static SeatOperation Look(int hold, long at) => new(SeatAct.Look, SeatResult.Done, hold, at, at);

    internal static void AssertFine(params SeatOperation[] history) => Assert.Null(new SeatChecker(clockSkew: 0, Lag).Judge(history).Fault);

    internal static void AssertFault(params SeatOperation[] history) => Assert.NotNull(new SeatChecker(clockSkew: 0, Lag).Judge(history).Fault);
}
