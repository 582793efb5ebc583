using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;

namespace Ticketing.Tests.CheckIn;

/// <summary>Scans of one ticket are merged to the same result in whatever order they come.</summary>
public sealed class ScanJudgeTests
{
    private static readonly DateTimeOffset Doors = new(2026, 12, 1, 18, 0, 0, TimeSpan.Zero);
    private static readonly GateId East = GateId.New();
    private static readonly GateId West = GateId.New();
    private static readonly DeviceId One = DeviceId.New();
    private static readonly DeviceId Other = DeviceId.New();

    private long _received;

    [Fact]
    public void Entries_OfTwoDevices_TheEarlierWinsInBothOrders()
    {
        var early = Entry(One, East, 10, received: 2);
        var late = Entry(Other, West, 20, received: 1);

        foreach (var scans in new[] { new[] { early, late }, [late, early] })
        {
            var (judged, presence) = Judge(scans, EntryPolicy.Once);
            Assert.Equal((Verdict.Welcome, true), Of(judged, early));
            Assert.Equal((Verdict.Duplicate, false), Of(judged, late));
            Assert.Equal(early, judged.Single(scan => scan.Scan == late).Other);
            Assert.Equal((EntryState.Inside, 1, East), (presence.State, presence.Entries, presence.EntryGate));
        }
    }

    [Fact]
    public void Entries_CloserThanTheirUncertainties_TheFirstReceivedWins()
    {
        var early = Entry(One, East, 10, uncertainty: 3, received: 2);
        var late = Entry(Other, West, 12, uncertainty: 1, received: 1);

        var (judged, presence) = Judge([early, late], EntryPolicy.Once);

        Assert.Equal((Verdict.Duplicate, false), Of(judged, early));
        Assert.Equal((Verdict.Welcome, true), Of(judged, late));
        Assert.All(judged, scan => Assert.Contains(ScanRemark.Undecidable, scan.Flags));
        Assert.Equal((West, late), (presence.EntryGate, presence.First));
    }

    [Fact]
    public void Entries_CloseOnOneDevice_AreDecidedByTime()
    {
        var (judged, _) = Judge([Entry(One, East, 10, uncertainty: 30, received: 2), Entry(One, East, 12, uncertainty: 30, received: 1)], EntryPolicy.Once);

        Assert.Equal([Verdict.Welcome, Verdict.Duplicate], judged.Select(scan => scan.Judged));
        Assert.DoesNotContain(judged, scan => scan.Flags.Contains(ScanRemark.Undecidable));
    }

    [Fact]
    public void Undo_OfTheEntryThatCounts_LetsTheOtherOneCount()
    {
        var early = Entry(One, East, 10);
        var late = Entry(Other, West, 20);
        var undo = Undo(One, early, 30);

        var (judged, presence) = Judge([early, late, undo], EntryPolicy.Once);
        var (again, back) = Judge([early, late, undo, Undo(One, undo, 40)], EntryPolicy.Once);

        Assert.Equal((Verdict.Welcome, false), Of(judged, early));
        Assert.Equal((Verdict.Welcome, true), Of(judged, late));
        Assert.Equal(West, presence.EntryGate);
        Assert.Equal((Verdict.Welcome, true), Of(again, early));
        Assert.Equal(East, back.EntryGate);
    }

    [Fact]
    public void Undo_BeforeItsEntryIsKnown_TakesItBackWhenItComes()
    {
        var entry = Entry(One, East, 10);
        var undo = Undo(One, entry, 30);

        Assert.Equal(EntryState.Never, Judge([undo], EntryPolicy.Once).Presence.State);
        Assert.Equal(EntryState.Never, Judge([undo, entry], EntryPolicy.Once).Presence.State);
    }

    [Fact]
    public void Reentry_AfterAnExit_CountsTwice()
    {
        TicketScan[] scans = [Entry(One, East, 10), Exit(One, East, 20), Entry(One, West, 30)];

        var (judged, presence) = Judge(scans, EntryPolicy.Reentry);
        var (once, _) = Judge(scans, EntryPolicy.Once);

        Assert.All(judged, scan => Assert.True(scan.Counts));
        Assert.Equal((EntryState.Inside, 2, 1, West), (presence.State, presence.Entries, presence.Exits, presence.EntryGate));
        Assert.Equal([Verdict.Welcome, Verdict.Goodbye, Verdict.Duplicate], once.Select(scan => scan.Judged));
    }

    [Fact]
    public void Daily_OfTwoDays_CountsOnceEach()
    {
        var (judged, presence) = Judge(
            [Entry(One, East, 10), Entry(Other, East, 3600), Entry(One, East, 86_400), Entry(Other, East, 90_000)], EntryPolicy.Daily);

        Assert.Equal([Verdict.Welcome, Verdict.Duplicate, Verdict.Welcome, Verdict.Duplicate], judged.Select(scan => scan.Judged));
        Assert.Equal(2, presence.Entries);
    }

    [Fact]
    public void Free_AlwaysCounts() =>
        Assert.All(Judge([Entry(One, East, 10), Entry(Other, West, 11)], EntryPolicy.Free).Scans, scan => Assert.Equal((Verdict.Welcome, true), (scan.Judged, scan.Counts)));

