using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Tickets;

/// <summary>Delivery of tickets after payment, to their holder only.</summary>
public sealed class TicketEndpointTests(TestServers servers) : IAsyncLifetime
{
    private PooledApp _running = null!;
    private TestSale _sale = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestDatabase Database => _running.Database;

    private TestApp App => _running.App;

    public async ValueTask InitializeAsync()
    {
        _running = await servers.Apps.TakeAsync();
        _sale = await TestSale.CreateAsync(Database.DataSource);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = App.BaseAddress };
    }

    [Fact]
    public async Task Ticket_OfAPaidOrder_IsReadByItsHolderOnly()
    {
        var (order, token) = await BuyAsync(0, 1);
        var (_, foreign) = await BuyAsync(2);
        var ticket = order["tickets"]![0]!;
        var code = ticket["code"]!.GetValue<string>();
        string[] paths = [$"api/v1/tickets/{ticket["id"]}", $"api/v1/tickets/{ticket["id"]}/qr.svg", $"api/v1/tickets/{ticket["id"]}/ticket.pdf"];

        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, token)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path, null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path, foreign)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path.Replace(ticket["id"]!.GetValue<string>(), Guid.NewGuid().ToString(), StringComparison.Ordinal), token)).StatusCode);
        }

        Assert.StartsWith("TK1.", code, StringComparison.Ordinal);
        Assert.Single(new PdfText(await (await GetAsync(paths[2], token)).Content.ReadAsByteArrayAsync(Stop)).Pages);
        Assert.Contains("<svg", await (await GetAsync(paths[1], token)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrderPage_WithTheMailsLinkOnly_ShowsTheTickets()
    {
        var (order, token) = await BuyAsync(0, 1);
        var page = $"orders/{order["number"]}";

        var html = await (await GetAsync($"{page}?token={token}", null)).Content.ReadAsStringAsync(Stop);
        Assert.Equal(2, html.Split("data-testid=\"ticket\"").Length - 1);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(page, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{page}?token=x", null)).StatusCode);
        Assert.Equal(2, new PdfText(await (await GetAsync($"{page}/tickets.pdf?token={token}", null)).Content.ReadAsByteArrayAsync(Stop)).Pages.Count);
        Assert.Contains("BEGIN:VEVENT", await (await GetAsync($"{page}/calendar.ics?token={token}", null)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"{page}/tickets.pdf", null)).StatusCode);
    }

    [Fact]
    public async Task Order_ByItsNumberInLowerCase_IsFoundAtEveryAddress()
    {
        var (order, token) = await BuyAsync(0);
        var number = order["number"]!.GetValue<string>().ToLowerInvariant();

        foreach (var path in new[] { "", "/tickets.pdf", "/calendar.ics", "/status" })
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync($"orders/{number}{path}?token={token}", null)).StatusCode);
        }
    }

    [Fact]
    public async Task Mail_OfAPaidOrder_HasTicketsAndCalendar()
    {
        var (order, token) = await BuyAsync(0, 1);
        await Eventually.TrueAsync(async () => await Database.ScalarAsync<long>("SELECT count(*) FROM local_mail") == 1);
        using var mail = LocalMail.Parse((await Database.ScalarAsync<byte[]>("SELECT content FROM local_mail"))!);
        var files = LocalMail.FilesOf(mail);

        Assert.Contains(token, mail.TextBody, StringComparison.Ordinal);
        Assert.Equal([$"tickets-{order["number"]}.pdf", $"{order["number"]}.ics"], files.Select(file => file.Name));
        Assert.Equal(2, new PdfText(files[0].Content).Pages.Count);
    }

    // Tickets are in the language of the purchase on every road: page, API, mail; not in that of the device that asks.
    [Fact]
    public async Task Pdf_OfAGermanOrder_IsGermanForAnyReader()
    {
        var (order, token) = await BuyAsync(0);
        await Database.ExecuteAsync("UPDATE orders SET locale = 'de' WHERE id = $1", Guid.Parse(order["id"]!.GetValue<string>()));

        foreach (var path in (string[])[$"orders/{order["number"]}/tickets.pdf?token={token}", $"api/v1/tickets/{order["tickets"]![0]!["id"]}/ticket.pdf"])
        {
            var pdf = new PdfText(await (await GetAsync(path, token)).Content.ReadAsByteArrayAsync(Stop));
            Assert.Equal("de", pdf.Language);
            Assert.Contains("Einlass", pdf.Pages[0], StringComparison.Ordinal);
        }

        var calendar = await (await GetAsync($"orders/{order["number"]}/calendar.ics?token={token}", null)).Content.ReadAsStringAsync(Stop);
        Assert.Contains("Reihe A", calendar.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_OfACancelledOrder_IsUnavailable()
    {
        var (order, token) = await BuyAsync(0);
        using var cancel = new HttpRequestMessage(HttpMethod.Post, $"api/v1/orders/{order["id"]}/cancel");
        cancel.Headers.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(cancel, Stop)).StatusCode);
        var ticket = order["tickets"]![0]!["id"];

        var details = JsonNode.Parse(await (await GetAsync($"api/v1/tickets/{ticket}", token)).Content.ReadAsStringAsync(Stop))!;
        Assert.Equal("void", details["status"]!.GetValue<string>());
        Assert.Null(details["code"]);
        Assert.Equal(HttpStatusCode.Gone, (await GetAsync($"api/v1/tickets/{ticket}/qr.svg", token)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await GetAsync($"api/v1/tickets/{ticket}/ticket.pdf", token)).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _running.DisposeAsync();
    }

    private async Task<(JsonNode Order, string Token)> BuyAsync(params int[] seats)
    {
        using var holds = new HoldClient(App);
        var hold = await holds.HoldAsync(_sale, [.. seats.Select(_sale.Label)]);
        var placed = await _http.PostAsJsonAsync(
            "api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada Lovelace", email = "ada@example.org" } }, Stop);
        var order = JsonNode.Parse(await placed.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        await PayAsync(order["payment"]!);
        var token = order["token"]!.GetValue<string>();
        JsonNode? read = null;
        await Eventually.TrueAsync(async () =>
        {
            read = JsonNode.Parse(await (await GetAsync($"api/v1/orders/{order["id"]}", token)).Content.ReadAsStringAsync(Stop));
            return read!["status"]!.GetValue<string>() == "paid";
        });
        return (read!, token);
    }

    // With the publishable key and the intent's secret.
    private async Task PayAsync(JsonNode payment)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/payment_intents/{payment["paymentIntent"]}/confirm")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_secret"] = payment["clientSecret"]!.GetValue<string>(),
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][number]"] = "4242424242424242",
                ["payment_method_data[card][exp_month]"] = "12",
                ["payment_method_data[card][exp_year]"] = "2040",
                ["payment_method_data[card][cvc]"] = "123",
            }),
        };
        request.Headers.Authorization = new("Bearer", payment["publishableKey"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(request, Stop)).StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return await _http.SendAsync(request, Stop);
    }
}
