using Bunit;
using Ticketing.App.Analytics.Organizer.Panels;
using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Components;

/// <summary>Panels of dashboards.</summary>
public sealed class FigurePanelTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();

    public void Dispose() => _context.Dispose();

    [Theory]
    [InlineData(SaleState.OnSale, true, "On sale")]
    [InlineData(SaleState.OnSale, false, "Not public")]
    [InlineData(SaleState.Cancelled, true, "Cancelled")]
    [InlineData(SaleState.Cancelled, false, "Cancelled, Not public")]
    public void SaleBadges_OfAPerformance_SayOnSaleOnlyIfItIs(SaleState state, bool isPublic, string expected)
    {
        var badges = _context.Render<SaleBadges>(parameters => parameters.Add(b => b.State, state).Add(b => b.IsPublic, isPublic));

        Assert.Equal(expected, string.Join(", ", badges.FindAll(".badge").Select(badge => badge.TextContent)));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Buyers_BesideFiguresOfOnePerformance_SayThatTheyAreOfAll(bool areOfMore, int sentences)
    {
        var panel = _context.Render<BuyersPanel>(parameters => parameters.Add(p => p.Buyers, BuyerGroups.Of([])).Add(p => p.AreOfMore, areOfMore));

        Assert.Equal(sentences, panel.FindAll("[data-testid=buyers-of-all]").Count);
    }
}
