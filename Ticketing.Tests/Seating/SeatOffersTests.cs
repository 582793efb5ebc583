using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class SeatOffersTests
{
    // Before the stage a block of the dear category "a"; behind it one of "a" and one of "b".
    private static readonly CompiledPlan Hall = TestPlans.Compile(
        TestPlans.Stage(), TestPlans.Block(3, 8), At(-1500, "left", 1), At(1500, "right", 2) with { Category = "b" });

    private static readonly int[] Ranks = [.. Hall.Categories.Select(category => category.Key == "a" ? 0 : 1)];

    [Fact]
    public void Find_ThreeSections_OffersBestAlternativesElsewhereAndTheCheapest()
    {
        var offers = SeatOffers.Find(Hall, new byte[72], new(2) { CategoryRanks = Ranks });

        Assert.Equal([("Stalls", false), ("Left", false), ("Right", true)], offers.Select(offer => (SectionOf(offer), offer.IsCheapest)));
        Assert.Equal(BestAvailable.Find(Hall, new byte[72], new(2) { CategoryRanks = Ranks }), offers[0].Seats);
    }

    [Fact]
    public void Find_CheapestIsNoAlternative_IsAddedAsTheFourth()
    {
        var plan = TestPlans.Compile(
            TestPlans.Stage(), TestPlans.Block(3, 8), At(-1500, "left", 1), At(0, "balcony", 2), At(1500, "right", 3) with { Category = "b" });
        int[] ranks = [.. plan.Categories.Select(category => category.Key == "a" ? 0 : 1)];

        var offers = SeatOffers.Find(plan, new byte[96], new(2) { CategoryRanks = ranks });

        Assert.Equal(4, offers.Count);
        Assert.Equal(4, offers.Select(offer => plan.SectionOf(offer.Seats[0])).Distinct().Count());
        Assert.Equal([false, false, false, true], offers.Select(offer => offer.IsCheapest));
    }

    [Fact]
    public void Find_OneSection_OffersOtherRows()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(3, 8));

        var offers = SeatOffers.Find(plan, new byte[24], new(2));

        Assert.Equal(["A", "B", "C"], offers.Select(offer => plan.RowOf(offer.Seats[0])));
        Assert.All(offers, offer => Assert.True(offer.IsCheapest));
    }

    [Fact]
    public void Find_OneCategoryAsked_StaysInIt()
    {
        var asked = new[] { Hall.FindCategory("a") };

        var offers = SeatOffers.Find(Hall, new byte[72], new(2) { CategoryRanks = Ranks, Categories = asked });

        Assert.Equal(3, offers.Count);
        Assert.All(offers.SelectMany(offer => offer.Seats), seat => Assert.Equal(asked[0], Hall.CategoryNumberOf(seat)));
    }

    [Fact]
    public void Find_PlacesOfAnArea_AreOfferedOnce()
    {
        var plan = TestPlans.Compile(TestPlans.Stage(), TestPlans.Block(2, 4), TestPlans.Area(20));

        var standing = Assert.Single(SeatOffers.Find(plan, new byte[28], new(3) { Categories = [plan.FindCategory("b")] }));
        var any = SeatOffers.Find(plan, new byte[28], new(3) { CategoryRanks = [.. plan.Categories.Select(c => c.Key == "a" ? 0 : 1)] });

        Assert.All(standing.Seats, seat => Assert.False(plan.IsPlaced(seat)));
        Assert.All(any.SelectMany(offer => offer.Seats), seat => Assert.True(plan.IsPlaced(seat)));
    }

    [Fact]
    public void Find_NotEnoughSeats_OffersNothing() => Assert.Empty(SeatOffers.Find(Hall, new byte[72], new(9)));

    private static BlockObject At(double x, string section, int number) => TestPlans.Block(3, 8, section, number) with { X = x, Y = 2000 };

    private static string SectionOf(SeatOffer offer) => Hall.SectionOf(offer.Seats[0]).Name;
}
