using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering;

/// <summary>Refunds that end failed: the buyer is told, and staff have them to do.</summary>
public sealed class FailedRefundTests(TestServers servers)
{
    // Refunds to this card succeed and fail later.
    private const string FailingRefundCard = "4000000000005126";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refund_FailedByTheBank_IsToldAndATask()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("Payments:Local:RefundSettleSeconds", "0"));
        var order = await FailedAsync(shop);

        var read = await shop.ReadAsync(order);
        Assert.Equal(0, read.Body!["refunded"]!["amount"]!.GetValue<long>());
        Assert.Equal("failed", read.Body["refunds"]![0]!["status"]!.GetValue<string>());
        var page = await PageAsync(shop, order);
        Assert.Contains("Your refund has not arrived", page, StringComparison.Ordinal);
        Assert.DoesNotContain("on its way", page, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(shop, "outbox where type = 'order.refund-failed'"));
        Assert.Equal(1, await CountAsync(shop, "audit_entries where action = 'order.refund-failed'"));
        await MailAsync(shop, "has not arrived");
        var task = Assert.Single(await ListAsync(shop, await BoxOfficeAsync(shop)));
        Assert.Equal((order.Body!["number"]!.GetValue<string>(), order.Total, "expired_or_canceled_card"), (task.OrderNumber, task.Amount.Amount, task.Failure));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Task_SentAgain_IsANewRefund()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("Payments:Local:RefundSettleSeconds", "0"));
        var order = await FailedAsync(shop);
        var caller = await BoxOfficeAsync(shop);
        var task = Assert.Single(await ListAsync(shop, caller));
        // The bank would return the second one, too: that it does is another task, which this test does not wait for.
        await shop.Database.ExecuteAsync("insert into local_stripe.webhook_rules (payment_intent, dropped, delay_milliseconds, copies) values ('*', true, 0, 1)");

        Assert.Null(await shop.Service<FailedRefundHandler>().HandleAsync(new RetryRefund(task.Id, caller), Stop));

        Assert.Equal(["failed", "succeeded"], await shop.Database.ListAsync<string>("select status from refunds order by created_at"));
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select refunded from orders"));
        Assert.Empty(await ListAsync(shop, caller));
        Assert.Equal(FailedRefundRefusal.AlreadySettled, await shop.Service<FailedRefundHandler>().HandleAsync(new RetryRefund(task.Id, caller), Stop));
        Assert.Equal(1, await CountAsync(shop, "audit_entries where action = 'order.refund-retried'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Task_PaidOtherwise_CountsAsGivenBack()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("Payments:Local:RefundSettleSeconds", "0"));
        var order = await FailedAsync(shop);
        var caller = await BoxOfficeAsync(shop);
        var task = Assert.Single(await ListAsync(shop, caller));
        var handler = shop.Service<FailedRefundHandler>();
        foreach (var note in new[] { " ", "a\0b", "a\ud83d", new string('x', 201) })
        {
            Assert.Equal(FailedRefundRefusal.NoteInvalid, await handler.HandleAsync(new SettleRefundOtherwise(task.Id, note, caller), Stop));
        }

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => handler.HandleAsync(new SettleRefundOtherwise(task.Id, "bank transfer of 3 May", caller), Stop)));

        Assert.Single(answers, answer => answer is null);
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select refunded from orders"));
        Assert.Equal("bank transfer of 3 May", await shop.Database.ScalarAsync<string>("select resolution_note from refunds"));
        Assert.Equal(1, await CountAsync(shop, "audit_entries where action = 'order.refund-paid-otherwise'"));
        Assert.Contains("in another way", await PageAsync(shop, order), StringComparison.Ordinal);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Task_OfAnotherOrganization_IsNotFound()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("Payments:Local:RefundSettleSeconds", "0"));
        await FailedAsync(shop);
        var refund = await shop.Database.ScalarAsync<Guid>("select id from refunds");
        var organization = new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from orders"));
        foreach (var caller in new[] { Caller.Guest, Member(new OrganizationId(Guid.NewGuid()), MemberRole.Owner), Member(organization, MemberRole.Analyst) })
        {
            Assert.Empty(await ListAsync(shop, caller));
            Assert.Equal(FailedRefundRefusal.NotFound, await shop.Service<FailedRefundHandler>().HandleAsync(new RetryRefund(refund, caller), Stop));
            Assert.Equal(
                FailedRefundRefusal.NotFound,
                await shop.Service<FailedRefundHandler>().HandleAsync(new SettleRefundOtherwise(refund, "cash", caller), Stop));
        }
    }

    [Fact]
    public async Task Task_WithoutARecentProof_StaysATask()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("Payments:Local:RefundSettleSeconds", "0"));
        await FailedAsync(shop);
        var caller = await BoxOfficeAsync(shop);
        var task = Assert.Single(await ListAsync(shop, caller));
        var left = caller with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(FailedRefundRefusal.ProofNeeded, await shop.Service<FailedRefundHandler>().HandleAsync(new RetryRefund(task.Id, left), Stop));
        Assert.Equal(
            FailedRefundRefusal.ProofNeeded, await shop.Service<FailedRefundHandler>().HandleAsync(new SettleRefundOtherwise(task.Id, "cash", left), Stop));
        Assert.Single(await ListAsync(shop, caller));
    }

    [Fact]
    public async Task Refund_WithoutAnswerAtTheLastAttempt_IsToldAndATask()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await PaidAsync(shop, Shop.GoodCard);
        await shop.Database.ExecuteAsync(
            """
            insert into refunds (id, order_id, payment_id, made_at_provider, amount, currency, status, reason, attempts, created_at, updated_at)
            select gen_random_uuid(), order_id, id, false, 1000, currency, 'requested', 'staff', 19, now(), now() + interval '1 hour' from payments
            """);
        var nobody = new UnreachableProvider();
        var sender = new RefundSender(
            shop.Service<IDbContextFactory<TicketingDbContext>>(), new ProviderRefunds(nobody), nobody, shop.Service<OrderMetrics>(), TimeProvider.System, NullLogger<RefundSender>.Instance);

        await sender.SendAsync(await shop.Database.ScalarAsync<Guid>("select id from refunds"), Stop);

        Assert.Equal("failed", await shop.Database.ScalarAsync<string>("select status from refunds"));
        Assert.Equal(1, await CountAsync(shop, "outbox where type = 'order.refund-failed'"));
        Assert.Single(await ListAsync(shop, await BoxOfficeAsync(shop)));
        Assert.Contains("Your refund has not arrived", await PageAsync(shop, order), StringComparison.Ordinal);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    private static async Task<Reply> PaidAsync(Shop shop, string card)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order, card);
        await shop.ReadUntilAsync(order, "paid");
        return order;
    }

    private static async Task<Reply> FailedAsync(Shop shop)
    {
        var order = await PaidAsync(shop, FailingRefundCard);
        Assert.Equal("refunded", (await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token)).Status);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<string>("select status from refunds") == "failed");
        return order;
    }

    private static Task<string> PageAsync(Shop shop, Reply order) =>
        shop.Http.GetStringAsync($"orders/{order.Body!["number"]}?token={order.Token}", Stop);

    private static Task MailAsync(Shop shop, string subject) => Eventually.TrueAsync(async () =>
        await shop.Database.ScalarAsync<long>("select count(*) from local_mail where subject like '%' || $1 || '%'", subject) > 0);

    private static Task<IReadOnlyList<FailedRefund>> ListAsync(Shop shop, Caller caller) =>
        shop.Service<FailedRefundsReader>().ListAsync(caller, Stop);

    private static async Task<Caller> BoxOfficeAsync(Shop shop) =>
        Member(new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances")), MemberRole.BoxOffice);

    private static Caller Member(OrganizationId organization, MemberRole role) => new(
        null, "Box office", "box@example.org", EmailConfirmed: true, new HashSet<string> { Roles.Staff },
        new Dictionary<OrganizationId, MemberRole> { [organization] = role });

    private static Task<long> CountAsync(Shop shop, string what) => shop.Database.ScalarAsync<long>($"select count(*) from {what}");

    /// <summary>A provider during an outage.</summary>
    private sealed class UnreachableProvider : IPaymentProvider
    {
        private static readonly PaymentFailure NoAnswer = new(PaymentFailureKind.Unavailable, null, null, "No answer.");

        public string Name => Payment.Stripe;

        public PaymentLimits LimitsOf(string currency) => throw new NotSupportedException();

        public ValueTask<PaymentBrowserAccess> GetBrowserAccessAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<PaymentIntent, PaymentFailure>> CreateIntentAsync(CreatePaymentIntent request, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentIntent, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentIntent, PaymentFailure>> GetIntentAsync(string intentId, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentIntent, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentIntent, PaymentFailure>> CancelIntentAsync(string intentId, string idempotencyKey, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentIntent, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(RefundPayment request, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentRefund, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentRefund, PaymentFailure>> GetRefundAsync(string refundId, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentRefund, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentRefundList, PaymentFailure>> ListRefundsAsync(string intentId, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentRefundList, PaymentFailure>>(NoAnswer);

        public Task<Outcome<PaymentEventPage, PaymentFailure>> ListEventsAsync(DateTimeOffset since, string? after, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<PaymentEventPage, PaymentFailure>>(NoAnswer);

        public ValueTask<Outcome<PaymentEvent, WebhookRefusal>> ParseWebhookAsync(
            ReadOnlyMemory<byte> payload, string? signatureHeader, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