    [Fact]
    public void Override_WhileInside_IsNoDuplicateAndCountsNoHead()
    {
        var (judged, presence) = Judge([Entry(One, East, 10), Entry(Other, West, 20) with { IsOverridden = true }], EntryPolicy.Reentry);

        Assert.Equal([(Verdict.Welcome, true), (Verdict.Welcome, false)], judged.Select(scan => (scan.Judged, scan.Counts)));
        Assert.Equal((EntryState.Inside, East), (presence.State, presence.EntryGate));
    }

    [Fact]
    public void Revoked_BeforeTheScan_IsVoidAndFlagged()
    {
        var (judged, presence) = Judge([Entry(One, East, 10)], EntryPolicy.Once, AdmissionState.Replaced, Doors.AddSeconds(5));

        Assert.Equal((Verdict.Void, ScanRemark.LateRevoked), (judged[0].Judged, Assert.Single(judged[0].Flags)));
        Assert.True(presence.IsInside);
        Assert.Equal(Verdict.Blocked, Judge([Entry(One, East, 10)], EntryPolicy.Once, AdmissionState.Blocked, Doors).Scans[0].Judged);
    }

    [Fact]
    public void Revoked_WhileInside_IsFlaggedUntilTheHolderLeaves()
    {
        var entry = Entry(One, East, 10);
        var inside = Judge([entry], EntryPolicy.Once, AdmissionState.Refunded, Doors.AddSeconds(60));
        var left = Judge([entry, Exit(One, East, 90)], EntryPolicy.Once, AdmissionState.Refunded, Doors.AddSeconds(60));
        var later = Judge([entry], EntryPolicy.Once, AdmissionState.Refunded, Doors.AddDays(9));

        Assert.Equal((Verdict.Welcome, ScanRemark.LateRevoked), (inside.Scans[0].Judged, Assert.Single(inside.Scans[0].Flags)));
        Assert.Empty(left.Scans[0].Flags);
        Assert.Empty(later.Scans[0].Flags);
    }

    [Fact]
    public void Exit_OfNobody_CountsNothing()
    {
        var (judged, presence) = Judge([Exit(One, East, 10)], EntryPolicy.Reentry);

        Assert.Equal((Verdict.NotInside, false), (judged[0].Judged, judged[0].Counts));
        Assert.Equal((EntryState.Out, 0), (presence.State, presence.Exits));
    }

    [Fact]
    public void Denied_Scans_CountNothing()
    {
        var denied = Entry(One, East, 5) with { Kind = ScanKind.Denied, Said = Verdict.TooEarly };

        var (judged, presence) = Judge([denied, Entry(One, East, 10)], EntryPolicy.Once);

        Assert.Equal([(Verdict.TooEarly, false), (Verdict.Welcome, true)], judged.Select(scan => (scan.Judged, scan.Counts)));
        Assert.Equal(1, presence.Entries);
    }

    // Time decides, whatever the order in which devices sync: 200 random sets of scans in random orders.
    [Fact]
    public void Judge_OfShuffledScans_IsTheSame()
    {
        var random = new SeededRandom("scans");
        for (var round = 0; round < 200; round++)
        {
            var scans = Enumerable.Range(0, 8).Select(number => random.Whole(0, 2) == 0
                ? Exit(random.Chance(0.5) ? One : Other, East, (number * 10) + 1)
                : Entry(random.Chance(0.5) ? One : Other, random.Chance(0.5) ? East : West, (number * 10) + random.Whole(0, 8))).ToList();
            var expected = Judge(scans, EntryPolicy.Reentry);

            var order = random.Shuffled(scans).Select((scan, number) => scan with { Received = number }).ToList();
            var shuffled = Judge(order, EntryPolicy.Reentry);

            Assert.Equal(expected.Scans.Select(scan => (scan.Scan.Nonce, scan.Judged)), shuffled.Scans.Select(scan => (scan.Scan.Nonce, scan.Judged)));
            Assert.Equal(expected.Presence.State, shuffled.Presence.State);
            Assert.True(shuffled.Scans.Count(scan => scan.Counts && scan.Scan.Kind == ScanKind.Entry) - shuffled.Scans.Count(scan => scan.Counts && scan.Scan.Kind == ScanKind.Exit)
                == (shuffled.Presence.IsInside ? 1 : 0));
        }
    }

    private static (IReadOnlyList<JudgedScan> Scans, TicketPresence Presence) Judge(
        IEnumerable<TicketScan> scans, EntryPolicy policy, AdmissionState state = AdmissionState.Valid, DateTimeOffset? revoked = null) =>
        ScanJudge.Judge(scans, new ScannedTicketFacts(state, revoked, Doors.AddHours(5), _ => policy, at => new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero)));

    private static (Verdict Judged, bool Counts) Of(IReadOnlyList<JudgedScan> judged, TicketScan scan) =>
        judged.Where(one => one.Scan == scan).Select(one => (one.Judged, one.Counts)).Single();

    private TicketScan Entry(DeviceId device, GateId gate, int second, double uncertainty = 0, long? received = null) => new(
        Guid.NewGuid(), received ?? ++_received, gate, device, ScanKind.Entry, Doors.AddSeconds(second), TimeSpan.FromSeconds(uncertainty), Verdict.Welcome);

    private TicketScan Exit(DeviceId device, GateId gate, int second) =>
        Entry(device, gate, second) with { Kind = ScanKind.Exit, Said = Verdict.Goodbye };

    private TicketScan Undo(DeviceId device, TicketScan scan, int second) =>
        Entry(device, East, second) with { Kind = ScanKind.Undo, Supersedes = scan.Nonce };
}
