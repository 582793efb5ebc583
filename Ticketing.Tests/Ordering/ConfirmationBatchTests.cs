using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>Concurrent payments: regular ones are confirmed in one batch, the others unbatched.</summary>
public sealed class ConfirmationBatchTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payments_Concurrent_AreConfirmedInFewTransactions()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var intents = await PaidAsync(shop, 12);

        var settled = await AtOnceAsync(shop, intents.Select(intent => (intent, (PaymentEvent?)Event(intent))));

        Assert.All(settled, each => Assert.Equal(SettledPayment.Paid, each));
        Assert.Equal(12, await CountAsync(shop, "select count(*) from orders where status = 'paid' and paid_at is not null"));
        Assert.InRange(await CountAsync(shop, "select count(distinct xmin::text) from orders"), 1, 6);
        Assert.Equal(12, await CountAsync(shop, "select count(*) from tickets where status = 'valid'"));
        Assert.Equal(12, await CountAsync(shop, "select count(*) from outbox where type = 'order.paid'"));
        Assert.Equal(12, await CountAsync(shop, "select count(*) from audit_entries where action = 'order.paid'"));
        Assert.Equal(12, await CountAsync(shop, "select count(*) from payment_events where processed_at is not null and flag is null"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Payments_WithFailuresInTheBatch_AreSettledSeparately()
    {
        await using var shop = await Shop.OpenAsync(servers, webhooks: false);
        var intents = await PaidAsync(shop, 8);
        var wrong = intents[0] with { Received = new Money(intents[0].Received.Amount - 1, "EUR") };
        var stranger = new PaymentIntent(
            "pi_stranger", PaymentIntentStatus.Succeeded, new Money(100, "EUR"), new Money(100, "EUR"), null, null, null, null, DateTimeOffset.UnixEpoch);
        await shop.Database.ExecuteAsync(
            "update seats set held_until = now() - interval '1 second' where hold_id = (select hold_id from orders where id = $1)", intents[1].Order!.Value.Value);
        var unreadable = Event(intents[2]) with { Payload = "not JSON" };

        List<(PaymentIntent, PaymentEvent?)> payments =
        [
            (wrong, Event(wrong)), (stranger, Event(stranger)), (intents[1], Event(intents[1])),
            (intents[3], Event(intents[3])), (intents[3], Event(intents[3])), (intents[3], null),
            .. intents[4..].Select(intent => (intent, (PaymentEvent?)Event(intent))),
        ];
        var settling = AtOnceAsync(shop, [(intents[2], unreadable), .. payments]);

        await Assert.ThrowsAsync<PostgresException>(() => settling);
        Assert.Equal("awaiting-payment", await StatusAsync(shop, intents[0]));
        Assert.Equal("awaiting-payment", await StatusAsync(shop, intents[2]));
        Assert.Equal("paid", await StatusAsync(shop, intents[1]));
        Assert.All(await Task.WhenAll(intents[3..].Select(intent => StatusAsync(shop, intent))), status => Assert.Equal("paid", status));
        Assert.Equal(["amount-mismatch", "unknown-payment"], await shop.Database.ListAsync<string>("select flag from payment_events where flag is not null order by flag"));
        Assert.Equal(6, await CountAsync(shop, "select count(*) from outbox where type = 'order.paid'"));
        Assert.Equal(6, await CountAsync(shop, "select count(*) from tickets"));
        Assert.Equal(8, await CountAsync(shop, "select count(*) from payment_events"));

        // Repeated: only the unreadable event is left.
        Assert.All(await AtOnceAsync(shop, payments), each => Assert.Equal(SettledPayment.Repeated, each));
        Assert.Equal(SettledPayment.Paid, await shop.Service<SettlePaymentHandler>().HandleAsync(intents[2], Event(intents[2]), Stop));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    // Payments queue behind batches blocked by the lock, and form the next batch.
    private static async Task<SettledPayment[]> AtOnceAsync(Shop shop, IEnumerable<(PaymentIntent Intent, PaymentEvent? Received)> payments)
    {
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var locking = new NpgsqlCommand("lock table payments, payment_events in access exclusive mode", connection, transaction))
        {
            await locking.ExecuteNonQueryAsync(Stop);
        }

        var settling = payments.Select(each => shop.Service<SettlePaymentHandler>().HandleAsync(each.Intent, each.Received, Stop)).ToList();
        await Eventually.TrueAsync(async () => await CountAsync(shop, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0);
        await transaction.CommitAsync(Stop);
        return await Task.WhenAll(settling);
    }

    private static async Task<List<PaymentIntent>> PaidAsync(Shop shop, int count)
    {
        var intents = new List<PaymentIntent>();
        for (var seat = 0; seat < count; seat++)
        {
            var order = await shop.PlaceAsync(await shop.HoldAsync(seat), $"buyer{seat}@example.org");
            await shop.PayAsync(order);
            intents.Add(await shop.IntentAsync(order));
        }

        return intents;
    }

    private static PaymentEvent Event(PaymentIntent intent) =>
        new("evt_" + intent.Id, "payment_intent.succeeded", DateTimeOffset.UnixEpoch, new PaymentFact.OfIntent(intent), "{}");

    private static Task<long> CountAsync(Shop shop, string sql) => shop.Database.ScalarAsync<long>(sql);

    private static Task<string?> StatusAsync(Shop shop, PaymentIntent intent) =>
        shop.Database.ScalarAsync<string>("select status from orders where id = $1", intent.Order!.Value.Value);
}
