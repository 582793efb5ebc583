using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Ordering.Reductions;

/// <summary>Reductions and group prices of seats, before promo codes.</summary>
public sealed class SeatPricingTests
{
    private static readonly TierOffers Offers = new(
        [
            new ReducedPrice(Guid.NewGuid(), "Child", 2000, PerOrderMax: 2),
            new ReducedPrice(Guid.NewGuid(), "Student", 3000),
            new ReducedPrice(Guid.NewGuid(), "Companion", 0, IsCompanion: true),
        ],
        new GroupPrice(4, 2500));

    [Fact]
    public void Seats_WithoutAChoice_CostTheFullPrice() =>
        Assert.All(Prices(Seat(), Seat()), price => Assert.Equal(new SeatPrice(4500, 150, null, null), price));

    [Fact]
    public void Seats_WithAReduction_KeepTheirFullPriceInMind() =>
        Assert.Equal([new SeatPrice(2000, 150, 4500, "Child"), new SeatPrice(4500, 150, null, null)], Prices(Seat("Child"), Seat()));

    [Fact]
    public void Companion_ForFree_HasNoFee() =>
        Assert.Equal(new SeatPrice(0, 0, 4500, "Companion"), Prices(Seat("Companion", SeatKind.Companion), Seat(kind: SeatKind.Wheelchair))[0]);

    [Fact]
    public void Groups_OfEnoughSeats_HaveTheLowerOfBothPricesNeverBoth()
    {
        var prices = Prices(Seat(), Seat("Student"), Seat("Child"), Seat());

        Assert.Equal(
            [new SeatPrice(2500, 150, 4500, null), new SeatPrice(2500, 150, 4500, null), new SeatPrice(2000, 150, 4500, "Child"), new SeatPrice(2500, 150, 4500, null)],
            prices);
        Assert.Equal([true, true, false, true], prices.Select(price => price.IsGroupPrice));
    }

    [Fact]
    public void Groups_AtTheSamePrice_LeaveTheReduction() =>
        Assert.Equal("Child", SeatPricing.Of(Seat("Child"), Offers with { Group = new GroupPrice(2, 2000) }, 2).Reduction);

    [Fact]
    public void Groups_OfSeatsInSeveralTiers_CountEachTierForItself() =>
        Assert.DoesNotContain(Prices(Seat(), Seat(), Seat(), Seat() with { Tier = 1 }), price => price.IsGroupPrice);

    [Fact]
    public void Missing_OfAGroup_IsToldUntilItIsReached()
    {
        Assert.Equal(new MissingForGroup(0, 1, Offers.Group!), Assert.Single(Missing(Seat(), Seat(), Seat("Child"))));
        Assert.Empty(Missing(Seat(), Seat(), Seat(), Seat()));

        // Nobody would pay less.
        Assert.Empty(Missing(Seat("Child"), Seat("Child")));
    }

    [Fact]
    public void Prices_AboveTheFullPriceOfTheHold_AreNotCharged()
    {
        // The seat was held before its tier became dearer.
        var cheap = Seat("Student") with { Price = 1000 };

        Assert.Equal(new SeatPrice(1000, 150, 1000, "Student"), SeatPricing.Of(cheap, Offers, 4));
    }

    [Fact]
    public void Reductions_ThatBreakARule_AreRefused()
    {
        Assert.Null(Refuse(Seat("Child"), Seat("Child"), Seat("Student"), Seat()));
        Assert.Equal(PlaceOrderRefusal.ReductionUnknown, Refuse(Seat("Senior")));
        Assert.Equal(PlaceOrderRefusal.ReductionUnknown, Refuse(Seat("child")));
        Assert.Equal(PlaceOrderRefusal.ReductionUnknown, Refuse(Seat("Child") with { Tier = 1 }));
        Assert.Equal(PlaceOrderRefusal.ReductionLimit, Refuse(Seat("Child"), Seat("Child"), Seat("Child")));
    }

    [Fact]
    public void Companions_WithoutTheirWheelchairPlace_AreRefused()
    {
        var (wheelchair, companion) = (Seat(kind: SeatKind.Wheelchair), Seat("Companion", SeatKind.Companion));

        Assert.Null(Refuse(wheelchair, companion));
        Assert.Null(Refuse(wheelchair with { Chosen = "Student" }, companion));
        Assert.Equal(PlaceOrderRefusal.ReductionNotForSeat, Refuse(wheelchair, companion, companion));
        Assert.Equal(PlaceOrderRefusal.ReductionNotForSeat, Refuse(companion));
        Assert.Equal(PlaceOrderRefusal.ReductionNotForSeat, Refuse(wheelchair, Seat("Companion")));
        Assert.Equal(PlaceOrderRefusal.ReductionNotForSeat, Refuse(wheelchair with { Chosen = "Companion" }));
    }

