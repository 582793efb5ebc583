using System.Net;
using Ticketing.Core.Questions;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using static Ticketing.Tests.Ordering.Extras.ExtraShop;

namespace Ticketing.Tests.Ordering.Extras;

/// <summary>Extras and questions in the checkout and on the order's page, without scripts.</summary>
public sealed class ExtraPageTests(TestServers servers) : IAsyncLifetime
{
    private ExtraShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await OpenAsync(servers);

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Checkout_WithExtras_ShowsThemInTheTotal()
    {
        var parking = await _shop.AddAsync(Parking());
        var donation = await _shop.AddAsync(Donation());
        var (browser, hold) = await HoldAsync(0);
        using var closing = browser;

        var page = await browser.SubmitAsync(
            $"/checkout/{hold.Id}", "checkout", (NameOf(parking), "2"), (NameOf(donation), "7,50"), ("Form.Action", "extras"));

        Assert.Equal("€78.00", page.Document.QuerySelector("[data-testid=total]")?.TextContent.Trim());
        Assert.Equal("2", page.Document.QuerySelector($"input[name='{NameOf(parking)}']")?.GetAttribute("value"));
        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
        var paying = await browser.SubmitAsync(page, "checkout", [.. Details, ("Form.Action", "pay")]);
        Assert.Equal($"/checkout/{hold.Id}", paying.Location);
        Assert.Equal(7800L, await _shop.Shop.Database.ScalarAsync<long>("select total from orders"));
        var again = await browser.GetAsync($"/checkout/{hold.Id}?edit=true");
        Assert.Equal("7.50", again.Document.QuerySelector($"input[name='{NameOf(donation)}']")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("two")]
    public async Task Checkout_WithABadQuantity_HasTheErrorAtItsField(string typed)
    {
        var parking = await _shop.AddAsync(Parking());
        var (browser, hold) = await HoldAsync(1);
        using var closing = browser;

        var page = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", [.. Details, (NameOf(parking), typed), ("Form.Action", "pay")]);

        var input = page.Document.QuerySelector($"input[name='{NameOf(parking)}']")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains("Between 1 and 4", page.Document.QuerySelector($"#{input.Id}-error")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Checkout_WithAnExtraThatIsGone_SaysSoBeforeItOrders()
    {
        var (browser, hold) = await HoldAsync(1);
        using var closing = browser;

        var page = await browser.SubmitAsync(
            $"/checkout/{hold.Id}", "checkout", [.. Details, (NameOf(Core.Common.ExtraId.New()), "1"), ("Form.Action", "pay")]);

        Assert.Contains("is not offered any more", page.Document.QuerySelector("[data-testid=checkout-error]")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Checkout_RequiredQuestion_StopsAtItsField()
    {
        var question = await _shop.AskAsync(Question with { IsRequired = true });
        var (browser, hold) = await HoldAsync(2);
        using var closing = browser;
        var field = AnswerRules.FieldOf(question, null);

        var refused = await browser.SubmitAsync($"/checkout/{hold.Id}", "checkout", [.. Details, ("Form.Action", "pay")]);

        var input = refused.Document.QuerySelector($"input[name='Form.{field}']")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains(
            refused.Document.QuerySelectorAll("[data-testid=checkout-error] a"),
            link => link.GetAttribute("href")!.EndsWith("#" + input.Id, StringComparison.Ordinal));
        var paying = await browser.SubmitAsync(refused, "checkout", ($"Form.{field}", "B-AB 12"), ("Form.Action", "pay"));
        Assert.Equal($"/checkout/{hold.Id}", paying.Location);
        Assert.Equal("B-AB 12", await _shop.Shop.Database.ScalarAsync<string>("select value from order_answers"));
        var again = await browser.GetAsync($"/checkout/{hold.Id}?edit=true");
        Assert.Equal("B-AB 12", again.Document.QuerySelector($"input[name='Form.{field}']")?.GetAttribute("value"));
    }

    [Fact]
    public async Task OrderPage_OfAPaidOrder_AsksAndShowsVouchers()
    {
        var parking = await _shop.AddAsync(Parking());
        var (browser, hold) = await HoldAsync(3);
        using var closing = browser;
        var order = await _shop.PlaceAsync(hold, [Of(parking, 2)]);
        await _shop.Shop.PayAsync(order);
        await _shop.Shop.ReadUntilAsync(order, "paid");
        var question = await _shop.AskAsync(Question);
        var address = $"/orders/{order.Body!["number"]!.GetValue<string>()}";

        var page = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(2, page.Document.QuerySelectorAll("[data-testid=voucher] svg").Length);
        Assert.Equal("Answer 1 question", page.Document.QuerySelector("#questions-title")?.TextContent);
        var saved = await browser.SubmitAsync(page, "answers", ($"Form.{AnswerRules.FieldOf(question, null)}", "B-AB 12"));
        var after = await browser.GetAsync(saved.Location!);
        Assert.Contains("B-AB 12", after.Document.QuerySelector("[data-testid=answers]")?.TextContent, StringComparison.Ordinal);
        Assert.Null(after.Document.QuerySelector("#questions-title"));
    }

    private static QuestionTerms Question { get; } =
        new(QuestionKind.Text, QuestionScope.Order, "Number plate", "For the barrier", false, [], [], null, null);

    private static (string Name, string Value)[] Details { get; } = [("Form.FullName", "Ada Lovelace"), ("Form.Email", "ada@example.org")];

    private static string NameOf(Core.Common.ExtraId extra) => $"Form.extra.{extra.Value:N}";

    private async Task<(Browser Browser, HoldReply Hold)> HoldAsync(int seat)
    {
        var hold = await _shop.Shop.HoldAsync(seat);
        var browser = new Browser(_shop.Shop.App.BaseAddress);
        browser.Cookies.Add(_shop.Shop.App.BaseAddress, new Cookie("buyer", hold.Secret));
        return (browser, hold);
    }
}
