using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Purchases on the canvas, on a phone, by keyboard and list, and over the API.</summary>
public sealed class BuyingTests(Site site)
{
    private const int ArenaPlaces = 22_000;
    private const int HallSeats = 2_100;

    [Fact]
    public async Task Canvas_TwoSeatsDeclinedThenPaid_HasTicketsAndUpdatesOtherViewers()
    {
        var performance = await site.PerformanceAsync(ArenaPlaces);
        var seats = await site.FreeNeighboursAsync(performance, 2);
        var other = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        var buyer = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);

        foreach (var seat in seats)
        {
            var at = await buyer.EvaluateAsync<Point>("label => document.querySelector('[data-testid=seat-map]').seatMap.reveal(label)", seat);
            await buyer.Mouse.ClickAsync(at.X, at.Y);
            await WaitForSeatAsync(buyer, seat, "own");
        }

        var clock = Stopwatch.StartNew();
        await WaitForSeatAsync(other, seats[1], "held");
        TestContext.Current.TestOutputHelper?.WriteLine($"held for the other viewer {clock.ElapsedMilliseconds} ms after the buyer");

        await PaymentStep.ReachAsync(buyer, "canvas@example.org");
        await PaymentStep.PayAsync(buyer, "4000 0000 0000 0002");
        await Assertions.Expect(buyer.Locator("[data-payment-failure]")).ToContainTextAsync("declined");
        Assert.Equal("held", await StatusAsync(other, seats[0]));

        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
        // The thanks has the focus, so that screen readers say it.
        await Assertions.Expect(buyer.GetByTestId("order-confirmation").Locator("h1")).ToBeFocusedAsync();
        Faults.None(await Axe.ViolationsAsync(buyer));
        await WaitForSeatAsync(other, seats[0], "sold");
        await WaitForSeatAsync(other, seats[1], "sold");
    }

    [Fact]
    public async Task SeatMap_OrderUnpaid_LinksToItsPaymentAndCancelsIt()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 3);
        var buyer = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        await PaymentStep.TakeBestSeatsAsync(buyer);
        var seat = (await buyer.GetByTestId("basket-line").First.GetAttributeAsync("data-seat"))!;
        await PaymentStep.ReachAsync(buyer, "unpaid@example.org");

        await PaymentStep.OpenMapAsync(buyer, performance);
        await Assertions.Expect(buyer.GetByTestId("unpaid-order")).ToBeVisibleAsync();
        Assert.Equal("held", await StatusAsync(buyer, seat));
        await buyer.GetByTestId("unpaid-continue").ClickAsync();
        await PaymentStep.ReadyAsync(buyer);

        await PaymentStep.OpenMapAsync(buyer, performance);
        await buyer.GetByTestId("unpaid-cancel").ClickAsync();
        await Assertions.Expect(buyer.GetByTestId("unpaid-order")).ToHaveCountAsync(0);
        await PaymentStep.WaitForMapAsync(buyer);
        await WaitForSeatAsync(buyer, seat, "available");
    }

    [Fact]
    public async Task SeatMap_UnpaidOrderOfAnotherBuyer_IsNotShown()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 3);
        var buyer = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        await PaymentStep.TakeBestSeatsAsync(buyer);
        await PaymentStep.ReachAsync(buyer, "mine@example.org");
        var known = (await buyer.Context.CookiesAsync([$"{site.Address}/performances/{performance}"])).Single(cookie => cookie.Name == "unpaid");

        var stranger = await site.VisitAsync();
        await stranger.Context.AddCookiesAsync([new Cookie { Name = known.Name, Value = known.Value, Domain = known.Domain, Path = known.Path }]);
        await PaymentStep.OpenMapAsync(stranger, performance);

        await Assertions.Expect(stranger.GetByTestId("unpaid-order")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Phone_BestAvailable_HasTickets()
    {
        var performance = await site.PerformanceAsync(HallSeats);
        var buyer = await PaymentStep.OpenMapAsync(await site.VisitAsync(390, 844, phone: true), performance);

        await PaymentStep.TakeBestSeatsAsync(buyer);
        await Assertions.Expect(buyer.GetByTestId("basket-line")).ToHaveCountAsync(2);
        await PaymentStep.ReachAsync(buyer, "phone@example.org");
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");

        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Keyboard_ListViewOnly_HasTickets()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 1);
        var seat = (await site.FreeNeighboursAsync(performance, 1, skip: 3))[0];
        var buyer = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);

        await buyer.GetByTestId("view-list").FocusAsync();
        await buyer.Keyboard.PressAsync("Enter");
        await buyer.Locator($"[data-section=\"{seat.Split('-')[0]}\"] > summary").FocusAsync();
        await buyer.Keyboard.PressAsync("Enter");
        await buyer.Locator($"button[data-seat=\"{seat}\"]").FocusAsync();
        await buyer.Keyboard.PressAsync("Enter");
        await WaitForSeatAsync(buyer, seat, "own");
        await buyer.GetByTestId("checkout").FocusAsync();
        await buyer.Keyboard.PressAsync("Enter");

        await buyer.Locator("#name").FocusAsync();
        await buyer.Keyboard.TypeAsync("Grace Hopper");
        await buyer.Keyboard.PressAsync("Tab");
        await buyer.Keyboard.TypeAsync("keyboard@example.org");
        await buyer.Keyboard.PressAsync("Enter");
        await PaymentStep.ReadyAsync(buyer);
        await PaymentStep.Frame(buyer).Locator("#number").FocusAsync();
        await buyer.Keyboard.TypeAsync("4242424242424242");
        await buyer.Keyboard.PressAsync("Tab");
        await buyer.Keyboard.TypeAsync("1240");
        await buyer.Keyboard.PressAsync("Tab");
        await buyer.Keyboard.TypeAsync("123");
        await buyer.Keyboard.PressAsync("Enter");

        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Api_HoldOrderConfirm_HasTickets()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 2);
        var seats = await site.FreeNeighboursAsync(performance, 2);

        var hold = await PostAsync($"/api/v1/performances/{performance}/holds", new { seats });
        var order = await PostAsync("/api/v1/orders", new
        {
            holdId = hold["id"]!.GetValue<string>(),
            holdSecret = hold["secret"]!.GetValue<string>(),
            buyer = new { name = "Api Client", email = "api@example.org" },
        });
        await ApiPurchase.PayAsync(site, order);

        JsonNode read;
        var clock = Stopwatch.StartNew();
        do
        {
            await Task.Delay(50);
            read = await GetAsync($"/api/v1/orders/{order["id"]}", order["token"]!.GetValue<string>());
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), read.ToJsonString());
        }
        while (read["status"]!.GetValue<string>() != "paid");

        var tickets = read["tickets"]!.AsArray();
        Assert.Equal(2, tickets.Count);
        var qr = await site.Http.SendAsync(Authorized(HttpMethod.Get, tickets[0]!["qr"]!.GetValue<string>(), order["token"]!.GetValue<string>()));
        Assert.Equal("image/svg+xml", qr.Content.Headers.ContentType?.MediaType);
    }

    private static Task WaitForSeatAsync(IPage page, string label, string status) => page.WaitForFunctionAsync(
        "([label, status]) => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label) === status", new[] { label, status });

    private static Task<string> StatusAsync(IPage page, string label) =>
        page.EvaluateAsync<string>("label => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label)", label);

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await site.Http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<JsonNode> GetAsync(string path, string token)
    {
        using var answer = await site.Http.SendAsync(Authorized(HttpMethod.Get, path, token));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static HttpRequestMessage Authorized(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private sealed class Point
    {
        public float X { get; set; }

        public float Y { get; set; }
    }
}
