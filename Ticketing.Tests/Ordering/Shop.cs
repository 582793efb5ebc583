using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Payments;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>A shop with one small performance and its own database: holds, orders and pays over HTTP as a guest's program does.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string GoodCard = "4242424242424242";
    public const string DeclinedCard = "4000000000000002";
    public const string ChallengedCard = "4000000000003220";

    private readonly HoldClient holds;

    private Shop(TestDatabase database, TestApp app, TestSale sale)
    {
        (Database, App, Sale) = (database, app, sale);
        holds = new HoldClient(app);
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 100 }) { BaseAddress = app.BaseAddress };
    }

    public TestDatabase Database { get; }

    public TestApp App { get; }

    public TestSale Sale { get; }

    public HttpClient Http { get; }

    /// <param name="webhooks">False: the provider's webhooks never come.</param>
    public static async Task<Shop> OpenAsync(
        TestServers servers, bool webhooks = true, TestSaleTerms? terms = null, params (string Key, string Value)[] settings)
    {
        var database = await servers.CreateDatabaseAsync();
        var app = await TestApp.StartAsync(database, null, settings);
        var shop = new Shop(database, app, await TestSale.CreateAsync(database.DataSource, terms));
        if (!webhooks)
        {
            await database.ExecuteAsync("insert into local_stripe.webhook_rules (payment_intent, dropped, delay_milliseconds, copies) values ('*', true, 0, 1)");
        }

        return shop;
    }

    public T Service<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public Task<HoldReply> HoldAsync(params int[] seats) => holds.HoldAsync(Sale, [.. seats.Select(Sale.Label)]);

    public Task<Reply> PlaceAsync(HoldReply hold, string email = "ada@example.org", string? promoCode = null) => PostAsync(
        "api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada Lovelace", email }, promoCode });

    /// <summary>Confirms the payment at the provider as a browser does: with the publishable key and the intent's secret.</summary>
    public async Task<Reply> PayAsync(Reply order, string card = GoodCard)
    {
        var payment = order.Body!["payment"]!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/payment_intents/{payment["paymentIntent"]}/confirm")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_secret"] = payment["clientSecret"]!.GetValue<string>(),
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][number]"] = card,
                ["payment_method_data[card][exp_month]"] = "12",
                ["payment_method_data[card][exp_year]"] = "2040",
                ["payment_method_data[card][cvc]"] = "123",
                ["return_url"] = "https://shop.example/back",
            }),
        };
        request.Headers.Authorization = new("Bearer", payment["publishableKey"]!.GetValue<string>());
        return await SendAsync(request);
    }

    public Task<Reply> ReadAsync(Reply order) => SendAsync(HttpMethod.Get, $"api/v1/orders/{order.Id}", null, order.Token);

    /// <summary>Reads the order until it has that status.</summary>
    public async Task<Reply> ReadUntilAsync(Reply order, string status)
    {
        Reply? read = null;
        await Eventually.TrueAsync(async () => (read = await ReadAsync(order)).Status == status);
        return read!;
    }

    public Task<Reply> PostAsync(string path, object? body, string? bearer = null) => SendAsync(HttpMethod.Post, path, body, bearer);

    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body, string? bearer = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        return await SendAsync(request);
    }

    /// <summary>What the provider says of the order's payment now.</summary>
    public async Task<PaymentIntent> IntentAsync(Reply order)
    {
        var intent = await Service<IPaymentProvider>().GetIntentAsync(order.Body!["payment"]!["paymentIntent"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        return intent.Succeeded ? intent.Value : throw new InvalidOperationException(intent.Refusal.Message);
    }

    /// <summary>Lets the order's time run out, and expires it as the worker does.</summary>
    public async Task ExpireAsync(Reply order)
    {
        await Database.ExecuteAsync("update orders set expires_at = now() - interval '1 second' where id = $1", Guid.Parse(order.Id));
        await Eventually.TrueAsync(async () => await StatusInDatabaseAsync(order) != "awaiting-payment");
    }

    public Task<string?> StatusInDatabaseAsync(Reply order) => Database.ScalarAsync<string>("select status from orders where id = $1", Guid.Parse(order.Id));

    /// <summary>The seats' statuses, as in <c>seats.status</c>.</summary>
    public Task<List<short>> SeatsAsync(params int[] seats) =>
        Database.ListAsync<short>("select status from seats where performance_id = $1 and seat_index = any($2) order by seat_index", Sale.Id.Value, seats);

    public async Task<CheckedSeats> CheckAsync()
    {
        await SeatInvariants.HoldAsync(Database.DataSource);
        return await CheckedSeats.ReadAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        holds.Dispose();
        Http.Dispose();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}

/// <summary>An order's answer, or a problem.</summary>
internal sealed record Reply(HttpStatusCode Code, JsonNode? Body)
{
    public string Id => Body!["id"]!.GetValue<string>();

    public string Token => Body!["token"]!.GetValue<string>();

    public string? Status => Body?["status"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public string? Type => Body?["type"]?.GetValue<string>();

    public long Total => Body!["total"]!["amount"]!.GetValue<long>();

    public JsonArray Tickets => Body!["tickets"]!.AsArray();
}

/// <summary>Money and seats belong together: what must be true of orders at every moment.</summary>
internal sealed record CheckedSeats(long PaidWithoutSeat, long SeatWithoutPaid, long PaidWithoutTicket, long RefundedTooMuch)
{
    public static CheckedSeats Fine { get; } = new(0, 0, 0, 0);

    public static async Task<CheckedSeats> ReadAsync(TestDatabase database) => new(
        await database.ScalarAsync<long>("""
            select count(*) from orders o join order_items i on i.order_id = o.id and i.live
            left join seats s on s.performance_id = i.performance_id and s.seat_index = i.seat_index and s.status = 2 and s.order_id = o.id
            where o.status in ('paid', 'partially-refunded') and s.seat_index is null
            """),
        await database.ScalarAsync<long>("""
            select count(*) from seats s left join order_items i on i.order_id = s.order_id and i.seat_index = s.seat_index and i.live
            left join orders o on o.id = i.order_id and o.status in ('paid', 'partially-refunded')
            where s.status = 2 and o.id is null
            """),
        await database.ScalarAsync<long>("""
            select count(*) from orders o join order_items i on i.order_id = o.id and i.live
            left join tickets t on t.order_item_id = i.id and t.status <> 'void'
            where o.status in ('paid', 'partially-refunded') and t.id is null
            """),
        await database.ScalarAsync<long>("""
            select count(*) from payments p
            where p.amount < (select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id and r.status <> 'failed')
            """));
}
