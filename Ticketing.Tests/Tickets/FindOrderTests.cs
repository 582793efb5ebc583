using System.Net;
using AngleSharp.Html.Parser;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Tickets;

/// <summary>A buyer without the mail and the browser gets to the order; nobody learns which orders exist.</summary>
public sealed class FindOrderTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("T-7K3M9Q2X", "T-7K3M9Q2X")]
    [InlineData(" t 7k3m 9q2x ", "T-7K3M9Q2X")]
    [InlineData("7k3m9q2x", "T-7K3M9Q2X")]
    [InlineData("T-OIL00000", "T-01100000")]
    [InlineData("T-7K3M9Q2", null)]
    [InlineData("T-7K3M9Q2U", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Number_AsTyped_IsParsed(string? typed, string? expected) => Assert.Equal(expected, OrderNumber.Parse(typed));

    [Fact]
    public async Task Link_RequestedByAnybody_AnswersTheSameAndMailsTheBuyerOnly()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("RateLimits:Enabled", "false"));
        var order = await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(0));
        var number = order.Body!["number"]!.GetValue<string>();
        await Eventually.TrueAsync(async () => await MailsAsync(shop) == 1);
        using var browser = new Browser(shop.App.BaseAddress);

        (string Number, string Email)[] asked =
        [
            (number, "mallory@example.org"), ("T-00000000", "ada@example.org"), (number.ToLowerInvariant(), " ADA@example.org "),
            // Again within the minute.
            (number, "ada@example.org"),
        ];
        var answers = new List<(HttpStatusCode, string?)>();
        foreach (var (typed, email) in asked)
        {
            var answer = await browser.SubmitAsync("/orders/find", "find", ("Form.Number", typed), ("Form.Email", email));
            answers.Add((answer.Status, answer.Location));
        }

        Assert.Equal((HttpStatusCode.Found, "/orders/find?sent=true"), Assert.Single(answers.Distinct()));
        await Eventually.TrueAsync(async () => await MailsAsync(shop) == 2);
        using var mail = LocalMail.Parse((await shop.Database.ScalarAsync<byte[]>("SELECT content FROM local_mail ORDER BY received_at DESC LIMIT 1"))!);
        Assert.Equal("ada@example.org", mail.To.Mailboxes.Single().Address);
        Assert.Contains(number, mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"/orders/{number}?token={order.Token}", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'order.link-requested'"));
    }

    [Fact]
    public async Task Link_TypedWrong_IsAskedForAgain()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("RateLimits:Enabled", "false"));
        using var browser = new Browser(shop.App.BaseAddress);

        var answer = await browser.SubmitAsync("/orders/find", "find", ("Form.Number", "four"), ("Form.Email", "ada"));

        var page = answer.Document;
        Assert.Equal(2, page.QuerySelectorAll(".field-error").Length);
        Assert.Equal(("four", "ada"), (page.QuerySelector("#find-number")!.GetAttribute("value"), page.QuerySelector("#find-email")!.GetAttribute("value")));
    }

    // The calendar's and the bookmark's address, on a device without the cookie.
    [Fact]
    public async Task OrderPage_OnAnotherDevice_SaysHowToGetIn()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(0));
        var number = order.Body!["number"]!.GetValue<string>();

        var (existing, missing) = (await TextAsync(shop, number), await TextAsync(shop, "T-00000000"));

        Assert.Equal(existing.Replace(number, "T-00000000", StringComparison.Ordinal), missing);
        var page = new HtmlParser().ParseDocument(existing).QuerySelector("[data-testid=order-elsewhere]")!;
        Assert.Equal("/orders/find", page.QuerySelector("form")!.GetAttribute("action"));
        Assert.Equal(number, page.QuerySelector("#find-number")!.GetAttribute("value"));
        Assert.DoesNotContain("Show", page.TextContent, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Shop shop, string number)
    {
        using var response = await shop.Http.GetAsync($"orders/{number}", Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var main = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Stop)).QuerySelector("main")!;
        foreach (var token in main.QuerySelectorAll("[name=__RequestVerificationToken]"))
        {
            token.Remove();
        }

        return main.InnerHtml;
    }

    private static Task<long> MailsAsync(Shop shop) => shop.Database.ScalarAsync<long>("SELECT count(*) FROM local_mail");
}
