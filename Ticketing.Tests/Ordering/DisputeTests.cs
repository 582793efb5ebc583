using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>A payment and its disputes, their events in every order: one end.</summary>
public sealed class DisputeTests(TestServers servers)
{
    private const int AtOnce = 8;

    private static readonly PaymentDisputeStatus?[] Ends = [null, PaymentDisputeStatus.Won, PaymentDisputeStatus.Lost];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_OfOneDisputeInEveryOrder_EndTheSame()
    {
        await using var shop = await OpenAsync(1);
        foreach (var end in Ends)
        {
            await EndsAlikeAsync(shop, [end]);
        }
    }

    [Theory]
    [InlineData(null, PaymentDisputeStatus.Won)]
    [InlineData(null, PaymentDisputeStatus.Lost)]
    [InlineData(PaymentDisputeStatus.Won, PaymentDisputeStatus.Won)]
    [InlineData(PaymentDisputeStatus.Won, PaymentDisputeStatus.Lost)]
    [InlineData(PaymentDisputeStatus.Lost, PaymentDisputeStatus.Lost)]
    public async Task Events_OfTwoDisputesInEveryOrder_EndTheSame(PaymentDisputeStatus? first, PaymentDisputeStatus? second)
    {
        await using var shop = await OpenAsync(8);
        await EndsAlikeAsync(shop, [first, second]);
    }

    [Fact]
    public async Task Events_BeforeThePaymentIsRecorded_AreFoundByItsSettlement()
    {
        await using var shop = await OpenAsync(1);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        var intent = await SucceededAsync(shop, order);
        await shop.Database.ExecuteAsync("delete from payments");

        await shop.Service<PaymentEventIntake>().HandleAsync(Event(intent, 0, null), Stop);
        await shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop);

        Assert.Equal("disputed", await shop.Database.ScalarAsync<string>("select status from tickets"));
    }

    private Task<Shop> OpenAsync(int rows) =>
        Shop.OpenAsync(servers, webhooks: false, terms: new TestSaleTerms { Rows = rows, SeatsPerRow = 20 });

    private static async Task EndsAlikeAsync(Shop shop, PaymentDisputeStatus?[] ends)
    {
        var expected = ends.Contains(PaymentDisputeStatus.Lost) ? "refunded void"
            : ends.Contains(null) ? "paid disputed"
            : "paid valid";
        foreach (var orders in Permutations(EventsOf(ends)).Chunk(AtOnce))
        {
            // The seats of orders that lost a dispute are free again.
            var seats = await shop.Database.ListAsync<int>("select seat_index from seats where status = 0 order by seat_index limit $1", orders.Length);
            await Task.WhenAll(orders.Zip(seats, (events, seat) => EndsAsync(shop, seat, events, expected)));
        }

        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    private static async Task EndsAsync(Shop shop, int seat, List<(int? Dispute, PaymentDisputeStatus? Status)> events, string expected)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(seat), $"{Guid.NewGuid():N}@example.org");
        var intent = await SucceededAsync(shop, order);
        foreach (var (dispute, status) in events)
        {
            await (dispute is { } no
                ? shop.Service<PaymentEventIntake>().HandleAsync(Event(intent, no, status), Stop)
                : shop.Service<SettlePaymentHandler>().HandleAsync(intent, null, Stop));
        }

        var end = await shop.Database.ScalarAsync<string>(
            "select o.status || ' ' || t.status from orders o join tickets t on t.order_id = o.id where o.id = $1", Guid.Parse(order.Id));
        Assert.True(end == expected, $"{string.Join(", ", events)}: {end}, not {expected}");
    }

    // Without a number: the payment has succeeded. With one: a dispute is opened (no status) or closed.
    private static List<(int? Dispute, PaymentDisputeStatus? Status)> EventsOf(PaymentDisputeStatus?[] ends)
    {
        var events = new List<(int?, PaymentDisputeStatus?)> { (null, null) };
        for (var i = 0; i < ends.Length; i++)
        {
            events.Add((i, null));
            if (ends[i] is { } closed)
            {
                events.Add((i, closed));
            }
        }

        return events;
    }

    private static IEnumerable<List<T>> Permutations<T>(List<T> of)
    {
        if (of.Count <= 1)
        {
            yield return of;
            yield break;
        }

        for (var i = 0; i < of.Count; i++)
        {
            foreach (var rest in Permutations([.. of[..i], .. of[(i + 1)..]]))
            {
                yield return [of[i], .. rest];
            }
        }
    }

    private static async Task<PaymentIntent> SucceededAsync(Shop shop, Reply order)
    {
        var intent = await shop.IntentAsync(order);
        return intent with { Status = PaymentIntentStatus.Succeeded, Received = intent.Amount };
    }

    private static PaymentEvent Event(PaymentIntent intent, int dispute, PaymentDisputeStatus? closed) => new(
        $"evt_{intent.Id}_{dispute}_{closed}", closed is null ? "charge.dispute.created" : "charge.dispute.closed", DateTimeOffset.UnixEpoch,
        new PaymentFact.OfDispute(
            new PaymentDispute($"dp_{intent.Id}_{dispute}", intent.Id, closed ?? PaymentDisputeStatus.Open, intent.Amount, "fraudulent")),
        "{}");
}
