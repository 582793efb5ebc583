using Bunit;
using Ticketing.App.Inventory.Pages;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Components;

public sealed class SeatsHeadTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();

    public static TheoryData<SaleState> States => [.. Enum.GetValues<SaleState>()];

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Head_OnSale_ShowsTitleVenueAndLocalTime()
    {
        var head = Render(SaleState.OnSale);

        Assert.Equal("An evening", head.Find("h1").TextContent);
        Assert.Equal("Tuesday 1 December 2026, 13:00", head.Find("time").TextContent);
        Assert.Equal("On sale", head.Find("[data-testid=sale-state]").TextContent);
    }

    [Fact]
    public void Head_NothingFree_ShowsSoldOut() =>
        Assert.Equal("Sold out", Render(SaleState.OnSale, isSoldOut: true).Find("[data-testid=sale-state]").TextContent);

    [Theory]
    [MemberData(nameof(States))]
    public void Head_EachState_HasAText(SaleState state) => Assert.NotEmpty(Render(state).Find("[data-testid=sale-state]").TextContent);

    [Fact]
    public void Head_Admitted_CountsDownTheTimeToChoose()
    {
        Assert.Equal("900", Render(SaleState.OnSale, seconds: 900).Find("[data-testid=time-to-choose] hold-countdown").GetAttribute("seconds"));
        Assert.Empty(Render(SaleState.OnSale).FindAll("[data-testid=time-to-choose]"));
    }

    private IRenderedComponent<SeatsHead> Render(SaleState state, bool isSoldOut = false, int? seconds = null) => _context.Render<SeatsHead>(parameters => parameters
        .Add(h => h.Sale, SeatMapFixtures.Sale())
        .Add(h => h.State, state)
        .Add(h => h.IsSoldOut, isSoldOut)
        .Add(h => h.SecondsToChoose, seconds));
}
