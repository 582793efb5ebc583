using System.Globalization;
using SmtpServer.Protocol;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Notifications;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Messages;

/// <summary>A shop with free seats, a mail server of the test, and an organization that writes messages.</summary>
internal sealed class MessageShop : IAsyncDisposable
{
    private int _seat;

    private MessageShop(Shop shop, TestMailServer mail, OrganizationId organization) =>
        (Shop, Mail, Organization, Owner) = (shop, mail, organization, BackOffice.Member(organization, MemberRole.Owner) with { Email = "sam@example.org" });

    public Shop Shop { get; }

    public TestMailServer Mail { get; }

    public OrganizationId Organization { get; }

    public Caller Owner { get; }

    public TestDatabase Database => Shop.Database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<MessageShop> OpenAsync(TestServers servers)
    {
        var mail = new TestMailServer();
        var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true, Rows = 4, SeatsPerRow = 20 }, settings:
        [
            ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Mail:Smtp:Encrypt", "false"),
        ]);
        return new MessageShop(shop, mail, new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances")));
    }

    public T Service<T>() where T : notnull => Shop.Service<T>();

    /// <summary>Orders a seat; its confirmation is taken from the mail server's list.</summary>
    public async Task<Reply> BuyAsync(string email)
    {
        var order = await Shop.PlaceAsync(await Shop.HoldAsync(_seat++), email);
        await Eventually.TrueAsync(async () => await Database.ScalarAsync<long>("select count(*) from mail_jobs") == 0
            && await Database.ScalarAsync<long>("select count(*) from sent_mails where order_id = $1 and sent_at is not null", Guid.Parse(order.Id)) > 0);
        Mail.Messages.Clear();
        Mail.Recipients.Clear();
        return order;
    }

    /// <summary>Copies of the first order with addresses of their own: <c>buyer1@example.org</c> …</summary>
    public Task CopyOrdersAsync(int count) => Database.ExecuteAsync(
        """
        insert into orders
        select c.* from orders o, generate_series(1, $1) i, jsonb_populate_record(o, jsonb_build_object(
          'id', gen_random_uuid(), 'number', 'T-' || lpad(i::text, 8, '0'), 'hold_id', gen_random_uuid(), 'request_id', null,
          'email', 'buyer' || i || '@example.org', 'email_normalized', 'buyer' || i || '@example.org')) c
        where o.id = (select id from orders order by id limit 1)
        """, count);

    /// <summary>A saved draft.</summary>
    public async Task<Guid> WriteAsync(MessageAudience? audience = null, string body = "Hello {name}, doors open early. {link}")
    {
        var terms = new MessageTerms(audience ?? MessageAudience.Usual, new MessageText("News about {event}", body), MessageText.Empty);
        var written = await Service<ManageMessagesHandler>().HandleAsync(new WriteMessage(Organization, null, terms, null, Owner), Stop);
        Assert.True(written.Succeeded);
        return written.Value;
    }

    public Task<Outcome<DateTimeOffset, RefusedMessage>> SendAsync(Guid message) =>
        Service<SendMessagesHandler>().HandleAsync(new SendMessage(Organization, message, null, null, Owner), Stop);

    /// <summary>Sends a draft, without the time in which it can be recalled; the worker begins it.</summary>
    public async Task BeginAsync(Guid message)
    {
        Assert.True((await SendAsync(message)).Succeeded);
        await Database.ExecuteAsync("update messages set scheduled_at = now() - interval '1 second' where id = $1", message);
    }

    public Task UntilAsync(Guid message, string status) => Eventually.TrueAsync(async () =>
        await Database.ScalarAsync<string>("select status from messages where id = $1", message) == status);

    public Task<List<string>> StatesAsync(Guid message) => Database.ListAsync<string>(
        "select state || ' ' || count(*) from message_recipients where message_id = $1 group by state order by state", message);

    /// <summary>The reply of the mail server to recipients from now on.</summary>
    public void Answer(SmtpReplyCode reply) => Mail.Recipient = reply;

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Mail.DisposeAsync();
    }
}
