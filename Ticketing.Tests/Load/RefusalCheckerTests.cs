using Ticketing.Load.Proof;
using static Ticketing.Tests.Load.SeatCheckerTests;

namespace Ticketing.Tests.Load;

/// <summary>Refused holds need a competing hold. A refusal may lag 10 behind the competitor's end.</summary>
public sealed class RefusalCheckerTests
{
    [Fact]
    public void Refusal_SeatHeldByAnother_IsValid() => AssertValid(Hold(1, 0, 5), Refused(SeatAction.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_AfterASale_IsValid() => AssertValid(Hold(1, 0, 5), Order(1, 6, 9), Refused(SeatAction.Hold, 2, 5000, 5001));

    [Fact]
    public void Refusal_BeforeAnyRequest_IsAFault() => AssertFault(Refused(SeatAction.Hold, 2, 0, 4), Hold(1, 5, 9), Order(1, 10, 12));

    [Fact]
    public void Refusal_DuringAnotherRequest_IsValid() => AssertValid(Refused(SeatAction.Hold, 2, 0, 6), Hold(1, 5, 9));

    [Fact]
    public void Refusal_AfterHoldExpiryAndLag_IsAFault() => AssertFault(Hold(1, 0, 5), Refused(SeatAction.Hold, 2, 150, 160));

    [Fact]
    public void Refusal_AfterReleaseAndLag_IsAFault() => AssertFault(Hold(1, 0, 5), Release(1, 6, 9), Refused(SeatAction.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_WithinTheLagAfterRelease_IsValidAndMeasured()
    {
        var verdict = new SeatChecker(clockSkew: 0, refusalLag: 10).Judge([Hold(1, 0, 5), Release(1, 6, 9), Refused(SeatAction.Hold, 2, 12, 14)]);

        Assert.Equal(new SeatVerdict(null, RefusedLateBy: 3), verdict);
    }

    [Fact]
    public void Refusal_DuringAFailedAttempt_IsValid() =>
        AssertValid(new SeatOperation(SeatAction.Hold, SeatResult.GivenBack, 1, 0, 5), Refused(SeatAction.Hold, 2, 4, 8));

    [Fact]
    public void Refusal_AfterAnUnknownAttempt_IsValid() => AssertValid(Unknown(SeatAction.Hold, 1, 0), Refused(SeatAction.Hold, 2, 50, 60));

    [Fact]
    public void Refusal_AmongRefusedRequestsOnly_IsAFault() =>
        AssertFault(Refused(SeatAction.Hold, 1, 0, 10), Refused(SeatAction.Hold, 2, 1, 9), Refused(SeatAction.Hold, 3, 2, 8));

    [Fact]
    public void Refusal_ByOwnHold_IsAFault() => AssertFault(Hold(1, 0, 5), Refused(SeatAction.Hold, 1, 50, 60));

    [Fact]
    public void Refusal_AfterAnOrderThatWasNotFound_IsAFault() =>
        AssertFault(Hold(1, 0, 5), Unknown(SeatAction.Order, 1, 6), Refused(SeatAction.Hold, 2, 150, 160), Read(SeatOperation.NoHold, 300));
}