    [Fact]
    public void Prices_OfAnySeatsAndOffers_AreTheLowestOfThoseThatApply()
    {
        var price = Gen.Choose(0, 100).Select(units => units * 100L);
        var cases = from full in price
                    from child in price
                    from groupPrice in price
                    from @from in Gen.Choose(2, 6)
                    from chosen in Gen.Elements("Child", "").NonEmptyListOf()
                    select (full, child, groupPrice, @from, Chosen: chosen.ToArray());

        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            var offers = new TierOffers([new ReducedPrice(Guid.NewGuid(), "Child", it.child)], new GroupPrice(it.@from, it.groupPrice));
            var seats = it.Chosen.Select(name => new SeatToPrice(0, it.full, 150, SeatKind.Regular, name.Length == 0 ? null : name)).ToList();
            var prices = SeatPricing.Of(seats, _ => offers);
            return prices.Zip(seats).All(each =>
            {
                var (decided, seat) = each;
                var lowest = Math.Min(it.full, seat.Chosen is null ? it.full : it.child);
                lowest = seats.Count >= it.@from ? Math.Min(lowest, it.groupPrice) : lowest;
                return decided.Price == lowest && (decided.FullPrice ?? decided.Price) == it.full && decided.Fee == (lowest == 0 && it.full > 0 ? 0 : 150);
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void PromoCode_WithReductions_TakesItsShareOfWhatIsCharged()
    {
        var prices = Prices(Seat("Child"), Seat());
        var promo = new PromoCode
        {
            Id = PromoCodeId.New(),
            OrganizationId = OrganizationId.New(),
            Code = "TEN",
            Kind = PromoKind.Percent,
            Value = 1000,
        };

        var amounts = OrderPricing.Calculate([.. prices.Select(price => new PricedItem("a", price.Price, price.Fee, 0))], promo, true, "EUR");

        Assert.Equal([200L, 450L], amounts.Select(amount => amount.Discount));
    }

    [Fact]
    public void Exchange_ToATierWithoutTheReduction_CostsTheFullPrice()
    {
        TierOffers[] offers = [Offers with { Group = null }, new TierOffers([], new GroupPrice(3, 1000))];

        var prices = ExchangePricing.SeatPrices([Seat("Child"), Seat("Child") with { Tier = 1 }], tier => offers[tier], _ => 0);

        Assert.Equal([new SeatPrice(2000, 150, 4500, "Child"), new SeatPrice(4500, 150, null, null)], prices);
    }

    [Fact]
    public void Exchange_WithSeatsThatStay_HasTheGroupPriceTogetherWithThem()
    {
        Assert.False(ExchangePricing.SeatPrices([Seat()], _ => Offers, _ => 2)[0].IsGroupPrice);
        Assert.True(ExchangePricing.SeatPrices([Seat()], _ => Offers, _ => 3)[0].IsGroupPrice);
    }

    [Fact]
    public void Exchange_OfACompanion_IsReducedOnCompanionSeatsOnly()
    {
        Assert.Null(ExchangePricing.SeatPrices([Seat("Companion")], _ => Offers, _ => 0)[0].Reduction);
        Assert.Equal("Companion", ExchangePricing.SeatPrices([Seat("Companion", SeatKind.Companion)], _ => Offers, _ => 0)[0].Reduction);
    }

    [Fact]
    public void Offers_WrittenAndRead_AreTheSame()
    {
        var read = TierOffers.Read(Offers.Write());

        Assert.Equal(Offers.Write(), read.Write());
        Assert.Equal(Offers.Reductions, read.Reductions);
        Assert.Equal(Offers.Group, read.Group);
        Assert.True(TierOffers.Read("{}").IsEmpty);
    }

    private static SeatToPrice Seat(string? chosen = null, SeatKind kind = SeatKind.Regular) => new(0, 4500, 150, kind, chosen);

    private static TierOffers OffersOf(short tier) => tier == 0 ? Offers : TierOffers.None;

    private static SeatPrice[] Prices(params SeatToPrice[] seats) => SeatPricing.Of(seats, OffersOf);

    private static PlaceOrderRefusal? Refuse(params SeatToPrice[] seats) => SeatPricing.Refuse(seats, OffersOf);

    private static IReadOnlyList<MissingForGroup> Missing(params SeatToPrice[] seats) => SeatPricing.Missing(seats, Prices(seats), OffersOf);
}
