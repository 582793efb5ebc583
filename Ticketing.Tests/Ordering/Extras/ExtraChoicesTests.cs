using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;

namespace Ticketing.Tests.Ordering.Extras;

public sealed class ExtraChoicesTests
{
    private static readonly string[] Seats = ["stalls", "stalls", "box"];

    [Fact]
    public void Price_WithSeatPrice_IsForOneUnitPerSeatThatGivesIt()
    {
        var parking = Make(withSeatPrice: 400, withSeatCategories: ["stalls"]);

        var units = ExtraChoices.Price([parking], [new ChosenExtra(parking.Id, 4)], Seats, OrderId.New(), pricesIncludeTax: true, "EUR");

        Assert.Equal([400, 400, 1200, 1200], units.Select(unit => unit.Price));
        Assert.All(units, unit => Assert.Equal(unit.Price, unit.Total));
        Assert.Equal([64, 64, 192, 192], units.Select(unit => unit.Tax));
    }

    [Theory]
    [InlineData("EUR", 1199, 228, 1427)]
    [InlineData("JPY", 1199, 228, 1427)]
    [InlineData("KWD", 1190, 230, 1420)]
    public void Price_TaxAdded_IsRoundedPerUnit(string currency, long price, long tax, long total)
    {
        var extra = Make(price: price, currency: currency);

        var units = ExtraChoices.Price([extra], [new ChosenExtra(extra.Id, 3)], Seats, OrderId.New(), pricesIncludeTax: false, currency);

        Assert.All(units, unit => Assert.Equal((price, tax, total), (unit.Price, unit.Tax, unit.Total)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Check_QuantityOutOfBounds_IsRefused(int quantity)
    {
        var parking = Make();

        Assert.Single(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, quantity)], Seats, "EUR"));
    }

