using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Tests.Access;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Presales;

/// <summary>What buyers see of tiers that are sold by code only, on the event page and the seat page.</summary>
public sealed class TiersByCodePageTests(PresaleShop shop) : IClassFixture<PresaleShop>
{
    [Fact]
    public async Task SeatPage_InTheGeneralSale_ShowsTheTierWithItsCode()
    {
        var (sale, _, _, _) = await shop.OpenByCodeAsync("BALCONY");
        using var browser = new Browser(shop.Shop.App.BaseAddress);
        var address = $"/performances/{sale.Id}";

        var closed = await browser.GetAsync(address);
        Assert.False(closed.Document.QuerySelector("[data-testid=access-code-more]")!.HasAttribute("open"));
        Assert.NotNull(closed.Document.QuerySelector("[data-testid=seat-picker]"));
        Assert.DoesNotContain("Standard", closed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("45.00", closed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("46.50", closed.Text, StringComparison.Ordinal);
        Assert.Contains("Standing", closed.Text, StringComparison.Ordinal);

        var wrong = await browser.SubmitAsync(closed, "access-code", ("Code", "GALLERY"));
        Assert.NotNull(wrong.Document.QuerySelector("[data-testid=access-code-error]"));
        Assert.True(wrong.Document.QuerySelector("[data-testid=access-code-more]")!.HasAttribute("open"));
        Assert.Equal("GALLERY", wrong.Document.QuerySelector("#access-code")?.GetAttribute("value"));

        Assert.Equal(address, (await browser.SubmitAsync(wrong, "access-code", ("Code", "balcony"))).Location);
        var open = await browser.GetAsync(address);
        Assert.Equal("Your access code opens Standard.", open.Document.QuerySelector("[data-testid=tiers-by-code]")?.TextContent);
        Assert.Null(open.Document.QuerySelector("[data-testid=access-code-more]"));
        Assert.Contains("46.50", open.Document.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeatPage_WithoutSuchATier_AsksForNoCode()
    {
        var sale = await TestSale.CreateAsync(shop.Database.DataSource, new TestSaleTerms { FloorPlaces = 10 });
        using var browser = new Browser(shop.Shop.App.BaseAddress);

        var page = await browser.GetAsync($"/performances/{sale.Id}");

        Assert.Null(page.Document.QuerySelector("[data-testid=access-code-more], [data-testid=access-code]"));
        Assert.Contains("Standard", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sale_ReadWithoutACode_HasTheTierForHoldsFromBeforeOnly()
    {
        var (sale, _, _, _) = await shop.OpenByCodeAsync("BOX", usesMax: 3);
        var reader = shop.Service<SeatSaleReader>();

        var read = await reader.ReadAsync(sale.Id, null, TestContext.Current.CancellationToken);

        Assert.Equal(["Standing"], read!.Tiers.Select(tier => tier.Name));
        Assert.Equal(["Standard"], read.Hidden.Select(tier => tier.Name));
        Assert.Null(read.TierOf(new Core.Seating.SeatIndex(0)));
        Assert.Equal(2, (await reader.ReadForBoxOfficeAsync(sale.Id, TestContext.Current.CancellationToken))!.Tiers.Length);
    }

    [Fact]
    public async Task EventPage_WithSuchATier_LinksToTheCodeAndShowsNoPrice()
    {
        var (sale, _, _, _) = await shop.OpenByCodeAsync("STAGE");
        using var browser = new Browser(shop.Shop.App.BaseAddress);
        var slug = await shop.Database.ScalarAsync<string>(
            "select e.slug from events e join performances p on p.event_id = e.id where p.id = $1", sale.Id.Value);

        var page = await browser.GetAsync($"/events/{slug}");

        Assert.Equal($"/performances/{sale.Id}", page.Document.QuerySelector("[data-testid=enter-code-link]")?.GetAttribute("href"));
        Assert.Contains("Holders of an access code see further prices", page.Text, StringComparison.Ordinal);
        // Cards of other events further down have prices of their own.
        foreach (var card in page.Document.QuerySelectorAll(".event-card"))
        {
            card.Remove();
        }

        var text = page.Document.DocumentElement.OuterHtml;
        Assert.DoesNotContain("Standard", text, StringComparison.Ordinal);
        Assert.DoesNotContain("46.50", text, StringComparison.Ordinal);
        Assert.Contains("31.00", page.Document.QuerySelector(".price-table")!.TextContent, StringComparison.Ordinal);
    }
}
