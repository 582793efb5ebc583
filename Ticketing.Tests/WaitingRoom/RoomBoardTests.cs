using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>What the board counts for metrics: only rooms that this instance leads.</summary>
public sealed class RoomBoardTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private readonly PerformanceId _performance = PerformanceId.New();
    private readonly RoomBoard _board;

    public RoomBoardTests() => _board = new RoomBoard(_time);

    [Theory]
    // 100 a minute for the 10 minutes, or all that wait.
    [InlineData(RoomPhase.Live, 0, 5000, 1000)]
    [InlineData(RoomPhase.Live, 0, 300, 300)]
    [InlineData(RoomPhase.Draining, 0, 5000, 1000)]
    [InlineData(RoomPhase.Paused, 0, 5000, 0)]
    // The pre-queue: the part of the 10 minutes after the start.
    [InlineData(RoomPhase.PreQueue, 15, 5000, 0)]
    [InlineData(RoomPhase.PreQueue, 4, 5000, 600)]
    public void DueWithin_CountsWhoIsAdmittedByThen(RoomPhase phase, int minutesToStart, int waiting, long expected)
    {
        _board.Show([View(phase, waiting, admitted: 0, startsAt: TestTimes.Start.AddMinutes(minutesToStart))]);

        Assert.Equal((waiting, expected), (_board.Waiting, _board.DueWithin(Ahead)));
    }

    [Fact]
    public void DueWithin_OfARoomLedElsewhere_IsNone()
    {
        _board.Show([View(RoomPhase.Live, 5000, admitted: 0) with { Leads = false }]);

        Assert.Equal((0, 0), (_board.Waiting, _board.DueWithin(Ahead)));
    }

    [Fact]
    public void Admitted_WhenALeadBeginsOrEnds_NeitherJumpsNorFalls()
    {
        _board.Show([View(RoomPhase.Live, 10, admitted: 70) with { Leads = false }]);
        _board.Show([View(RoomPhase.Live, 10, admitted: 80)]);
        Assert.Equal(0, _board.Admitted);

        _board.Show([View(RoomPhase.Live, 10, admitted: 95)]);
        Assert.Equal(15, _board.Admitted);

        _board.Show([View(RoomPhase.Live, 10, admitted: 99) with { Leads = false }]);
        _board.Show([]);
        Assert.Equal(15, _board.Admitted);
    }

    private RoomView View(RoomPhase phase, int waiting, long admitted, DateTimeOffset? startsAt = null) => new()
    {
        Performance = _performance,
        Organization = OrganizationId.New(),
        Settings = new RoomSettings { PerMinute = 100, StartsAt = startsAt ?? TestTimes.Start },
        Phase = phase,
        State = new RoomState(phase, 1, TestTimes.Start, Serving: 0, Tail: waiting, Late: 0, Active: 0, Unclaimed: 0, PerMinute: 100, admitted, 0, 0),
        Draw = null,
        Commitment = [],
        MessageVersion = 0,
        IsUnavailable = false,
        ClockOffset = TimeSpan.Zero,
        Slowed = null,
        FreeSeats = null,
        Leads = true,
        Document = [],
    };
}
