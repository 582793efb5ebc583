using Bunit;
using Ticketing.App.Inventory.Pages;

namespace Ticketing.Tests.Components;

public sealed class AreaStepperTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();
    private readonly List<string> _requests = [];

    public AreaStepperTests() => _context.JSInterop.Mode = JSRuntimeMode.Loose;

    public void Dispose() => _context.Dispose();

    [Fact]
    public void AreaStepper_Pressed_RequestsOneMoreOrLess()
    {
        var stepper = Render(count: 2);

        stepper.Find("[data-testid=area-stepper-plus]").Click();
        stepper.Find("[data-testid=area-stepper-minus]").Click();

        Assert.Equal(["1", "-1"], _requests);
        Assert.Equal("2", stepper.Find("[data-testid=area-stepper-count]").TextContent);
    }

    [Fact]
    public void AreaStepper_NoPlaceHeld_DisablesDecrease() =>
        Assert.True(Render(count: 0).Find("[data-testid=area-stepper-minus]").HasAttribute("disabled"));

    [Fact]
    public void AreaStepper_NotOnSale_DisablesIncrease() =>
        Assert.True(Render(count: 0, canAdd: false).Find("[data-testid=area-stepper-plus]").HasAttribute("disabled"));

    [Fact]
    public void AreaStepper_EscapeOrClose_Closes()
    {
        var stepper = Render(count: 1);

        stepper.Find("[data-testid=area-stepper]").KeyDown("Escape");
        stepper.Find("[data-testid=area-close]").Click();

        Assert.Equal(["close", "close"], _requests);
    }

    private IRenderedComponent<AreaStepper> Render(int count, bool canAdd = true) => _context.Render<AreaStepper>(parameters => parameters
        .Add(s => s.Name, "Floor")
        .Add(s => s.IsStanding, true)
        .Add(s => s.Tier, SeatMapFixtures.Sale().Tiers[1])
        .Add(s => s.Price, SeatMapFixtures.Sale().Tiers[1].Price)
        .Add(s => s.Count, count)
        .Add(s => s.CanAdd, canAdd)
        .Add(s => s.OnChange, (int step) => _requests.Add(step.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        .Add(s => s.OnClose, () => _requests.Add("close")));
}
