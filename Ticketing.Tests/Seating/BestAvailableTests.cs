using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class BestAvailableTests
{
    private static readonly CompiledPlan Hall = TestPlans.Compile(
        TestPlans.Stage(), TestPlans.Block(5, 11) with { Overrides = [new(3, Category: "b"), new(4, Category: "b")] }, TestPlans.Area(20));

    private static readonly int[]?[] CategorySets = [null, [0], [1], [0, 1]];

    [Theory]
    [InlineData(1, "A-6")]
    [InlineData(3, "A-5 A-6 A-7")]
    [InlineData(11, "A-1 A-2 A-3 A-4 A-5 A-6 A-7 A-8 A-9 A-10 A-11")]
    public void Find_EmptyHall_TakesTheMiddleOfTheFrontRow(int quantity, string expected) =>
        Assert.Equal(expected, Found(Hall, new byte[75], new(quantity)));

    [Fact]
    public void Find_FrontRowTaken_TakesTheNext()
    {
        var statuses = new byte[75];
        statuses.AsSpan(0, 11).Fill(2);
        statuses[16] = 1;

        Assert.Equal("B-4 B-5", Found(Hall, statuses, new(2)));
    }

    [Fact]
    public void Find_ByCategory_StaysInIt()
    {
        Assert.Equal("D-6", Found(Hall, new byte[75], new(1) { Categories = [Hall.FindCategory("b")] }));
        Assert.Empty(Found(Hall, new byte[75], new(1) { Categories = [] }));
    }

    [Fact]
    public void Find_TogetherLargerThanAnyRow_IsRefused()
    {
        Assert.Empty(BestAvailable.Find(Hall, Filled(Hall, 55, 75), new(12)));
        Assert.Equal(12, BestAvailable.Find(Hall, Filled(Hall, 55, 75), new(12) { Together = false }).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(76)]
    [InlineData(int.MaxValue)]
    public void Find_ImpossibleQuantity_FindsNothing(int quantity)
    {
        Assert.Empty(BestAvailable.Find(Hall, new byte[75], new(quantity)));
        Assert.Empty(BestAvailable.Find(Hall, new byte[75], new(quantity) { Together = false }));
    }

    [Fact]
    public void Find_CategoryOfAnArea_TakesItsFreePlaces()
    {
        var statuses = Filled(Hall, 0, 55);
        statuses[56] = 1;
        int[] area = [Hall.FindCategory("b")];

        Assert.Equal([55, 57, 58], BestAvailable.Find(Hall, statuses, new(3) { Categories = area }).Select(s => s.Value));
        Assert.Equal([59, 60, 61], BestAvailable.Find(Hall, statuses, new(3) { Categories = area, Skip = 1 }).Select(s => s.Value));
        Assert.Empty(BestAvailable.Find(Hall, statuses, new(20) { Categories = area }));
        Assert.Empty(BestAvailable.Find(Hall, statuses, new(1) { Categories = [Hall.FindCategory("a")] }));
    }

    [Fact]
    public void Find_SeatsSoldOut_FallsBackToAnArea()
    {
        var standingOnly = TestPlans.Compile(TestPlans.Area(4));

        Assert.Empty(BestAvailable.Find(Hall, Filled(Hall, 0, 55), new(2)));
        Assert.Equal(2, BestAvailable.Find(standingOnly, new byte[4], new(2)).Count);
    }

    [Fact]
    public void Find_WithSkip_ReturnsOtherSeats()
    {
        var choices = Enumerable.Range(0, 20).Select(skip => BestAvailable.Find(Hall, new byte[75], new(2) { Skip = skip })).ToArray();

        Assert.Equal(40, choices.SelectMany(c => c).Distinct().Count());
        Assert.Equal("A-5 A-6", Found(Hall, new byte[75], new(2)));
    }

    [Fact]
    public void Find_SkipBeyondTheLastChoice_WrapsAround()
    {
        var statuses = Filled(Hall, 4, 75);

        Assert.Equal(["A-3 A-4", "A-1 A-2", "A-3 A-4", "A-1 A-2"], Enumerable.Range(0, 4).Select(skip => Found(Hall, statuses, new(2) { Skip = skip })));
    }

    [Fact]
    public void Find_NearALostSeat_IsNearIt()
    {
        Assert.True(Hall.TryFind("Stalls-E-2", out var lost));
        var statuses = new byte[75];
        statuses[lost.Value] = 1;

        Assert.Equal("E-3 E-4", Found(Hall, statuses, new(2) { Near = lost }));
    }

    [Theory]
    [InlineData(1, 0, "5")]
    [InlineData(2, 0, "5 6")]
    [InlineData(1, 1, "4")]
    [InlineData(2, 1, "3 4")]
    [InlineData(4, 2, "1 2 3 4")]
    [InlineData(3, 1, "2 3 4")]
    [InlineData(5, 3, "")]
    public void Find_WheelchairPlaces_AreTakenAsRequested(int quantity, int wheelchairs, string expected)
    {
        // w c c w . . . ., stage above the fifth seat.
        var plan = TestPlans.Compile(TestPlans.Stage(30), TestPlans.Block(1, 8) with
        {
            Overrides =
            [
                new(0, 0, Kind: SeatKind.Wheelchair), new(0, 1, Kind: SeatKind.Companion), new(0, 2, Kind: SeatKind.Companion),
                new(0, 3, Kind: SeatKind.Wheelchair),
            ],
        });

        var found = BestAvailable.Find(plan, new byte[8], new(quantity) { Wheelchairs = wheelchairs });

        Assert.Equal(expected, string.Join(' ', found.Select(plan.NumberOf)));
    }

    [Fact]
    public void Find_SplittableWheelchairParty_TakesNearbyPlaces()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(3, 6) with
        {
            Overrides = [new(2, 0, Kind: SeatKind.Wheelchair), new(2, 1, Kind: SeatKind.Companion), new(2, 5, Kind: SeatKind.Wheelchair)],
        });

        var found = BestAvailable.Find(plan, new byte[18], new(4) { Wheelchairs = 1, Together = false });

        Assert.Equal(4, found.Count);
        Assert.Equal(1, found.Count(s => plan.KindOf(s) == SeatKind.Wheelchair));
        Assert.Empty(CompanionRule.Unaccompanied(plan, [.. found]));
    }

    [Fact]
    public void Find_WithoutRestrictedViews_SkipsThem()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(2, 3) with { Overrides = [new(0, Kind: SeatKind.RestrictedView)] });

        Assert.Equal("B-1 B-2 B-3", Found(plan, new byte[6], new(3) { RestrictedViews = false }));
        Assert.Empty(Found(plan, Filled(plan, 3, 6), new(3) { RestrictedViews = false }));
        Assert.Equal("A-1 A-2 A-3", Found(plan, Filled(plan, 3, 6), new(3)));
    }

    [Fact]
    public void Find_AvoidingSingleSeats_ShiftsByOne()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(1, 5));

        Assert.Equal("A-1 A-2", Found(plan, new byte[5], new(2)));
        Assert.Equal("A-1 A-2", Found(plan, new byte[5], new(2) { AvoidSingleSeats = true }));
    }

    [Fact]
    public void Find_SingleUnavoidable_IsLeftUnderTheRuleToo()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(1, 3));

        Assert.Equal("A-1 A-2", Found(plan, new byte[3], new(2)));
        Assert.Equal("A-1 A-2", Found(plan, new byte[3], new(2) { AvoidSingleSeats = true }));
    }

    [Fact]
    public void Find_CategoriesRanked_TakesTheBetterOneFirst()
    {
        var ranks = Hall.Categories.Select(category => category.Key == "b" ? 0 : 1).ToArray();

        Assert.Equal("D-6 D-7", Found(Hall, Filled(Hall, 37, 38), new(2) { CategoryRanks = ranks }));
        Assert.Equal("A-5 A-6", Found(Hall, Filled(Hall, 33, 55), new(2) { CategoryRanks = ranks }));
        Assert.Equal("A-5 A-6", Found(Hall, new byte[75], new(2) { CategoryRanks = [0, 0] }));
    }

    [Fact]
    public void Find_SplittableParty_UsesFewestGroups()
    {
        // The middle two of every row are sold.
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(3, 8));
        var statuses = new byte[24];
        for (var row = 0; row < 3; row++)
        {
            statuses.AsSpan((row * 8) + 3, 2).Fill(2);
        }

        Assert.Equal("A-1 A-2 A-3", Found(plan, statuses, new(3) { Together = false }));
        var six = BestAvailable.Find(plan, statuses, new(6) { Together = false });
        Assert.Equal(2, six.Count(s => !six.Contains(new SeatIndex(s.Value + 1))));
    }

    [Fact]
    public void Find_Generated_FindsAnExistingRun() =>
        Prop.ForAll(Questions.ToArbitrary(), question =>
        {
            var (plan, statuses, request) = question;
            var possible = Windows(plan, statuses, request).ToArray();
            var found = BestAvailable.Find(plan, statuses, request);

            if (possible.Length == 0)
            {
                // Only an area is a fallback, and never for a wheelchair.
                return found.Count == 0 || (request.Wheelchairs == 0 && found.All(s => !plan.IsPlaced(s)) && AllFree(plan, statuses, request, found));
            }

            return possible.Any(w => w.SequenceEqual(found));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Find_GeneratedAndSplit_FindsEnoughSeats() =>
        Prop.ForAll(Questions.ToArbitrary(), question =>
        {
            var (plan, statuses, asked) = question;
            var request = asked with { Together = false, Wheelchairs = 0, AvoidSingleSeats = false };
            var seats = TestPlans.All(plan).Count(s => plan.IsPlaced(s) && AllFree(plan, statuses, request, [s]));
            var places = request.Categories is null ? 0 : TestPlans.All(plan).Count(s => !plan.IsPlaced(s) && AllFree(plan, statuses, request, [s]));
            var found = BestAvailable.Find(plan, statuses, request);

            Assert.True(AllFree(plan, statuses, request, found));
            Assert.Equal(seats >= request.Quantity || places >= request.Quantity ? request.Quantity : 0, found.Distinct().Count());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Find_GeneratedAndSplitWithoutSingles_LeavesNoSingle() =>
        Prop.ForAll(Questions.ToArbitrary(), question =>
        {
            var (plan, statuses, asked) = question;
            var found = BestAvailable.Find(plan, statuses, asked with { Together = false, Wheelchairs = 0, AvoidSingleSeats = true });
            return SingleSeatRule.SinglesLeft(plan, statuses, [.. found]).Count == 0;
        }).QuickCheckThrowOnFailure();

    private static Gen<(CompiledPlan Plan, byte[] Statuses, BestAvailableRequest Request)> Questions =>
        from document in TestPlans.Documents
        let plan = TestPlans.Compile(document)
        from statuses in Gen.Frequency((3, Gen.Constant((byte)0)), (1, Gen.Constant((byte)1)), (1, Gen.Constant((byte)2))).ArrayOf(plan.PlaceCount)
        from quantity in Gen.Choose(1, 5)
        from wheelchairs in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)))
        from categories in Gen.Elements(CategorySets)
        from avoid in Gen.Elements(true, false)
        from restricted in Gen.Elements(true, false)
        from skip in Gen.Choose(0, 3)
        select (plan, statuses, new BestAvailableRequest(quantity)
        {
            Wheelchairs = wheelchairs,
            Categories = categories,
            AvoidSingleSeats = avoid,
            RestrictedViews = restricted,
            Skip = skip,
        });

    // All windows of neighbours that the request allows, by brute force.
    private static IEnumerable<SeatIndex[]> Windows(CompiledPlan plan, byte[] statuses, BestAvailableRequest request) =>
        from run in plan.Runs
        from first in Enumerable.Range(run.First, Math.Max(0, run.Count - request.Quantity + 1))
        let window = Enumerable.Range(first, request.Quantity).Select(i => new SeatIndex(i)).ToArray()
        where AllFree(plan, statuses, request, window)
            && window.Count(s => plan.KindOf(s) == SeatKind.Wheelchair) == request.Wheelchairs
            && (request.Wheelchairs == 0 || CompanionRule.Unaccompanied(plan, window).Count == 0)
            && (!request.AvoidSingleSeats || SingleSeatRule.SinglesLeft(plan, statuses, window).Count == 0)
        select window;

    private static bool AllFree(CompiledPlan plan, byte[] statuses, BestAvailableRequest request, IEnumerable<SeatIndex> seats) =>
        seats.All(s => statuses[s.Value] == 0
            && request.Categories?.Contains(plan.CategoryNumberOf(s)) != false
            && (request.Wheelchairs > 0 || plan.KindOf(s) is SeatKind.Regular or SeatKind.RestrictedView)
            && (request.RestrictedViews || plan.KindOf(s) != SeatKind.RestrictedView));

    private static byte[] Filled(CompiledPlan plan, int from, int to)
    {
        var statuses = new byte[plan.PlaceCount];
        statuses.AsSpan(from, to - from).Fill(2);
        return statuses;
    }

    private static string Found(CompiledPlan plan, byte[] statuses, BestAvailableRequest request) =>
        string.Join(' ', BestAvailable.Find(plan, statuses, request).Select(s => $"{plan.RowOf(s)}-{plan.NumberOf(s)}"));
}
