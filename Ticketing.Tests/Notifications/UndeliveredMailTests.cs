using System.Globalization;
using System.Net;
using SmtpServer.Protocol;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Notifications;

/// <summary>An order's mail that does not arrive is told, and its address can be corrected.</summary>
public sealed class UndeliveredMailTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OrderPage_MailRefused_SaysSoAndCorrectsTheAddress()
    {
        await using var mail = new TestMailServer(SmtpReplyCode.MailboxUnavailable);
        await using var shop = await OpenAsync(mail);
        var order = await BuyAsync(shop);
        var number = order.Body!["number"]!.GetValue<string>();
        using var browser = new Browser(shop.App.BaseAddress);
        mail.Recipient = SmtpReplyCode.Ok;

        var told = await browser.GetAsync($"/orders/{number}?token={order.Token}");
        Assert.NotNull(told.Document.QuerySelector("[data-testid=undelivered]"));
        var wrong = await browser.SubmitAsync(told, "correct-email", ("Correction.Email", ".grace@example.org"));
        Assert.NotNull(wrong.Document.QuerySelector("#new-email[aria-invalid=true]"));
        var corrected = await browser.SubmitAsync(told, "correct-email", ("Correction.Email", "grace@Example.org"));

        Assert.StartsWith($"/orders/{number}?notice=sent&token=", corrected.Location, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Task.FromResult(mail.Recipients.Contains("grace@example.org")));
        await Eventually.TrueAsync(async () => (await browser.GetAsync(corrected.Location!)).Document.QuerySelector("[data-testid=undelivered]") is null);
        // The link of the mistyped address opens the order no longer.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/orders/{number}?token={order.Token}")).Status);
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'order.email-corrected' and subject_id = $1", order.Id));
    }

    [Fact]
    public async Task Address_MailDelivered_IsCorrectedByTheBoxOfficeOnly()
    {
        await using var mail = new TestMailServer();
        await using var shop = await OpenAsync(mail);
        var order = await BuyAsync(shop);
        var id = OrderId.From(Guid.Parse(order.Id, CultureInfo.InvariantCulture));
        var organization = new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from orders"));
        var handler = shop.Service<CorrectOrderEmailHandler>();

        var byBuyer = await handler.HandleAsync(
            new CorrectOrderEmail(id, "grace@example.org", new OrderVisitor(Caller.Guest, order.Token, null)), Stop);
        var byStranger = await handler.HandleAsync(new CorrectOrderEmail(id, "grace@example.org", new OrderVisitor(Caller.Guest, "another", null)), Stop);
        var byStaff = await handler.HandleAsync(
            new CorrectOrderEmail(id, "grace@example.org", new OrderVisitor(BackOffice.Member(organization, MemberRole.BoxOffice), null, null)), Stop);

        Assert.Equal(CorrectOrderEmailRefusal.NotUndelivered, byBuyer.Refusal);
        Assert.Equal(CorrectOrderEmailRefusal.NoTickets, byStranger.Refusal);
        Assert.True(byStaff.Succeeded);
        await Eventually.TrueAsync(() => Task.FromResult(mail.Recipients.Contains("grace@example.org")));
    }

    [Fact]
    public async Task Health_ParkedMailsAndFacts_IsDegradedAndReady()
    {
        await using var shop = await Shop.OpenAsync(servers);
        Assert.Contains("\"mails\":\"ok\",\"facts\":\"ok\"", await ReadHealthAsync(shop), StringComparison.Ordinal);
        await shop.Database.ExecuteAsync(
            """
            insert into mail_jobs (id, aggregate_id, type, payload, created_at, attempts, retry_at)
            values (gen_random_uuid(), 'x', 'account.confirm-email', '{}', now(), 10, now());
            insert into dead_letters (id, consumer, stream, txid, ordinal, fact_id, type, aggregate_type, aggregate_id, payload, recorded_at,
              status, attempts, next_at, created_at)
            values (gen_random_uuid(), 'another', 0, 1, 0, gen_random_uuid(), 'order.paid', 'order', 'x', '{}', now(), 'parked', 5, now(), now())
            """);

        Assert.Contains("\"mails\":\"degraded\",\"facts\":\"degraded\"", await ReadHealthAsync(shop), StringComparison.Ordinal);
    }

    private static async Task<string> ReadHealthAsync(Shop shop)
    {
        using var answer = await shop.Http.GetAsync("/health/ready", Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<Reply> BuyAsync(Shop shop)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));
        await shop.PayAsync(order);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select count(*) from sent_mails where order_id = $1 and sent_at is not null", Guid.Parse(order.Id, CultureInfo.InvariantCulture)) == 1);
        return order;
    }

    private Task<Shop> OpenAsync(TestMailServer mail) => Shop.OpenAsync(servers, settings:
    [
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Mail:Smtp:Encrypt", "false"),
    ]);
}
