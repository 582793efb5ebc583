using Ticketing.Load.Proof;

namespace Ticketing.Tests.Load;

/// <summary>Histories of one seat. Holds are numbered and expire at 100 unless given.</summary>
public sealed class SeatCheckerTests
{
    private const long End = 100;
    private const long Lag = 10;

    [Fact]
    public void Seat_HeldOrderedAndSold_IsValid() => AssertValid(Hold(1, 0, 5), Order(1, 6, 9), Read(1, 300));

    [Fact]
    public void Seat_WithoutRequest_IsValid() => AssertValid(Read(SeatOperation.NoHold, 300));

    [Fact]
    public void Seat_SoldTwice_IsAFault() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Hold(2, 10, 15), Order(2, 16, 19));

    [Fact]
    public void Seat_SoldTwiceConcurrently_IsAFault() => AssertFault(Hold(1, 0, 50), Hold(2, 0, 50), Order(1, 51, 60), Order(2, 51, 60));

    [Fact]
    public void Seat_HeldAfterSale_IsAFault() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Hold(2, 200, 205));

    [Fact]
    public void Seat_HeldTwiceConcurrently_IsAFault() => AssertFault(Hold(1, 0, 5), Hold(2, 3, 8));

    [Fact]
    public void Seat_HeldAfterExpiry_IsValid() => AssertValid(Hold(1, 0, 5), Hold(2, 99, 101, End + 100));

    [Fact]
    public void Seat_HeldBeforeExpiry_IsAFault() => AssertFault(Hold(1, 0, 5), Hold(2, 90, 99));

    [Fact]
    public void Clock_WithinTheSkew_IsValid() =>
        Assert.Null(new SeatChecker(clockSkew: 2, Lag).Judge([Hold(1, 0, 5), Hold(2, 90, 99)]).Fault);

    [Fact]
    public void Seat_HeldAfterRelease_IsValid() => AssertValid(Hold(1, 0, 5), Release(1, 6, 20), Hold(2, 10, 15), Order(2, 16, 20));

    [Fact]
    public void Seat_OrderedAfterRelease_IsAFault() => AssertFault(Hold(1, 0, 5), Release(1, 6, 8), Order(1, 9, 12));

    [Fact]
    public void Order_LateWithoutCompetitor_IsValid() => AssertValid(Hold(1, 0, 5), Order(1, 95, 150), Read(1, 300));

    [Fact]
    public void Order_AfterExpiryWithCompetitor_IsAFault() =>
        AssertFault(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Order(2, 106, 109), Order(1, 95, 150));

    [Fact]
    public void Order_RequestedAfterExpiry_IsAFault() => AssertFault(Hold(1, 0, 5), Order(1, 101, 110));

    [Fact]
    public void Order_WithoutHold_IsAFault() => AssertFault(Order(1, 0, 5));

    [Fact]
    public void Order_RefusedBeforeExpiry_IsAFault() => AssertFault(Hold(1, 0, 5), Refused(SeatAction.Order, 1, 6, 9));

    [Fact]
    public void Order_RefusedAfterExpiry_IsValid() => AssertValid(Hold(1, 0, 5), Refused(SeatAction.Order, 1, 90, 101), Read(SeatOperation.NoHold, 300));

    [Fact]
    public void Order_ConfirmedAndMissing_IsAFault() => AssertFault(Hold(1, 0, 5), Order(1, 6, 9), Read(SeatOperation.NoHold, 300));

    [Fact]
    public void Order_WithoutRequest_IsAFault() => AssertFault(Hold(1, 0, 5), Read(1, 300));

    [Fact]
    public void UnknownOrder_FoundOrNot_IsValid()
    {
        AssertValid(Hold(1, 0, 5), Unknown(SeatAction.Order, 1, 6), Read(1, 300));
        AssertValid(Hold(1, 0, 5), Unknown(SeatAction.Order, 1, 6), Read(SeatOperation.NoHold, 300));
    }

    [Fact]
    public void UnknownOrder_FoundAfterAnotherSale_IsAFault() =>
        AssertFault(Hold(1, 0, 5), Unknown(SeatAction.Order, 1, 6), Hold(2, 110, 115, End + 100), Order(2, 116, 120), Read(1, 300));

    [Fact]
    public void UnknownOrder_BeforeAnotherSale_IsValid() =>
        AssertValid(Hold(1, 0, 5), Unknown(SeatAction.Order, 1, 6), Hold(2, 110, 115, End + 100), Order(2, 116, 120), Read(2, 300));

    [Fact]
    public void UnknownRelease_BeforeAnotherHold_ExcludesALaterSale()
    {
        AssertValid(Hold(1, 0, 5), Unknown(SeatAction.Release, 1, 6), Hold(2, 10, 15));
        AssertValid(Hold(1, 0, 5), Unknown(SeatAction.Release, 1, 6), Order(1, 10, 15), Read(1, 300));
        AssertFault(Hold(1, 0, 5), Unknown(SeatAction.Release, 1, 6), Hold(2, 10, 15), Order(1, 16, 20));
    }

    [Fact]
    public void UnknownHold_BeforeAnotherHold_IsValid() => AssertValid(Unknown(SeatAction.Hold, 1, 0), Hold(2, 1, 5), Order(2, 6, 9), Read(2, 300));

    [Fact]
    public void Release_RefusedToItsOwner_IsAFault() => AssertFault(Hold(1, 0, 5), Refused(SeatAction.Release, 1, 6, 9));

    [Fact]
    public void Release_OfAnExpiredHold_KeepsTheNextHold()
    {
        AssertValid(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Release(1, 106, 109), Order(2, 110, 115), Read(2, 300));
        AssertFault(Hold(1, 0, 5), Hold(2, 101, 105, End + 100), Release(1, 106, 109), Hold(3, 110, 115, End + 200));
    }

    [Fact]
    public void Release_ConfirmedTwiceWithCompetitor_IsAFault() =>
        AssertFault(Hold(1, 0, 5), Release(1, 6, 9), Hold(2, 10, 15), Release(1, 16, 20));

    [Fact]
    public void Release_RefusedAfterTheOrder_IsValid() => AssertValid(Hold(1, 0, 5), Order(1, 6, 9), Refused(SeatAction.Release, 1, 10, 12));

    [Fact]
    public void History_OfManyOverlappingHolds_IsDecided()
    {
        // All holds overlap: only their expiry times determine the order.
        var holds = Enumerable.Range(0, 16).Select(turn => Hold(turn, 0, 100_000, 1000 * (turn + 1)));
        AssertValid([.. holds, Order(15, 14_500, 100_000), Read(15, 200_000)]);
        AssertFault([.. holds, Order(14, 13_500, 100_000), Order(15, 14_500, 100_000), Read(15, 200_000)]);
    }

    internal static SeatOperation Hold(int hold, long from, long until, long end = End) => new(SeatAction.Hold, SeatResult.Done, hold, from, until) { ExpiresAt = end };

    internal static SeatOperation Order(int hold, long from, long until) => new(SeatAction.Order, SeatResult.Done, hold, from, until);

    internal static SeatOperation Release(int hold, long from, long until) => new(SeatAction.Release, SeatResult.Done, hold, from, until);

    internal static SeatOperation Refused(SeatAction act, int hold, long from, long until) => new(act, SeatResult.Refused, hold, from, until);

    internal static SeatOperation Unknown(SeatAction act, int hold, long from) => new(act, SeatResult.Unknown, hold, from, SeatOperation.Never);

    internal static SeatOperation Read(int hold, long at) => new(SeatAction.Read, SeatResult.Done, hold, at, at);

    internal static void AssertValid(params SeatOperation[] history) => Assert.Null(new SeatChecker(clockSkew: 0, Lag).Judge(history).Fault);

    internal static void AssertFault(params SeatOperation[] history) => Assert.NotNull(new SeatChecker(clockSkew: 0, Lag).Judge(history).Fault);
}