    [Fact]
    public void Check_WhatIsNotOffered_IsRefused()
    {
        var parking = Make();
        var removed = Make();
        removed.RemovedAt = DateTimeOffset.UnixEpoch;
        var foreign = Make(currency: "USD");
        var ofTheBox = Make(categories: ["balcony"]);

        foreach (var id in (ExtraId[])[removed.Id, foreign.Id, ofTheBox.Id, ExtraId.New(), default])
        {
            Assert.Single(ExtraChoices.Check([parking, removed, foreign, ofTheBox], [new ChosenExtra(id, 1)], Seats, "EUR"));
        }

        Assert.NotEmpty(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, 1), new ChosenExtra(parking.Id, 1)], Seats, "EUR"));
        Assert.NotEmpty(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, 1, 5)], Seats, "EUR"));
        Assert.Empty(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, 4)], Seats, "EUR"));
    }

    [Theory]
    [InlineData(99L)]
    [InlineData(5001L)]
    [InlineData(-100L)]
    [InlineData(null)]
    public void Check_DonationOutOfBounds_IsRefused(long? amount)
    {
        var donation = Make(ExtraKind.Donation, price: 100, priceMax: 5000);

        Assert.Single(ExtraChoices.Check([donation], [new ChosenExtra(donation.Id, 1, amount)], Seats, "EUR"));
        Assert.Empty(ExtraChoices.Check([donation], [new ChosenExtra(donation.Id, 1, 5000)], Seats, "EUR"));
    }

    [Fact]
    public void Check_DonationThatCannotBeCharged_IsRefused()
    {
        var donation = Make(ExtraKind.Donation, price: 100, priceMax: 5000, currency: "KWD");

        Assert.Single(ExtraChoices.Check([donation], [new ChosenExtra(donation.Id, 1, 1005)], Seats, "KWD"));
        Assert.Empty(ExtraChoices.Check([donation], [new ChosenExtra(donation.Id, 1, 1010)], Seats, "KWD"));
    }

    [Fact]
    public void Check_StockLeft_CountsTheOrdersOwnUnits()
    {
        var parking = Make(stock: 2);
        var own = ExtraChoices.Price([parking], [new ChosenExtra(parking.Id, 1)], Seats, OrderId.New(), true, "EUR");

        Assert.Equal("This extra has only {0} left.", Assert.Single(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, 3)], Seats, "EUR")).Sentence);
        Assert.Empty(ExtraChoices.Check([parking], [new ChosenExtra(parking.Id, 3)], Seats, "EUR", own));
    }

    [Fact]
    public void AreSame_ComparesQuantitiesAndDonations()
    {
        var (parking, donation) = (Make(), Make(ExtraKind.Donation, price: 100, priceMax: 5000));
        ChosenExtra[] chosen = [new(parking.Id, 2), new(donation.Id, 1, 700)];
        var units = ExtraChoices.Price([parking, donation], chosen, Seats, OrderId.New(), true, "EUR");

        Assert.True(ExtraChoices.AreSame(units, chosen));
        Assert.True(ExtraChoices.AreSame(units, ExtraChoices.Of(units, [parking, donation])));
        Assert.False(ExtraChoices.AreSame(units, [chosen[0]]));
        Assert.False(ExtraChoices.AreSame(units, [chosen[0], chosen[0]]));
        Assert.False(ExtraChoices.AreSame(units, [chosen[0] with { Quantity = 1 }, chosen[1]]));
        Assert.False(ExtraChoices.AreSame(units, [chosen[0], chosen[1] with { Amount = 800 }]));
        Assert.True(ExtraChoices.AreSame([], []));
    }

    [Fact]
    public void Faults_OfBadTerms_NameTheField()
    {
        ExtraTerms good = new(ExtraKind.Product, "Parking", "", 1200, null, 1900, 10, 4, true, [], null, []);

        Assert.Empty(good.Faults("EUR"));
        Assert.Equal(nameof(ExtraTerms.Name), Field(good with { Name = " " }));
        Assert.Equal(nameof(ExtraTerms.Price), Field(good with { Price = -1 }));
        Assert.Equal(nameof(ExtraTerms.Price), Field(good with { Price = null }));
        Assert.Equal(nameof(ExtraTerms.PriceMax), Field(good with { PriceMax = 5 }));
        Assert.Equal(nameof(ExtraTerms.TaxBasisPoints), Field(good with { TaxBasisPoints = 10_001 }));
        Assert.Equal(nameof(ExtraTerms.Stock), Field(good with { Stock = -1 }));
        Assert.Equal(nameof(ExtraTerms.PerOrderMax), Field(good with { PerOrderMax = 0 }));
        Assert.Equal(nameof(ExtraTerms.WithSeatPrice), Field(good with { WithSeatPrice = 1201 }));
        Assert.Equal(nameof(ExtraTerms.WithSeatCategories), Field(good with { WithSeatCategories = ["stalls"] }));
        Assert.Equal(nameof(ExtraTerms.Categories), Field(good with { Categories = [""] }));
        Assert.Equal(nameof(ExtraTerms.Price), Assert.Single((good with { Price = 1205 }).Faults("KWD")).Field);

        static string Field(ExtraTerms terms) => Assert.Single(terms.Faults("EUR")).Field;
    }

    private static Extra Make(
        ExtraKind kind = ExtraKind.Product, long price = 1200, long? priceMax = null, string currency = "EUR", int? stock = null,
        string[]? categories = null, long? withSeatPrice = null, string[]? withSeatCategories = null) => new()
        {
            Id = ExtraId.New(),
            OrganizationId = OrganizationId.New(),
            EventId = Core.Common.EventId.New(),
            Position = 1,
            Kind = kind,
            Name = "Parking",
            Description = "",
            Currency = currency,
            Price = price,
            PriceMax = priceMax,
            TaxBasisPoints = 1900,
            Stock = stock,
            PerOrderMax = kind == ExtraKind.Donation ? 1 : 4,
            HasVoucher = true,
            Categories = categories ?? [],
            WithSeatPrice = withSeatPrice,
            WithSeatCategories = withSeatCategories ?? [],
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
