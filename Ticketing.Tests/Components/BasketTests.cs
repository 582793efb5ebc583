using Bunit;
using Ticketing.App.Inventory.Pages;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Components;

public sealed class BasketTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();
    private readonly List<string> _requests = [];

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Basket_Empty_ShowsAHint()
    {
        var basket = Render(null);

        Assert.Contains("Pick seats on the map", basket.Markup, StringComparison.Ordinal);
        Assert.Empty(basket.FindAll("[data-testid=checkout]"));
    }

    [Fact]
    public void Basket_SeatsHeld_ShowsLinesFeesTaxTotalAndTime()
    {
        var basket = Render(View("Stalls-A-1", "Stalls-A-2"));

        Assert.Equal(["Stalls-A-1", "Stalls-A-2"], basket.FindAll("[data-testid=basket-line]").Select(l => l.GetAttribute("data-seat")));
        Assert.Equal("Includes €5.00 fees and €16.76 tax.", basket.Find("[data-testid=basket-included]").TextContent);
        Assert.Equal("€105.00", basket.Find("[data-testid=basket-total]").TextContent);
        Assert.Equal(["€52.50", "€52.50"], basket.FindAll("[data-testid=line-price]").Select(p => p.TextContent));
        Assert.Equal("540", basket.Find("[data-testid=countdown]").GetAttribute("seconds"));
    }

    [Fact]
    public void Basket_PricesWithoutTax_AddsTaxToTheTotal()
    {
        var sale = SeatMapFixtures.Sale(pricesIncludeTax: false);

        var basket = Render(BasketView.Of(SeatMapFixtures.Held(sale, "Stalls-A-1"), sale.Plan, sale, SeatMapFixtures.Now));

        Assert.Contains("€9.98 tax", basket.Find("[data-testid=basket-included]").TextContent, StringComparison.Ordinal);
        Assert.Equal("€62.48", basket.Find("[data-testid=basket-total]").TextContent);
        Assert.Equal("€62.48", basket.Find("[data-testid=line-price]").TextContent);
    }

    // The code of these seats was used up or revoked since.
    [Fact]
    public void Basket_OfAHiddenTier_ShowsItsSeats()
    {
        var sale = SeatMapFixtures.Sale();
        var held = SeatMapFixtures.Held(sale, "Stalls-A-1");
        var hidden = sale with { Tiers = sale.Tiers[1..], Hidden = sale.Tiers[..1] };

        var basket = Render(BasketView.Of(held, hidden.Plan, hidden, SeatMapFixtures.Now));

        Assert.Null(hidden.TierOf(held.Seats[0].Index));
        Assert.Equal("€52.50", basket.Find("[data-testid=basket-total]").TextContent);
    }

    [Fact]
    public void Basket_OfATierWithOffers_ExplainsThemAndHasThem()
    {
        var sale = SeatMapFixtures.Sale();
        var offers = new TierOffers([new ReducedPrice(Guid.NewGuid(), "Child", 2000)], new GroupPrice(3, 4000));
        sale = sale with { Tiers = sale.Tiers.SetItem(0, sale.Tiers[0] with { Offers = offers }) };
        var two = SeatMapFixtures.Held(sale, "Stalls-A-1", "Stalls-A-2");
        var chosen = ChosenReductions.Of([KeyValuePair.Create(two.Seats[1].Index, "Child")]);

        var basket = Render(BasketView.Of(two, sale.Plan, sale, SeatMapFixtures.Now, chosen));
        Assert.Equal("With 1 more seat of Standard, each costs €42.50.", basket.Find("[data-testid=group-hint]").TextContent);
        Assert.Equal("You choose reduced prices at the checkout: Child.", basket.Find("[data-testid=basket-reductions]").TextContent);
        Assert.Equal(["€52.50", "€22.50"], basket.FindAll("[data-testid=line-price]").Select(p => p.TextContent));
        Assert.Contains("Standard · Child", basket.Markup, StringComparison.Ordinal);

        var group = Render(BasketView.Of(SeatMapFixtures.Held(sale, "Stalls-A-1", "Stalls-A-2", "Stalls-A-3"), sale.Plan, sale, SeatMapFixtures.Now));
        Assert.Empty(group.FindAll("[data-testid=group-hint]"));
        Assert.Equal("€127.50", group.Find("[data-testid=basket-total]").TextContent);
        Assert.Contains("Standard · Group price", group.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Basket_RemoveButtons_NameTheSeatInWords()
    {
        var basket = Render(View("Stalls-A-1", "Floor-1"));

        Assert.Equal(["Remove Stalls, row A, seat 1", "Remove Floor · standing"], basket.FindAll("[data-testid=basket-remove]").Select(b => b.GetAttribute("aria-label")));
    }

    [Fact]
    public void Basket_PlacesOfAnArea_ShareALineWithAStepper()
    {
        var basket = Render(View("Stalls-B-3", "Floor-1", "Floor-2"));

        var lines = basket.FindAll("[data-testid=basket-line]");
        Assert.Equal(["Stalls-B-3", "Floor"], lines.Select(l => l.GetAttribute("data-seat")));
        Assert.Equal("2", basket.Find("[data-testid=area-count]").TextContent);

        basket.Find("[data-testid=area-plus]").Click();
        basket.Find("[data-testid=area-minus]").Click();
        Assert.Equal(["add Floor", "remove 7"], _requests);
    }

    [Fact]
    public void Basket_RemovePressed_RequestsThatSeat()
    {
        var basket = Render(View("Stalls-A-1", "Stalls-A-2"));

        basket.FindAll("[data-testid=basket-remove]")[1].Click();

        Assert.Equal(["remove 1"], _requests);
    }

    [Fact]
    public void Basket_OtherButtons_RaiseOneCallbackEach()
    {
        var basket = Render(View("Stalls-A-1"));

        foreach (var button in new[] { "extend-hold", "release-all", "checkout" })
        {
            basket.Find($"[data-testid={button}]").Click();
        }

        Assert.Equal(["extend", "release", "checkout"], _requests);
    }

    [Fact]
    public void Basket_Extended_HidesTheExtendButton()
    {
        var sale = SeatMapFixtures.Sale();
        var held = SeatMapFixtures.Held(sale, "Stalls-A-1") with { Extended = true };

        var basket = Render(BasketView.Of(held, sale.Plan, sale, SeatMapFixtures.Now));

        Assert.Empty(basket.FindAll("[data-testid=extend-hold]"));
    }

    [Fact]
    public void Basket_OnAPhone_TogglesItsSheet()
    {
        var basket = Render(View("Stalls-A-1"));

        basket.Find("[data-testid=basket-toggle]").Click();
        Assert.Equal("true", basket.Find("[data-testid=basket]").GetAttribute("data-open"));
        basket.Find("[data-testid=basket-toggle]").Click();
        Assert.Equal("false", basket.Find("[data-testid=basket]").GetAttribute("data-open"));
    }

    private static BasketView View(params string[] labels)
    {
        var sale = SeatMapFixtures.Sale();
        return BasketView.Of(SeatMapFixtures.Held(sale, labels), sale.Plan, sale, SeatMapFixtures.Now);
    }

    private IRenderedComponent<Basket> Render(BasketView? view) => _context.Render<Basket>(parameters => parameters
        .Add(b => b.View, view)
        .Add(b => b.OnRemove, (IReadOnlyList<SeatIndex> seats) => _requests.Add("remove " + string.Join(",", seats.Select(s => s.Value))))
        .Add(b => b.OnAddPlace, (string area) => _requests.Add("add " + area))
        .Add(b => b.OnReleaseAll, () => _requests.Add("release"))
        .Add(b => b.OnExtend, () => _requests.Add("extend"))
        .Add(b => b.OnCheckout, () => _requests.Add("checkout")));
}
