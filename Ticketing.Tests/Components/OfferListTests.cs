using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Ticketing.App.Inventory;
using Ticketing.App.Inventory.Pages;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Tests.Components;

public sealed class OfferListTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();
    private readonly SeatSale _sale = SeatMapFixtures.Sale();
    private readonly List<OfferView> _taken = [];
    private int _shown;

    public OfferListTests() => _context.JSInterop.Mode = JSRuntimeMode.Loose;

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Offers_Shown_HavePlacePriceAndPlan()
    {
        var list = Render();

        var offers = list.FindAll("[data-testid=offer]");
        Assert.Equal(["best", "cheapest"], offers.Select(offer => offer.GetAttribute("data-kind")));
        Assert.Contains("Stalls, row A, seats 1, 2", offers[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("€105.00", offers[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Standing", offers[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("0,1", offers[0].QuerySelector("canvas")!.GetAttribute("data-seats"));
        Assert.Equal(1, _shown);
    }

    [Fact]
    public void Offer_Taken_IsPassedOn()
    {
        var list = Render();

        list.FindAll("[data-testid=offer-take]")[1].Click();

        Assert.True(Assert.Single(_taken).IsCheapest);
    }

    [Fact]
    public void Offers_WhileBusy_AreNotTaken()
    {
        Render(isBusy: true).Find("[data-testid=offer-take]").Click();

        Assert.Empty(_taken);
    }

    [Fact]
    public void Offers_OfOnePrice_MarkNoneAsTheCheapest() =>
        Assert.All(Views(new SeatOffer([new SeatIndex(0)], IsCheapest: true), new SeatOffer([new SeatIndex(3)], IsCheapest: true)), view => Assert.False(view.IsCheapest));

    private IReadOnlyList<OfferView> Views(params SeatOffer[] offers) =>
        OfferView.Of(offers, _sale, _context.Services.GetRequiredService<IStringLocalizer<Texts>>());

    private IRenderedComponent<OfferList> Render(bool isBusy = false)
    {
        var offers = Views(
            new SeatOffer([new SeatIndex(0), new SeatIndex(1)], IsCheapest: false), new SeatOffer([new SeatIndex(6), new SeatIndex(7)], IsCheapest: true));
        return _context.Render<OfferList>(parameters => parameters
            .Add(l => l.Offers, offers)
            .Add(l => l.IsBusy, isBusy)
            .Add(l => l.OnTake, (OfferView offer) => _taken.Add(offer))
            .Add(l => l.OnClose, () => { })
            .Add(l => l.OnShown, (ElementReference _) => _shown++));
    }
}
