using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Settings, phases, the status document, estimates, the rate governor, the proof of work.</summary>
public sealed class RoomRulesTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly RoomSettings Settings = new() { Mode = RoomMode.Scheduled, PreQueueAt = Start.AddMinutes(-30), StartsAt = Start };
    private static readonly RoomKeys Keys = new(new byte[32]);

    [Theory]
    [InlineData(RoomMode.Off, RoomCommand.Run, 0, RoomPhase.Off)]
    [InlineData(RoomMode.Closed, RoomCommand.Run, 0, RoomPhase.Closed)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Run, -31, RoomPhase.Announced)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Run, -30, RoomPhase.PreQueue)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Run, 0, RoomPhase.Live)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Pause, 1, RoomPhase.Paused)]
    [InlineData(RoomMode.Scheduled, RoomCommand.Drain, 1, RoomPhase.Draining)]
    [InlineData(RoomMode.Auto, RoomCommand.Run, -60, RoomPhase.Live)]
    public void Phase_ByClockAndCommand_IsDerived(RoomMode mode, RoomCommand command, int minute, RoomPhase phase) =>
        Assert.Equal(phase, (Settings with { Mode = mode, Command = command }).PhaseAt(Start.AddMinutes(minute)));

    [Fact]
    public void Settings_OutOfRange_ReportTheField()
    {
        Assert.Empty(Settings.Faults());
        Assert.Equal(
            ["PerMinute", "PerMinuteMin", "Burst", "ActiveMax", "ClaimSeconds", "PassSeconds", "FailedHoldPercent", "CheckoutMilliseconds", "ArrivalsPerMinute", "PreQueueAt", "Message"],
            new RoomSettings
            {
                PerMinute = 0,
                PerMinuteMin = 5,
                Burst = 0,
                ActiveMax = 0,
                ClaimSeconds = 1,
                PassSeconds = 1,
                FailedHoldPercent = 0,
                CheckoutMilliseconds = 1,
                ArrivalsPerMinute = 0,
                PreQueueAt = Start,
                StartsAt = Start.AddMinutes(-1),
                Message = new string('x',
                RoomSettings.MessageLengthMax + 1),
            }.Faults().Select(fault => fault.Field));
    }

    [Fact]
    public void Change_OfTheStartAfterTheDraw_IsRefused()
    {
        var room = new Core.WaitingRoom.WaitingRoom { PerformanceId = PerformanceId.New(), OrganizationId = OrganizationId.New() };

        Assert.Empty(room.Change(Settings, isDrawn: false, Actor.System, Start));
        Assert.Equal(["StartsAt"], room.Change(Settings with { StartsAt = Start.AddHours(1) }, isDrawn: true, Actor.System, Start).Select(fault => fault.Field));
        Assert.Empty(room.Change(Settings with { PerMinute = 100, Message = "Hello" }, isDrawn: true, Actor.System, Start));
        Assert.Equal((100, 1), (room.Settings.PerMinute, room.MessageVersion));
        Assert.Equal(2, room.TakeFacts().Audit.Count);
    }

    [Fact]
    public void Document_OfTheLargestRoom_IsBelow250Bytes()
    {
        var state = new RoomState(RoomPhase.PreQueue, 99, Start, 9_999_999, 9_999_999, 999_999, 100_000, 10_000, 59_999.9, 1, 1, 1);
        var seed = Draw.NewSeed();
        var draw = new RevealedDraw(new Draw(seed, 9_999_999), seed);
        foreach (var phase in Enum.GetValues<RoomPhase>())
        {
            foreach (var held in new[] { draw, null })
            {
                var document = RoomDocument.Write(phase, state, Settings, Start, held, Draw.CommitmentOf(seed), 999, isUnavailable: true);
                using var json = JsonDocument.Parse(document);
                Assert.InRange(document.Length, 1, RoomDocument.BytesMax);
                Assert.Equal(phase.ToWord(), json.RootElement.GetProperty("phase").GetString());
                Assert.Equal(held is not null, json.RootElement.TryGetProperty("seed", out _));
            }
        }
    }

    [Fact]
    public void Estimate_OfAPlace_IsARangeAroundPlaceByRate()
    {
        var estimate = WaitEstimate.Of(600, 60)!.Value;

        Assert.InRange(10, estimate.Shortest.TotalMinutes, estimate.Longest.TotalMinutes);
        Assert.Null(WaitEstimate.Of(600, 0));
        Assert.Equal(TimeSpan.FromDays(1), WaitEstimate.Of(1_000_000, 1)!.Value.Longest);
    }

    [Fact]
    public void AutoSwitch_AfterAPeak_StaysOnForAMinute()
    {
        var auto = new AutoSwitch();
        var settings = Settings with { Mode = RoomMode.Auto, ArrivalsPerMinute = 100 };

        Assert.False(auto.Decide(isUp: false, 100, 0, settings, Start));
        Assert.True(auto.Decide(isUp: false, 101, 0, settings, Start));
        Assert.True(auto.Decide(isUp: true, 40, 0, settings, Start));
        Assert.True(auto.Decide(isUp: true, 40, 3, settings, Start.AddSeconds(40)));
        Assert.True(auto.Decide(isUp: true, 40, 0, settings, Start.AddSeconds(70)));
        Assert.True(auto.Decide(isUp: true, 40, 0, settings, Start.AddSeconds(129)));
        Assert.False(auto.Decide(isUp: true, 40, 0, settings, Start.AddSeconds(130)));
    }

    [Fact]
    public void Governor_SlowCheckout_FallsToTheMinimumAndRecovers()
    {
        var governor = new RateGovernor();
        var settings = Settings with { PerMinute = 600, PerMinuteMin = 100 };
        var now = Start;
        Assert.Equal(600, governor.Step(default, settings, now));

        var slow = new ShopLoad(100, 10, settings.CheckoutMilliseconds + 1, 0);
        Assert.Equal(400, governor.Step(slow, settings, now += TimeSpan.FromSeconds(1)));
        Assert.Equal(400, governor.Step(slow, settings, now += TimeSpan.FromSeconds(1)), 0.001);
        Assert.Equal(GovernorReason.SlowCheckout, governor.Reason);
        for (var i = 0; i < 60; i++)
        {
            governor.Step(slow, settings, now += TimeSpan.FromSeconds(1));
        }

        Assert.Equal(100, governor.Step(slow, settings, now));
        for (var i = 0; i < 30; i++)
        {
            governor.Step(default, settings, now += TimeSpan.FromSeconds(1));
        }

        Assert.Equal((1, (GovernorReason?)null), (governor.Share, governor.Reason));
    }

    [Fact]
    public void Governor_CloseToTheLimit_KeepsTheRate()
    {
        var governor = new RateGovernor();
        var settings = Settings with { PerMinute = 600, PerMinuteMin = 100 };
        var now = Start;
        governor.Step(default, settings, now);
        governor.Step(new ShopLoad(0, 0, settings.CheckoutMilliseconds + 1, 0), settings, now += TimeSpan.FromSeconds(1));

        Assert.Equal(400, governor.Step(new ShopLoad(0, 0, settings.CheckoutMilliseconds * 0.8, 0), settings, now += TimeSpan.FromSeconds(1)), 0.001);
        Assert.Equal(430, governor.Step(new ShopLoad(0, 0, settings.CheckoutMilliseconds * 0.6, 0), settings, now += TimeSpan.FromSeconds(1)), 0.001);
        Assert.Equal(GovernorReason.SlowCheckout, governor.Reason);
    }

    [Fact]
    public void Governor_FewHolds_IgnoresFailures()
    {
        var governor = new RateGovernor();

        Assert.Equal(600, governor.Step(new ShopLoad(10, 10, 0, 0), Settings, Start));
        Assert.True(governor.Step(new ShopLoad(100, 41, 0, 0), Settings, Start.AddSeconds(1)) < 600);
        Assert.Equal(GovernorReason.FailedHolds, governor.Reason);
    }

    [Fact]
    public void Proof_OfWork_IsBoundToRoomOwnerAndTime()
    {
        var (performance, owner) = (PerformanceId.New(), QueueOwner.OfDevice("me"));
        var asked = JoinProof.Ask(performance, owner, 14, Start, Keys);
        var answer = ProofOfWork.Solve(asked.Challenge, asked.Bits);

        Assert.NotNull(JoinProof.Read(answer, performance, owner, 14, Start.AddMinutes(2), Keys));
        Assert.Null(JoinProof.Read(answer, performance, QueueOwner.OfDevice("somebody else"), 14, Start, Keys));
        Assert.Null(JoinProof.Read(answer, PerformanceId.New(), owner, 14, Start, Keys));
        Assert.Null(JoinProof.Read(answer, performance, owner, 14, Start.AddMinutes(6), Keys));
        Assert.Null(JoinProof.Read(answer, performance, owner, 18, Start, Keys));
        Assert.Null(JoinProof.Read(asked.Challenge + ".1x", performance, owner, 14, Start, Keys));
        Assert.Null(JoinProof.Read("." + answer, performance, owner, 14, Start, Keys));
        Assert.Null(JoinProof.Read(null, performance, owner, 14, Start, Keys));
    }

    [Fact]
    public void Proof_EachChallenge_HasANumberOfItsOwn()
    {
        var (performance, owner) = (PerformanceId.New(), QueueOwner.OfDevice("me"));
        var numbers = Enumerable.Range(0, 2).Select(_ => JoinProof.Ask(performance, owner, 14, Start, Keys))
            .Select(asked => JoinProof.Read(ProofOfWork.Solve(asked.Challenge, asked.Bits), performance, owner, 14, Start, Keys)!).ToList();

        Assert.NotEqual(numbers[0], numbers[1]);
    }

    [Fact]
    public void Proof_AfterMoreJoins_NeedsMoreBits()
    {
        Assert.Equal(0, WorkProof.BitsFor(9, free: 10));
        Assert.InRange(WorkProof.BitsFor(10, free: 10), 14, 16);
        Assert.True(WorkProof.BitsFor(1_000, free: 10) > WorkProof.BitsFor(20, free: 10));
        Assert.Equal(22, WorkProof.BitsFor(long.MaxValue, free: 10));
    }
}
