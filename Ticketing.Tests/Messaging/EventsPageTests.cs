using Ticketing.Core.Access;
using Ticketing.Core.Notifications;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messaging;

/// <summary>The page of facts on their way, and the commands behind it.</summary>
public sealed class EventsPageTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAnAdmin_ShowsWhatNeedsAPerson()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);
        Assert.NotNull((await admin.GetAsync("/admin/events")).Document.QuerySelector("[data-testid=no-dead-letters]"));
        await office.Shop.Database.ExecuteAsync(
            """
            insert into mail_jobs (id, aggregate_id, type, payload, created_at, attempts, retry_at, last_error)
            values (gen_random_uuid(), 'x', 'account.confirm-email', '{"email": "secret@example.org"}', now(), 10, now(), 'refused by the server');
            insert into dead_letters (id, consumer, stream, txid, ordinal, fact_id, type, aggregate_type, aggregate_id, payload, recorded_at,
              status, attempts, next_at, error, created_at)
            values (gen_random_uuid(), 'another', 0, 1, 0, gen_random_uuid(), 'order.paid', 'order', 'x', '{"total": 12}', now(), 'parked', 5, now(),
              'a broken projection', now())
            """);

        var page = await admin.GetAsync("/admin/events");

        Assert.Contains("order.paid of x for another", page.Text, StringComparison.Ordinal);
        Assert.Contains("a broken projection", page.Text, StringComparison.Ordinal);
        Assert.Contains("refused by the server", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@example.org", page.Text, StringComparison.Ordinal);
        Assert.Contains("mails", page.Document.QuerySelector("#consumers-title")!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_Parked_AreSentAgainForAdminsOnly()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (desk, staff) = (office.Service<MailJobDesk>(), BackOffice.Member(office.Sells));
        await office.Shop.Database.ExecuteAsync(
            """
            insert into mail_jobs (id, aggregate_id, type, payload, created_at, attempts, retry_at)
            values (gen_random_uuid(), 'x', 'nothing', '{}', now(), 10, now())
            """);

        Assert.Empty(await desk.ListParkedAsync(staff, Stop));
        Assert.Equal(RetryMailJobsRefusal.NotAllowed, await desk.HandleAsync(new RetryMailJobs(null, staff), Stop));
        Assert.Null(await office.Service<FactDesk>().ReadAsync(staff, Stop));
        var parked = Assert.Single(await desk.ListParkedAsync(BackOffice.Admin(), Stop));
        Assert.Equal(RetryMailJobsRefusal.NotFound, await desk.HandleAsync(new RetryMailJobs(Guid.NewGuid(), BackOffice.Admin()), Stop));
        Assert.Null(await desk.HandleAsync(new RetryMailJobs(parked.Id, BackOffice.Admin()), Stop));

        await Eventually.TrueAsync(async () => await office.Shop.Database.ScalarAsync<long>("select count(*) from mail_jobs where type = 'nothing'") == 0);
    }

    [Fact]
    public async Task Facts_OfAnOrder_AreAppliedByTheApplication()
    {
        await using var office = await BackOffice.OpenAsync(servers);

        await Eventually.TrueAsync(async () => await office.Shop.Database.ScalarAsync<long>(WaitingMails.Count) == 0);
        var overview = await office.Service<FactDesk>().ReadAsync(BackOffice.Admin(), Stop);

        Assert.NotNull(overview);
        Assert.NotNull(overview.Relay.Holder);
        Assert.NotNull(overview.Streams);
        Assert.Contains(overview.Consumers, consumer => consumer is { Name: MailsConsumer.Name, Owner: not null, Waiting: 0 });
        Assert.Equal(1L, await office.Shop.Database.ScalarAsync<long>(
            "select count(*) from outbox where type = 'order.paid' and organization_id = $1", office.Sells.Value));
    }
}
