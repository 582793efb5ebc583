using System.Net;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Presales;

/// <summary>What buyers see of a presale: the event page, the form for a code, the seats behind it.</summary>
public sealed class PresalePageTests(PresaleShop shop) : IClassFixture<PresaleShop>
{
    [Fact]
    public async Task SeatPage_InPresale_OpensTheMapWithTheCode()
    {
        var (sale, _, _, _) = await shop.OpenAsync("OPENSESAME");
        using var browser = new Browser(shop.Shop.App.BaseAddress);
        var address = $"/performances/{sale.Id}";

        var closed = await browser.GetAsync(address);
        Assert.NotNull(closed.Document.QuerySelector("[data-testid=access-code][data-open=true]"));
        Assert.Null(closed.Document.QuerySelector("[data-testid=seat-picker]"));

        var wrong = await browser.SubmitAsync(closed, "access-code", ("Code", "SESAME"));
        Assert.NotNull(wrong.Document.QuerySelector("[data-testid=access-code-error]"));
        Assert.Equal("SESAME", wrong.Document.QuerySelector("#access-code")?.GetAttribute("value"));

        var right = await browser.SubmitAsync(wrong, "access-code", ("Code", "open sesame".Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(address, right.Location);
        var open = await browser.GetAsync(address);
        Assert.Null(open.Document.QuerySelector("[data-testid=access-code]"));
        Assert.NotNull(open.Document.QuerySelector("[data-testid=seat-picker]"));
        Assert.Null(open.Document.QuerySelector("[data-testid=standing-notice]"));
        Assert.Contains(browser.Cookies.GetAllCookies().Cast<Cookie>(), cookie => cookie.Name.StartsWith("access-", StringComparison.Ordinal) && cookie.HttpOnly);
    }

    [Fact]
    public async Task EventPageAndApi_InPresale_NameIt()
    {
        var (sale, _, _, _) = await shop.OpenAsync("ANNOUNCED");
        using var browser = new Browser(shop.Shop.App.BaseAddress);
        var slug = await shop.Database.ScalarAsync<string>(
            "select e.slug from events e join performances p on p.event_id = e.id where p.id = $1", sale.Id.Value);

        var page = await browser.GetAsync($"/events/{slug}");
        Assert.Contains("Presale until", page.Document.QuerySelector(".date-state")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("Enter your code", page.Document.QuerySelector(".date-buy")?.TextContent, StringComparison.Ordinal);

        var answer = await shop.Shop.SendAsync(HttpMethod.Get, $"api/v1/performances/{sale.Id}", null);
        Assert.Equal("Fan club", answer.Body!["presales"]![0]!["name"]!.GetValue<string>());
    }
}
