using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Stripe;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>A shop with one small performance and its own database. Holds, orders and pays over HTTP as a guest.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string GoodCard = "4242424242424242";
    public const string DeclinedCard = "4000000000000002";
    public const string ChallengedCard = "4000000000003220";

    private readonly PooledApp _running;
    private readonly HoldClient _holds;
    private readonly OrderClient _orders;

    private Shop(PooledApp running, TestSale sale)
    {
        (_running, Sale) = (running, sale);
        (_holds, _orders) = (new HoldClient(App), new OrderClient(App.BaseAddress));
    }

    public TestDatabase Database => _running.Database;

    public TestApp App => _running.App;

    public TestSale Sale { get; }

    public HttpClient Http => _orders.Http;

    /// <param name="webhooks">False: the provider sends no webhooks.</param>
    public static async Task<Shop> OpenAsync(
        TestServers servers, bool webhooks = true, TestSaleTerms? terms = null, params (string Key, string Value)[] settings)
    {
        var running = await servers.Apps.TakeAsync(settings);
        var shop = new Shop(running, await TestSale.CreateAsync(running.Database.DataSource, terms));
        if (!webhooks)
        {
            await shop.Database.ExecuteAsync("insert into local_stripe.webhook_rules (payment_intent, dropped, delay_milliseconds, copies) values ('*', true, 0, 1)");
        }

        return shop;
    }

    public T Service<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public Task<HoldReply> HoldAsync(params int[] seats) => _holds.HoldAsync(Sale, [.. seats.Select(Sale.Label)]);

    /// <summary>Holds places of the area "Floor".</summary>
    public Task<HoldReply> HoldAreaAsync(int quantity) => _holds.HoldAreaAsync(Sale, quantity);

    public Task<Reply> PlaceAsync(HoldReply hold, string email = "ada@example.org", string? promoCode = null) => _orders.PlaceAsync(hold, email, promoCode);

    /// <summary>Confirms the payment at the provider with the publishable key and the intent's secret.</summary>
    public Task<Reply> PayAsync(Reply order, string card = GoodCard) => _orders.PayAsync(order, card);

    public Task<Reply> ReadAsync(Reply order) => _orders.ReadAsync(order);

    /// <summary>Reads the order until it has that status.</summary>
    public async Task<Reply> ReadUntilAsync(Reply order, string status)
    {
        Reply? read = null;
        await Eventually.TrueAsync(async () => (read = await ReadAsync(order)).Status == status);
        return read!;
    }

    public Task<Reply> PostAsync(string path, object? body, string? bearer = null) => SendAsync(HttpMethod.Post, path, body, bearer);

    public Task<Reply> SendAsync(HttpMethod method, string path, object? body, string? bearer = null) => _orders.SendAsync(method, path, body, bearer);

    /// <summary>The order's payment intent at the provider.</summary>
    public async Task<PaymentIntent> IntentAsync(Reply order)
    {
        var intent = await Service<IPaymentProvider>().GetIntentAsync(order.Body!["payment"]!["paymentIntent"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        return intent.Succeeded ? intent.Value : throw new InvalidOperationException(intent.Refusal.Message);
    }

    /// <summary>Refunds at the provider as its dashboard does: without our refund's id.</summary>
    /// <param name="amount">Minor units; null: all that is left.</param>
    public async Task<HttpStatusCode> RefundAtProviderAsync(Reply order, long? amount = null)
    {
        var keys = await Service<StripeKeySource>().GetAsync(TestContext.Current.CancellationToken);
        var fields = new Dictionary<string, string> { ["payment_intent"] = order.Body!["payment"]!["paymentIntent"]!.GetValue<string>() };
        if (amount is { } part)
        {
            fields["amount"] = part.ToString(CultureInfo.InvariantCulture);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/refunds") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Authorization = new("Bearer", keys.SecretKey);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>The sum that the provider has refunded of the order's payment and not got back; minor units.</summary>
    public async Task<long> RefundedAtProviderAsync(Reply order)
    {
        var listed = await Service<IPaymentProvider>().ListRefundsAsync(
            order.Body!["payment"]!["paymentIntent"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        return listed.Value!.Refunds.Where(refund => refund.Status != PaymentRefundStatus.Failed).Sum(refund => refund.Amount.Amount);
    }

    /// <summary>Waits until every webhook that the provider has to send is delivered.</summary>
    public Task DeliveredAsync() => Eventually.TrueAsync(async () =>
        await Database.ScalarAsync<long>("select count(*) from local_stripe.deliveries where delivered_at is null") == 0);

    /// <summary>Moves the order's deadline to the past and expires it as the worker does.</summary>
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
        return await CheckedSeats.ReadAsync(Database.DataSource);
    }

    public async ValueTask DisposeAsync()
    {
        _holds.Dispose();
        _orders.Dispose();
        await _running.DisposeAsync();
    }
}

/// <summary>Invariants of orders, seats, tickets and refunds: counts of violations.</summary>
internal sealed record CheckedSeats(
    long PaidWithoutSeat, long SeatWithoutPaid, long PaidWithoutTicket, long RefundedTooMuch, long RefundedOtherwise)
{
    public static CheckedSeats Fine { get; } = new(0, 0, 0, 0, 0);

    public static async Task<CheckedSeats> ReadAsync(NpgsqlDataSource database) => new(
        await CountAsync(database, """
            select count(*) from orders o join order_items i on i.order_id = o.id and i.live
            left join seats s on s.performance_id = i.performance_id and s.seat_index = i.seat_index and s.status = 2 and s.order_id = o.id
            where o.status in ('paid', 'partially-refunded') and s.seat_index is null
            """),
        await CountAsync(database, """
            select count(*) from seats s left join order_items i on i.order_id = s.order_id and i.seat_index = s.seat_index and i.live
            left join orders o on o.id = i.order_id and o.status in ('paid', 'partially-refunded')
            where s.status = 2 and o.id is null
            """),
        await CountAsync(database, """
            select count(*) from orders o join order_items i on i.order_id = o.id and i.live
            left join tickets t on t.order_item_id = i.id and t.status <> 'void'
            where o.status in ('paid', 'partially-refunded') and t.id is null
            """),
        await CountAsync(database, """
            select count(*) from payments p
            where p.amount < (select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id and r.status in ('requested', 'pending', 'succeeded'))
            """),
        await CountAsync(database, """
            select count(*) from orders o
            cross join lateral (
              select sum(least(p.amount, r.amount + d.amount)) as returned, sum(r.exchanged) as exchanged
              from payments p
              cross join lateral (
                select coalesce(sum(amount), 0) as amount, coalesce(sum(amount) filter (where for_exchange), 0) as exchanged from refunds
                where payment_id = p.id and (status in ('requested', 'pending', 'succeeded') or resolution = 'paid-otherwise')) r
              cross join lateral (
                select coalesce(sum(amount), 0) as amount from dispute_cases where provider_payment_id = p.provider_payment_id and status = 'lost') d
              where p.order_id = o.id and p.status = 'succeeded') m
            where m.returned is not null and o.refunded <> least(o.total, m.returned - m.exchanged)
            """));

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var count = database.CreateCommand(sql);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
