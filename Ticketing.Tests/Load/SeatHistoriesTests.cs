using System.Diagnostics;
using Ticketing.Load.Proof;

namespace Ticketing.Tests.Load;

/// <summary>Conversion of recorded requests and responses to operations on seats.</summary>
public sealed class SeatHistoriesTests
{
    private static readonly Guid Id = Guid.NewGuid();
    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow.AddMinutes(1);

    private readonly Recorder _recorder = new(20);
    private readonly long _begin = Stopwatch.GetTimestamp();

    [Fact]
    public void Hold_AnsweredAtTheRetry_SpansBothAttempts()
    {
        Ask(SeatAction.Hold, 7, at: 10);
        _recorder.Done(Ask(SeatAction.Hold, 7, at: 20), Id, End, At(30));

        var hold = Assert.Single(Histories().Seats[0]);
        Assert.Equal((SeatResult.Done, 7, _recorder.At(At(10)), _recorder.At(At(30))), (hold.Result, hold.Hold, hold.From, hold.Until));
    }

    [Fact]
    public void Hold_RefusedAtTheRetry_LeavesTheFirstUnknown()
    {
        Ask(SeatAction.Hold, 7, at: 10);
        _recorder.Refused(Ask(SeatAction.Hold, 7, at: 20), named: 1, At(30));

        Assert.Equal([SeatResult.Refused, SeatResult.Unknown], Histories().Seats[0].Select(operation => operation.Result));
        Assert.Equal(SeatOperation.Never, Histories().Seats[0][1].Until);
    }

    [Fact]
    public void Hold_OfThreeRefusedForOne_ReleasesTheOthers()
    {
        _recorder.Refused(_recorder.Ask(SeatAction.Hold, 7, 0, 3, At(10)), named: 0b010, At(30));

        Assert.Equal(
            [SeatResult.GivenBack, SeatResult.Refused, SeatResult.GivenBack], Histories().Seats.Select(seat => Assert.Single(seat).Result));
    }

    [Fact]
    public void Request_NeverSent_IsIgnored()
    {
        _recorder.NeverSent(Ask(SeatAction.Hold, 7, at: 10));

        Assert.Empty(Histories().Seats[0]);
    }

    [Fact]
    public void Repeat_WithAnotherResponse_IsAFault()
    {
        _recorder.Done(Ask(SeatAction.Order, 7, at: 10), Id, End, At(20));
        _recorder.Done(Ask(SeatAction.Order, 7, at: 30), Guid.NewGuid(), End, At(40));

        Assert.Single(Histories().Broken);
    }

    [Fact]
    public void Repeat_RefusedAfterSuccess_IsAFaultExceptForReleases()
    {
        _recorder.Done(Ask(SeatAction.Hold, 7, at: 10), Id, End, At(20));
        _recorder.Refused(Ask(SeatAction.Hold, 7, at: 30), named: 1, At(40));
        _recorder.Done(Ask(SeatAction.Release, 8, at: 10), Id, End, At(20));
        _recorder.Refused(Ask(SeatAction.Release, 8, at: 30), named: 0, At(40));

        Assert.Single(Histories().Broken);
    }

    [Fact]
    public void Repeat_RefusedAfterExpiry_IsValid()
    {
        _recorder.Done(Ask(SeatAction.Hold, 7, at: 10), Id, End.AddMinutes(-2), At(20));
        _recorder.Refused(Ask(SeatAction.Hold, 7, at: 30), named: 1, At(40));

        Assert.Empty(Histories().Broken);
    }

    [Fact]
    public void Read_OfASeatOfAnUnknownHold_IsAFault()
    {
        _recorder.Done(Ask(SeatAction.Hold, 7, at: 10), Id, End, At(20));
        var histories = Histories();
        histories.AddRead(0, Id, 50);
        histories.AddRead(1, Guid.NewGuid(), 50);
        histories.AddRead(2, null, 50);

        Assert.Equal(7, histories.Seats[0][^1].Hold);
        Assert.NotNull(new SeatChecker(0, 0).Judge(histories.Seats[1]).Fault);
        Assert.Null(new SeatChecker(0, 0).Judge(histories.Seats[2]).Fault);
    }

    private SeatHistories Histories() => new(_recorder, 3);

    private int Ask(SeatAction act, int hold, int at) => _recorder.Ask(act, hold, 0, 1, At(at));

    private long At(int milliseconds) => _begin + (milliseconds * Stopwatch.Frequency / 1000);
}
