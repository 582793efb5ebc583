using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Tickets;

/// <summary>The page after paying, and the same names and pictures on everything that an order shows.</summary>
public sealed class OrderPageTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Every notice that a link can carry is said by the page, in both languages, once the order is in its state.
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Page_WithEachNotice_SaysIt(string language)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await BuyAsync(shop, await shop.HoldAsync(0));
        var without = (await PageAsync(shop, order, "", language)).Body!.TextContent;
        var said = new Dictionary<OrderPageNotice, string>();
        foreach (var notice in Enum.GetValues<OrderPageNotice>().Order())
        {
            if (notice == OrderPageNotice.Cancelled)
            {
                Assert.Equal(HttpStatusCode.OK, (await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Code);
            }

            var page = await PageAsync(shop, order, notice.ToWord(), language);
            said[notice] = page.QuerySelector("[data-testid=order-confirmation] h1, [data-testid=order-notice]")!.TextContent.Trim();
        }

        Assert.Equal(Enum.GetValues<OrderPageNotice>().Length, said.Values.Distinct().Count());
        Assert.All(said.Values, text => Assert.DoesNotContain(text, without, StringComparison.Ordinal));
        Assert.Contains("Ada Lovelace", said[OrderPageNotice.Paid], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "stay valid until the bank has decided")]
    [InlineData("de", "bleiben gültig, bis die Bank entschieden hat")]
    public async Task Page_OfADisputedPayment_KeepsItsTicketsAndSaysSo(string language, string said)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await BuyAsync(shop, await shop.HoldAsync(0, 1));
        await shop.Database.ExecuteAsync("update tickets set status = 'disputed'");

        var page = await PageAsync(shop, order, OrderPageNotice.Paid.ToWord(), language);

        Assert.Equal(2, page.QuerySelectorAll("[data-testid=ticket]").Length);
        Assert.Contains(said, page.QuerySelector("[data-testid=order-disputed]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[data-testid=confirm-cancel], [data-testid=order-confirmation], a[href*='cancel']"));
        using var pdf = await shop.Http.GetAsync(new Uri($"orders/{order.Body!["number"]}/tickets.pdf?token={order.Token}", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);
    }

    [Fact]
    public async Task Page_AfterPaying_ThanksAndSaysWhatComesNext()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await BuyAsync(shop, await shop.HoldAsync(0, 1));
        var page = await PageAsync(shop, order, OrderPageNotice.Paid.ToWord(), "en");

        var confirmation = page.QuerySelector("[data-testid=order-confirmation]")!;
        // The only h1, which the script focuses: screen readers say it.
        var title = Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("Thank you, Ada Lovelace. You're going.", title.TextContent);
        Assert.Equal("-1", title.GetAttribute("tabindex"));
        Assert.NotNull(title.GetAttribute("data-confirmation"));
        Assert.Equal(3, confirmation.QuerySelectorAll("li").Length);
        Assert.Contains("ada@example.org", confirmation.TextContent, StringComparison.Ordinal);
        Assert.NotNull(confirmation.QuerySelector($"[href^='/orders/{order.Body!["number"]}/calendar.ics']"));
        // What is shared opens no order.
        Assert.StartsWith("/events/", confirmation.QuerySelector("[data-share]")!.GetAttribute("data-share"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_OnThePage_SaysEventAndDate()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await BuyAsync(shop, await shop.HoldAsync(0, 1));
        var tickets = (await PageAsync(shop, order, "", "en")).QuerySelectorAll("[data-testid=ticket]");

        Assert.Equal(2, tickets.Length);
        Assert.All(tickets, ticket =>
        {
            Assert.Contains("Show", ticket.QuerySelector("[data-testid=ticket-event]")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("doors open", ticket.QuerySelector("[data-testid=ticket-date]")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Hall, Berlin", ticket.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Pictures_OfAnOrder_AreTheEvents()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await BuyAsync(shop, await shop.HoldAsync(0));
        var page = await PageAsync(shop, order, OrderPageNotice.Paid.ToWord(), "en");
        var mail = await MailAsync(shop);

        var pictures = page.QuerySelectorAll("main img").Concat(new HtmlParser().ParseDocument(mail).QuerySelectorAll("img"))
            .Select(image => image.GetAttribute("src")!).ToList();
        Assert.True(pictures.Count >= 3);
        Assert.All(pictures, picture => Assert.Contains("/artwork/concert-1-wide.", picture, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Floor · standing")]
    [InlineData("de", "Floor · Stehplatz")]
    public async Task StandingPlace_Everywhere_IsNamedAsSuch(string language, string expected)
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { FloorPlaces = 5 });
        var order = await BuyAsync(shop, await shop.HoldAreaAsync(2));
        var page = (await PageAsync(shop, order, "", language)).QuerySelector("main")!;
        var api = await JsonAsync(shop, $"api/v1/orders/{order.Id}", order, language);
        var ticket = await JsonAsync(shop, $"api/v1/tickets/{order.Tickets[0]!["id"]}", order, language);

        Assert.All(page.QuerySelectorAll("[data-testid=ticket-place]"), place => Assert.Contains(expected, place.TextContent, StringComparison.Ordinal));
        Assert.Contains(expected, page.QuerySelector("[data-testid=order-sums]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Seat", page.TextContent, StringComparison.Ordinal);
        Assert.All(api["items"]!.AsArray(), item => Assert.Equal((expected, "", ""), (Text(item!, "name"), Text(item!, "row"), Text(item!, "number"))));
        Assert.All(api["tickets"]!.AsArray(), item => Assert.Equal(expected, Text(item!, "name")));
        Assert.Equal((expected, ""), (Text(ticket, "name"), Text(ticket, "number")));
        // The order was placed in English.
        Assert.Contains("Floor · standing", WebUtility.HtmlDecode(await MailAsync(shop)), StringComparison.Ordinal);
    }

    internal static async Task<Reply> BuyAsync(Shop shop, HoldReply hold)
    {
        var placed = await shop.PlaceAsync(hold);
        Assert.Equal(HttpStatusCode.OK, (await shop.PayAsync(placed)).Code);
        var read = await shop.ReadUntilAsync(placed, "paid");
        read.Body!["token"] = placed.Token;
        return read;
    }

    private static async Task<IDocument> PageAsync(Shop shop, Reply order, string notice, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"orders/{order.Body!["number"]}?token={order.Token}&notice={notice}");
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var response = await shop.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<JsonNode> JsonAsync(Shop shop, string path, Reply order, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Authorization = new("Bearer", order.Token);
        using var response = await shop.Http.SendAsync(request, Stop);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static async Task<string> MailAsync(Shop shop)
    {
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("SELECT count(*) FROM local_mail") > 0);
        using var mail = LocalMail.Parse((await shop.Database.ScalarAsync<byte[]>("SELECT content FROM local_mail ORDER BY received_at LIMIT 1"))!);
        return mail.HtmlBody!;
    }
}
