using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>Batched and unbatched settlement give the same results for one table of cases.</summary>
public sealed class PaymentBatchParityTests(TestServers servers)
{
    private static readonly Dictionary<string, (Func<Paid, Task<PaymentIntent>> Arrange, SettledPayment Settled)> Cases = new(StringComparer.Ordinal)
    {
        ["plain"] = (As, SettledPayment.Paid),
        ["payment cancelled here"] = (paid => ChangedAsync(paid, "update payments set status = 'cancelled' where order_id = $1"), SettledPayment.Paid),
        ["too little"] = (async paid => await As(paid) with { Received = new Money(1, "EUR") }, SettledPayment.Mismatched),
        ["another currency"] = (async paid => await As(paid) with { Received = paid.Intent.Received with { Currency = "USD" } }, SettledPayment.Mismatched),
        ["order total increased"] = (paid => ChangedAsync(paid, "update orders set total = total + 1 where id = $1"), SettledPayment.Mismatched),
        ["mismatched before"] = (paid => ChangedAsync(paid, "update payments set status = 'mismatched' where order_id = $1"), SettledPayment.Repeated),
        ["returned before"] = (paid => ChangedAsync(paid, "update payments set status = 'returned' where order_id = $1"), SettledPayment.Repeated),
        ["settled before"] = (async paid => { Assert.Equal(SettledPayment.Paid, await paid.SettleAsync(paid.Intent)); return paid.Intent; }, SettledPayment.Repeated),
        ["order expired"] = (paid => ExpiredAsync(paid), SettledPayment.PaidLate),
        ["seats expired"] =
            (paid => ChangedAsync(paid, "update seats set held_until = now() - interval '1 second' where hold_id = (select hold_id from orders where id = $1)"), SettledPayment.PaidLate),
        ["seats blocked"] =
            (async paid => { await ExpiredAsync(paid); return await ChangedAsync(paid, "update seats set status = 3, fence = fence + 1 where (performance_id, seat_index) in (select performance_id, seat_index from order_items where order_id = $1)"); }, SettledPayment.Returned),
        ["order cancelled"] =
            (async paid => { await ExpiredAsync(paid); return await ChangedAsync(paid, "update orders set status = 'cancelled' where id = $1"); }, SettledPayment.Returned),
        ["unknown order"] = (paid => Task.FromResult(paid.Intent with { Id = "pi_stranger_" + paid.Order.Id, Order = null }), SettledPayment.UnknownOrder),
        ["payment not recorded"] = (async paid =>
        {
            await ChangedAsync(paid, "delete from payments where order_id = $1");
            return paid.Intent;
        }, SettledPayment.Paid),
        ["still processing"] = (paid => Task.FromResult(paid.Intent with { Status = PaymentIntentStatus.Processing }), SettledPayment.NotPaid),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payment_OfEveryKind_IsSettledAlikeBatchedAndUnbatched()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false, new TestSaleTerms { Rows = Cases.Count, SeatsPerRow = 2 });
        var settling = shop.Service<SettlePaymentHandler>();
        var expected = Cases.Select(each => $"{each.Key}: {each.Value.Settled}");

        Assert.Equal(expected, await RunAsync(shop, 0, (intent, received) => settling.HandleAsync(intent, received, Stop)));
        Assert.Equal(expected, await RunAsync(shop, 1, (intent, received) => settling.SettleUnbatchedAsync(intent, received, Stop)));
        await SeatInvariants.HoldAsync(shop.Database.DataSource);
    }

    private static async Task<List<string>> RunAsync(Shop shop, int seat, Func<PaymentIntent, PaymentEvent?, Task<SettledPayment>> settleAsync)
    {
        var answers = new List<string>();
        foreach (var (name, (arrange, _)) in Cases)
        {
            var order = await shop.PlaceAsync(await shop.HoldAsync((2 * answers.Count) + seat));
            await shop.PayAsync(order);
            var paid = new Paid(shop, order, await shop.IntentAsync(order), intent => settleAsync(intent, null));
            var intent = await arrange(paid);
            answers.Add($"{name}: {await settleAsync(intent, Event(intent, order.Id))}");

            // A repeated event changes nothing.
            Assert.Equal(SettledPayment.Repeated, await settleAsync(intent, Event(intent, order.Id)));
        }

        return answers;
    }

    private static PaymentEvent Event(PaymentIntent intent, string order) =>
        new("evt_" + order, "payment_intent.succeeded", DateTimeOffset.UnixEpoch, new PaymentFact.OfIntent(intent), "{}");

    private static Task<PaymentIntent> As(Paid paid) => Task.FromResult(paid.Intent);

    private static async Task<PaymentIntent> ChangedAsync(Paid paid, string sql)
    {
        Assert.NotEqual(0, await paid.Shop.Database.ExecuteAsync(sql, Guid.Parse(paid.Order.Id)));
        return paid.Intent;
    }

    // The sweep's writes, without querying the provider.
    private static async Task<PaymentIntent> ExpiredAsync(Paid paid)
    {
        await ChangedAsync(paid, "update seats set status = 0, hold_id = null, held_until = null, fence = fence + 1 where hold_id = (select hold_id from orders where id = $1)");
        await ChangedAsync(paid, "update holds set status = 'expired' where id = (select hold_id from orders where id = $1)");
        await ChangedAsync(paid, "update order_items set live = false where order_id = $1");
        return await ChangedAsync(paid, "update orders set status = 'expired', ended_at = now() where id = $1");
    }

    private sealed record Paid(Shop Shop, Reply Order, PaymentIntent Intent, Func<PaymentIntent, Task<SettledPayment>> SettleAsync);
}
