using Ticketing.Load.Proof;
using static Ticketing.Tests.Load.SeatCheckerTests;

namespace Ticketing.Tests.Load;

/// <summary>Refused holds: somebody else must have been there. A seat may be refused for 10 after the last reason is gone.</summary>
public sealed class RefusalCheckerTests
{
    [Fact]
    public void Refusal_WhileAnotherHoldsTheSeat_IsFine() => AssertFine(Hold(1, 0, 5), Refused(SeatAct.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_LongAfterTheSale_IsFine() => AssertFine(Hold(1, 0, 5), Order(1, 6, 9), Refused(SeatAct.Hold, 2, 5000, 5001));

    [Fact]
    public void Refusal_BeforeAnybodyAsked_IsFound() => AssertFault(Refused(SeatAct.Hold, 2, 0, 4), Hold(1, 5, 9), Order(1, 10, 12));

    [Fact]
    public void Refusal_WhileAnotherIsStillAsking_IsFine() => AssertFine(Refused(SeatAct.Hold, 2, 0, 6), Hold(1, 5, 9));

    [Fact]
    public void Refusal_LongAfterTheHoldsEnd_IsFound() => AssertFault(Hold(1, 0, 5), Refused(SeatAct.Hold, 2, 150, 160));

    [Fact]
    public void Refusal_LongAfterTheRelease_IsFound() => AssertFault(Hold(1, 0, 5), Release(1, 6, 9), Refused(SeatAct.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_AMomentAfterTheRelease_IsFineAndTold()
    {
        var verdict = new SeatChecker(clockSkew: 0, refusalLag: 10).Judge([Hold(1, 0, 5), Release(1, 6, 9), Refused(SeatAct.Hold, 2, 12, 14)]);

        Assert.Equal(new SeatVerdict(null, RefusedLateBy: 3), verdict);
    }

    [Fact]
    public void Refusal_BecauseOfAnAttemptThatFailedElsewhere_IsFine() =>
        AssertFine(new SeatOperation(SeatAct.Hold, SeatResult.GivenBack, 1, 0, 5), Refused(SeatAct.Hold, 2, 4, 8));

    [Fact]
    public void Refusal_BecauseOfAnAttemptNobodyKnowsTheEndOf_IsFine() => AssertFine(Unknown(SeatAct.Hold, 1, 0), Refused(SeatAct.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_BecauseOfOthersWhoAreRefused_IsFound() =>
        AssertFault(Refused(SeatAct.Hold, 1, 0, 10), Refused(SeatAct.Hold, 2, 1, 9), Refused(SeatAct.Hold, 3, 2, 8));

    [Fact]
    public void Refusal_BecauseOfOnesOwnHold_IsFound() => AssertFault(Hold(1, 0, 5), Refused(SeatAct.Hold, 1, 50, 60));

    [Fact]
    public void Refusal_BecauseOfAnOrderThatWasNotFound_IsFound() =>
        AssertFault(Hold(1, 0, 5), Unknown(SeatAct.Order, 1, 6), Refused(SeatAct.Hold, 2, 150, 160), Look(SeatOperation.NoHold, 300));
}
