using System.Globalization;
using System.Resources;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Ticketing.App.Inventory;
using Ticketing.App.Inventory.Api;
using Ticketing.App.Inventory.Pages;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Components;

public sealed class SeatPageTextTests
{
    public static TheoryData<HoldRefusal> Refusals => [.. Enum.GetValues<HoldRefusal>()];

    public static TheoryData<SaleState> States => [.. Enum.GetValues<SaleState>()];

    [Fact]
    public void MapTexts_InGerman_AreTranslated()
    {
        var german = new ResourceManager(typeof(Texts)).GetResourceSet(CultureInfo.GetCultureInfo("de"), createIfNotExists: true, tryParents: false)!;

        Assert.All(SeatMapTexts.Keys, key => Assert.NotNull(german.GetString(key)));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void HoldMessages_EachRefusal_HasAText(HoldRefusal refusal)
    {
        using var context = SeatMapFixtures.English();
        var sale = SeatMapFixtures.Sale();
        var refused = new RefusedHold(refusal) { Seats = [new SeatIndex(0), new SeatIndex(1)], SeatsMax = 6, SaleState = SaleState.Paused };

        var notice = HoldMessages.Of(refused, sale.Plan, Words(context));

        Assert.NotEmpty(notice.Text);
        Assert.DoesNotContain("{", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void HoldMessages_EachSaleState_HasAText(SaleState state)
    {
        using var context = SeatMapFixtures.English();

        Assert.NotEmpty(HoldMessages.OfSale(state, Words(context)).Text);
    }

    [Fact]
    public void HoldMessages_NotYetOnSale_HasTheVenueTime()
    {
        using var context = SeatMapFixtures.English();

        var text = HoldMessages.OfSale(SaleState.NotYetOnSale, Words(context), SeatMapFixtures.Sale()).Text;

        Assert.Contains("Friday 20 November 2026 at 13:00 (GMT+1)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SeatNames_SeatsOfOneRow_AreNamedTogether()
    {
        using var context = SeatMapFixtures.English();
        var plan = SeatMapFixtures.Sale().Plan;

        Assert.Equal("Stalls, row A, seats 1, 2; Stalls, row B, seat 1", SeatNames.Of([new(0), new(1), new(3)], plan, Words(context)));
    }

    [Fact]
    public void SectionSeats_SomeSold_CountsFreeSeats()
    {
        var sale = SeatMapFixtures.Sale();
        var statuses = new SeatStatus[sale.Plan.PlaceCount];
        statuses[0] = SeatStatus.Sold;
        statuses[9] = SeatStatus.Held;

        var sections = SectionSeats.Of(sale, statuses);

        Assert.Equal([("Stalls", 5), ("Floor", 3)], sections.Select(s => (s.Name, s.Free)));
        Assert.Equal([1], sections[0].Tiers);
    }

    private static IStringLocalizer<Texts> Words(BunitContext context) => context.Services.GetRequiredService<IStringLocalizer<Texts>>();
}
