using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Infrastructure.Development.Demo.Plans;

namespace Ticketing.Tests.Seating;

/// <summary>Which seats are offered first in the demo's venues.</summary>
public class DemoBestSeatsTests
{
    private const int Rounds = 250;
    private const double BesideStageDegrees = 65;

    private static readonly Dictionary<string, (CompiledPlan Plan, string[] DearestFirst)> Venues = new()
    {
        ["theatre"] = (TestPlans.Compile(PlanLibrary.Document(PlanLibrary.Theatre)), ["premium", "stalls", "balcony", "slips"]),
        ["hall"] = (TestPlans.Compile(ConcertHallPlan.Create()), ["premium", "boxes", "stalls", "circle", "choir"]),
        ["arena"] = (TestPlans.Compile(ArenaPlan.Create()), ["premium", "lower", "floor", "upper", "side"]),
    };

    [Fact]
    public void BestSeats_OfTheEmptyArena_AreInAPremiumBlock() =>
        Assert.All(Enumerable.Range(1, 8), quantity => Assert.Contains(Found("arena", quantity).Section, (string[])["103", "104", "105", "114", "115", "116"]));

    [Theory]
    [InlineData("theatre")]
    [InlineData("hall")]
    [InlineData("arena")]
    public void BestSeats_OfEveryVenue_AreInFrontOfTheStageAndOfTheDearestCategory(string venue)
    {
        var plan = Venues[venue].Plan;
        foreach (var quantity in Enumerable.Range(1, 8))
        {
            var seats = BestAvailable.Find(plan, new byte[plan.PlaceCount], Request(venue, quantity));

            Assert.Equal(quantity, seats.Count);
            Assert.All(seats, seat => Assert.Equal("premium", plan.CategoryOf(seat).Key));
            Assert.All(seats, seat => Assert.InRange(AngleOf(plan, seat), 0, 60));
            Assert.Empty(SingleSeatRule.SinglesLeft(plan, new byte[plan.PlaceCount], [.. seats]));
        }
    }

    [Theory]
    [InlineData("theatre")]
    [InlineData("hall")]
    [InlineData("arena")]
    public void BestSeats_OneAfterTheOther_LeaveTheStagesSidesAndTheCheaperCategoriesForLast(string venue)
    {
        var plan = Venues[venue].Plan;
        var statuses = new byte[plan.PlaceCount];
        var request = Request(venue, quantity: 4);
        var (beside, rank) = (false, 0.0);
        for (var round = 0; round < Rounds && BestAvailable.Find(plan, statuses, request) is { Count: > 0 } seats; round++)
        {
            var isBeside = seats.Any(seat => AngleOf(plan, seat) > BesideStageDegrees);
            var ranked = seats.Average(seat => request.CategoryRanks![plan.CategoryNumberOf(seat)]);
            Assert.True(isBeside || !beside, $"{plan.LabelOf(seats[0])} is better than a seat beside the stage");
            Assert.True(isBeside || ranked >= rank, $"{plan.LabelOf(seats[0])} is of a better category");
            (beside, rank) = (isBeside, ranked);
            foreach (var seat in seats)
            {
                statuses[seat.Value] = (byte)SeatStatus.Sold;
            }
        }
    }

    [Theory]
    [InlineData("theatre", 3, "slips")]
    [InlineData("hall", 4, "choir")]
    [InlineData("arena", 4, "side")]
    public void Offers_OfEveryVenue_AreInDifferentPlacesWithTheCheapestLast(string venue, int count, string cheapest)
    {
        var plan = Venues[venue].Plan;

        var offers = SeatOffers.Find(plan, new byte[plan.PlaceCount], Request(venue, quantity: 2));

        Assert.Equal(count, offers.Count);
        Assert.Equal(count, offers.Select(offer => plan.SectionOf(offer.Seats[0]).Name).Distinct().Count());
        Assert.Equal(cheapest, plan.CategoryOf(offers[^1].Seats[0]).Key);
        Assert.Equal(Enumerable.Range(1, count).Select(place => place == count), offers.Select(offer => offer.IsCheapest));
    }

    private static (string Section, string Row) Found(string venue, int quantity)
    {
        var plan = Venues[venue].Plan;
        var seat = BestAvailable.Find(plan, new byte[plan.PlaceCount], Request(venue, quantity))[0];
        return (plan.SectionOf(seat).Name, plan.RowOf(seat));
    }

    private static BestAvailableRequest Request(string venue, int quantity)
    {
        var (plan, dearest) = Venues[venue];
        return new BestAvailableRequest(quantity) { CategoryRanks = [.. plan.Categories.Select(category => Array.IndexOf(dearest, category.Key))] };
    }

    // Degrees at the focus between a seat and the line from the stage to the back of the house; the demo's stages face positive y.
    private static double AngleOf(CompiledPlan plan, SeatIndex seat)
    {
        var (x, y) = plan.PositionOf(seat);
        return Math.Abs(Math.Atan2(x - plan.Focus.X, y - plan.Focus.Y)) * 180 / Math.PI;
    }
}
