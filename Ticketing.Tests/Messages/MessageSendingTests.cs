using SmtpServer.Protocol;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Messages.Sending;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messages;

/// <summary>Messages on their way: each address once, whatever happens in between.</summary>
public sealed class MessageSendingTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_ToBuyers_GoesOnceToEachAddress()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.BuyAsync("Ada@Example.org");
        await shop.BuyAsync("grace@example.org");
        var message = await shop.WriteAsync();

        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sent");

        Assert.Equal(["ada@example.org", "grace@example.org"], shop.Mail.Recipients.Select(recipient => recipient.ToLowerInvariant()).Order());
        Assert.All(shop.Mail.Messages, mail => Assert.Contains("News about Show", mail, StringComparison.Ordinal));
        Assert.Equal(["sent 2"], await shop.StatesAsync(message));
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>(
            "select count(*) from outbox where type = 'message.sent' and aggregateid = $1", message.ToString()));
        Assert.Equal(
            ["message.created", "message.scheduled", "message.sent", "message.started"],
            await shop.Database.ListAsync<string>(
                "select action from audit_entries where subject_type = 'message' and subject_id = $1 order by action", message.ToString()));
    }

    [Fact]
    public async Task Audience_AfterTheBegin_DoesNotGrow()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.CopyOrdersAsync(45);
        var message = await shop.WriteAsync();

        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sending");
        await shop.Database.ExecuteAsync("update orders set status = 'refunded' where number = 'T-00000001'");
        await shop.BuyAsync("late@example.org");
        await shop.UntilAsync(message, "sent");

        Assert.Equal(["sent 46"], await shop.StatesAsync(message));
        Assert.DoesNotContain("late@example.org", shop.Mail.Recipients);

        // Twenty within a second, whatever the number of instances.
        var seconds = await shop.Database.ScalarAsync<long>("select extract(epoch from ended_at - started_at)::bigint from messages where id = $1", message);
        Assert.True(seconds >= 2, $"46 mails took {seconds} s");
    }

    // A crash before the commit of a batch, and one between the mail and the end of its job.
    [Fact]
    public async Task Crashes_InTheMiddle_NeitherLoseNorRepeatAMail()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.CopyOrdersAsync(30);
        var message = await shop.WriteAsync();
        await shop.Database.ExecuteAsync(
            """
            create sequence crashes;
            create function crash() returns trigger language plpgsql as $$ begin
              if new.type = 'message.mail' and nextval('crashes') = 25 then raise exception 'crash' using errcode = '57P01'; end if;
              return new;
            end $$;
            create trigger crash before insert on mail_jobs for each row execute function crash();
            create table left_jobs as select * from mail_jobs with no data;
            create function keep() returns trigger language plpgsql as $$ begin
              if old.type = 'message.mail' then insert into left_jobs select old.*; end if;
              return old;
            end $$;
            create trigger keep before delete on mail_jobs for each row execute function keep();
            """);

        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sent");

        // The jobs again, as a process leaves them that is killed after the mail server's answer.
        await shop.Database.ExecuteAsync(
            """
            drop trigger crash on mail_jobs;
            drop trigger keep on mail_jobs;
            insert into mail_jobs select * from left_jobs;
            update mail_jobs set retry_at = null;
            update message_recipients set state = 'queued';
            update messages set status = 'sending', ended_at = null;
            """);
        await shop.UntilAsync(message, "sent");

        Assert.Equal(31, shop.Mail.Recipients.Count);
        Assert.Equal(31, shop.Mail.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(["sent 31"], await shop.StatesAsync(message));
    }

    [Fact]
    public async Task Batches_OfTwoInstances_MakeEachMailOnce()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.CopyOrdersAsync(50);
        var message = await shop.WriteAsync();
        await shop.BeginAsync(message);

        var dispatcher = shop.Service<MessageDispatcher>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => dispatcher.PassAsync(Stop)));
        await shop.UntilAsync(message, "sent");

        Assert.Equal(51, shop.Mail.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(51, shop.Mail.Recipients.Count);
    }

    [Fact]
    public async Task Stop_BeforeTheBegin_RecallsEverything()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();

        var scheduled = await shop.SendAsync(message);
        var stopped = await shop.Service<SendMessagesHandler>().HandleAsync(new StopMessage(shop.Organization, message, shop.Owner), Stop);
        await shop.Service<MessageDispatcher>().PassAsync(Stop);

        Assert.True(scheduled.Value > TimeProvider.System.GetUtcNow().AddSeconds(50));
        Assert.Equal(MessageStatus.Draft, stopped.Value);
        Assert.Empty(shop.Mail.Recipients);
        Assert.Empty(await shop.StatesAsync(message));
    }

    [Fact]
    public async Task Stop_WhileSending_SkipsTheRest()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.CopyOrdersAsync(100);
        var message = await shop.WriteAsync();
        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sending");
        await Eventually.TrueAsync(() => Task.FromResult(!shop.Mail.Recipients.IsEmpty));

        var handler = shop.Service<SendMessagesHandler>();
        var stopped = await handler.HandleAsync(new StopMessage(shop.Organization, message, shop.Owner), Stop);
        var again = await handler.HandleAsync(new StopMessage(shop.Organization, message, shop.Owner), Stop);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select count(*) from message_recipients where state in ('pending', 'queued')") == 0);

        Assert.Equal((MessageStatus.Stopped, MessageStatus.Stopped), (stopped.Value, again.Value));
        var sent = await shop.Database.ScalarAsync<long>("select count(*) from message_recipients where state = 'sent'");
        Assert.InRange(sent, 1, 60);
        Assert.Equal(sent, shop.Mail.Recipients.Count);
    }

    [Fact]
    public async Task Failures_AreListedAndSentAgain()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        shop.Answer(SmtpReplyCode.MailboxUnavailable);

        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sent");
        var reader = shop.Service<MessageReader>();
        var failed = await reader.FindAsync(shop.Organization, message, shop.Owner, Stop);
        shop.Answer(SmtpReplyCode.Ok);
        var resent = await shop.Service<SendMessagesHandler>().HandleAsync(new ResendFailedMails(shop.Organization, message, shop.Owner), Stop);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Mail.Recipients.Count == 1));
        await shop.UntilAsync(message, "sent");

        Assert.Equal(("ada@example.org", RecipientError.Address), (Assert.Single(failed!.Failures).Email, failed.Failures[0].Error));
        Assert.Equal(1, resent.Value);
        Assert.Equal(["sent 1"], await shop.StatesAsync(message));
        Assert.Empty((await reader.FindAsync(shop.Organization, message, shop.Owner, Stop))!.Failures);
    }

    // A process that ends at the last attempt parks the job without a word to its recipient.
    [Fact]
    public async Task Job_ParkedByACrash_HasFailedAndEndsTheMessage()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        shop.Answer(SmtpReplyCode.InsufficientStorage);
        await shop.BeginAsync(message);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>(
            "select count(*) from mail_jobs where type = 'message.mail' and last_error is not null") == 1);

        await shop.Database.ExecuteAsync(
            "update mail_jobs set attempts = 10, retry_at = now() - interval '1 second' where type = 'message.mail'");
        await shop.UntilAsync(message, "sent");

        Assert.Equal(["failed 1"], await shop.StatesAsync(message));
        var view = (await shop.Service<MessageReader>().FindAsync(shop.Organization, message, shop.Owner, Stop))!;
        Assert.Equal(new MessageCounts(0, 0, 1, 0), view.Counts);
        Assert.Equal(RecipientError.Server, Assert.Single(view.Failures).Error);
        Assert.Equal(1, await shop.Database.ScalarAsync<int>("select failed_count from messages where id = $1", message));
    }

    [Fact]
    public async Task Mails_WhileManyOfMessagesWait_AreNotMade()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        await shop.Database.ExecuteAsync(
            """
            insert into mail_jobs (id, aggregate_id, type, payload, created_at, attempts, retry_at)
            select gen_random_uuid(), gen_random_uuid()::text, 'message.mail', '{}', now(), 1, now() + interval '3 minutes' from generate_series(1, $1)
            """, MessageDispatcher.WaitingMax + 1);

        await shop.BeginAsync(message);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<bool>("select next_at is not null from messages where id = $1", message));
        Assert.Equal(0, await shop.Service<MessageDispatcher>().PassAsync(Stop));
        Assert.Equal(["pending 1"], await shop.StatesAsync(message));

        await shop.Database.ExecuteAsync("delete from mail_jobs");
        await shop.UntilAsync(message, "sent");
        Assert.Equal(["sent 1"], await shop.StatesAsync(message));
    }

    [Fact]
    public async Task ErasedBuyer_GetsNothing()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.CopyOrdersAsync(25);
        var message = await shop.WriteAsync();
        await shop.BeginAsync(message);
        await shop.UntilAsync(message, "sending");
        await shop.Database.ExecuteAsync(
            "update orders set email = 'erased@erased.invalid', email_normalized = 'erased@erased.invalid', name = '' where id in (select order_id from message_recipients where state = 'pending')");
        var left = await shop.Database.ScalarAsync<long>("select count(*) from message_recipients where state = 'pending'");

        await shop.UntilAsync(message, "sent");

        Assert.DoesNotContain("erased@erased.invalid", shop.Mail.Recipients);
        Assert.True(left <= await shop.Database.ScalarAsync<long>("select count(*) from message_recipients where state = 'skipped'"));
    }

    [Fact]
    public async Task Test_ToOneself_HasNoTokenOfABuyer()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        var order = await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();

        var tested = await shop.Service<SendMessagesHandler>().HandleAsync(new SendTestMessage(shop.Organization, message, "en", shop.Owner), Stop);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Mail.Recipients.Count == 1));

        Assert.Equal("sam@example.org", tested.Value);
        Assert.Equal(["sam@example.org"], shop.Mail.Recipients);
        var mail = shop.Mail.Messages.First();
        Assert.Contains("Test: News about Show", mail, StringComparison.Ordinal);
        Assert.DoesNotContain(order.Token, mail, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
