using Bunit;
using Ticketing.App.Inventory.Pages;

namespace Ticketing.Tests.Components;

public sealed class BestSeatsFormTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();
    private readonly List<BestSeatsRequest> _requests = [];

    public void Dispose() => _context.Dispose();

    [Fact]
    public void BestSeats_Default_RequestsTwoTogether()
    {
        Render().Find("form").Submit();

        Assert.Equal(new BestSeatsRequest(2, null, IsTogether: true, 0), Assert.Single(_requests));
    }

    [Fact]
    public void BestSeats_FilledIn_RequestsItsValues()
    {
        var form = Render();

        form.Find("[data-testid=best-plus]").Click();
        form.Find("[data-testid=best-tier]").Change("Standing");
        form.Find("[data-testid=best-wheelchairs]").Change("1");
        form.Find("[data-testid=best-together]").Change(false);
        form.Find("form").Submit();

        Assert.Equal(new BestSeatsRequest(3, "Standing", IsTogether: false, 1), Assert.Single(_requests));
    }

    [Fact]
    public void BestSeats_AtTheLimits_DisablesTheStepper()
    {
        var form = Render(quantityMax: 3);

        form.Find("[data-testid=best-plus]").Click();
        Assert.True(form.Find("[data-testid=best-plus]").HasAttribute("disabled"));

        form.Find("[data-testid=best-minus]").Click();
        form.Find("[data-testid=best-minus]").Click();
        Assert.Equal("1", form.Find("[data-testid=best-quantity]").TextContent);
        Assert.True(form.Find("[data-testid=best-minus]").HasAttribute("disabled"));
    }

    [Fact]
    public void BestSeats_WhileBusy_RequestsNothing()
    {
        Render(isBusy: true).Find("form").Submit();

        Assert.Empty(_requests);
    }

    private IRenderedComponent<BestSeatsForm> Render(int quantityMax = 6, bool isBusy = false) => _context.Render<BestSeatsForm>(parameters => parameters
        .Add(f => f.Sale, SeatMapFixtures.Sale())
        .Add(f => f.QuantityMax, quantityMax)
        .Add(f => f.IsBusy, isBusy)
        .Add(f => f.HasWheelchairPlaces, true)
        .Add(f => f.OnFind, (BestSeatsRequest request) => _requests.Add(request)));
}
