using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Messages.Sending;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Messages;

/// <summary>Who may write and send messages, to whom, and how many.</summary>
public sealed class MessageCommandTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        var (drafts, sending, reader) = (shop.Service<ManageMessagesHandler>(), shop.Service<SendMessagesHandler>(), shop.Service<MessageReader>());
        var elsewhere = OrganizationId.New();
        (Caller Caller, OrganizationId Organization, MessageRefusal Refusal)[] others =
        [
            (Caller.Guest, shop.Organization, MessageRefusal.NotFound),
            (BackOffice.Member(elsewhere, MemberRole.Owner), shop.Organization, MessageRefusal.NotFound),

            // The own organization with another's message.
            (BackOffice.Member(elsewhere, MemberRole.Owner), elsewhere, MessageRefusal.NotFound),
            (BackOffice.Member(shop.Organization, MemberRole.BoxOffice), shop.Organization, MessageRefusal.NotAllowed),
            (BackOffice.Member(shop.Organization, MemberRole.Analyst), shop.Organization, MessageRefusal.NotAllowed),
        ];
        foreach (var (caller, organization, refusal) in others)
        {
            Assert.Equal(refusal, (await drafts.HandleAsync(new WriteMessage(organization, message, MessageTerms.Empty, null, caller), Stop)).Refusal!.Reason);
            Assert.Equal(refusal, (await drafts.HandleAsync(new DeleteMessage(organization, message, caller), Stop)).Refusal!.Reason);
            Assert.Equal(refusal, (await sending.HandleAsync(new SendMessage(organization, message, null, null, caller), Stop)).Refusal!.Reason);
            Assert.Equal(refusal, (await sending.HandleAsync(new StopMessage(organization, message, caller), Stop)).Refusal!.Reason);
            Assert.Equal(refusal, (await sending.HandleAsync(new SendTestMessage(organization, message, "en", caller), Stop)).Refusal!.Reason);
            Assert.Equal(refusal, (await sending.HandleAsync(new ResendFailedMails(organization, message, caller), Stop)).Refusal!.Reason);
            Assert.Null(await reader.FindAsync(organization, message, caller, Stop));
            Assert.Empty((await reader.ListAsync(shop.Organization, null, caller, Stop)).Rows);
            Assert.Equal(0, await reader.CountAsync(shop.Organization, MessageAudience.Usual, caller, Stop));
            Assert.Null(await shop.Service<MessagePreviews>().RenderAsync(
                shop.Organization, new MessageTerms(MessageAudience.Usual, new MessageText("a", "b"), MessageText.Empty), "en", caller, Stop));
        }

        Assert.Equal("draft 1", await shop.Database.ScalarAsync<string>("select status || ' ' || revision from messages where id = $1", message));
        Assert.Equal(1, await reader.CountAsync(shop.Organization, MessageAudience.Usual, shop.Owner, Stop));
    }

    [Fact]
    public async Task Audience_ByConditions_IsCounted()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        await shop.BuyAsync("grace@example.org");
        await shop.Database.ExecuteAsync("update orders set status = 'refunded' where email = 'grace@example.org'");
        await shop.Database.ExecuteAsync("update order_items set live = false where order_id = (select id from orders where email = 'grace@example.org')");
        var ofEvent = new EventId(await shop.Database.ScalarAsync<Guid>("select id from events"));
        var reader = shop.Service<MessageReader>();
        Task<int> CountAsync(MessageAudience audience) => reader.CountAsync(shop.Organization, audience, shop.Owner, Stop);

        Assert.Equal(1, await CountAsync(MessageAudience.Usual));
        Assert.Equal(1, await CountAsync(MessageAudience.Usual with { Event = ofEvent, Performances = [shop.Shop.Sale.Id] }));
        Assert.Equal(0, await CountAsync(MessageAudience.Usual with { Event = EventId.New() }));
        Assert.Equal(0, await CountAsync(MessageAudience.Usual with { Event = ofEvent, Performances = [PerformanceId.New()] }));
        Assert.Equal(1, await CountAsync(MessageAudience.Usual with { Tiers = ["Standard"] }));
        Assert.Equal(0, await CountAsync(MessageAudience.Usual with { Tiers = ["Standing"] }));
        Assert.Equal(1, await CountAsync(MessageAudience.Usual with { Statuses = [OrderStatus.Refunded], Tiers = ["Standard"] }));
        Assert.Equal(2, await CountAsync(MessageAudience.Usual with { Statuses = MessageAudience.StatusesAllowed }));
    }

    [Fact]
    public async Task Limit_OfTheSubscription_HoldsForTwoAtOnce()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var (first, second, used) = (await shop.WriteAsync(), await shop.WriteAsync(), await shop.WriteAsync());
        await shop.Database.ExecuteAsync(
            "update messages set status = 'sent', started_at = now() - interval '1 hour', recipient_count = 499 where id = $1", used);

        var outcomes = await Task.WhenAll(shop.SendAsync(first), shop.SendAsync(second));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        var refused = outcomes.Single(outcome => !outcome.Succeeded).Refusal!;
        Assert.Equal((MessageRefusal.LimitReached, new MailQuota(500, 500, 1)), (refused.Reason, refused.Quota));
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(25, true)]
    public async Task Limit_OfAMessageThatIsScheduledLater_Holds(int hours, bool isSent)
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var (message, later) = (await shop.WriteAsync(), await shop.WriteAsync());
        await shop.Database.ExecuteAsync(
            "update messages set status = 'scheduled', scheduled_at = now() + make_interval(hours => $2), recipient_count = 500 where id = $1", later, hours);

        var outcome = await shop.SendAsync(message);

        Assert.Equal(isSent, outcome.Succeeded);
        Assert.Equal(isSent ? null : new MailQuota(500, 500, 1), outcome.Succeeded ? null : outcome.Refusal!.Quota);
    }

    [Fact]
    public async Task Time_WithAnOffset_IsTheSameInstant()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        var at = TimeProvider.System.GetUtcNow().AddHours(3).ToOffset(TimeSpan.FromHours(2));

        var scheduled = await shop.Service<SendMessagesHandler>().HandleAsync(new SendMessage(shop.Organization, message, at, null, shop.Owner), Stop);

        Assert.True(scheduled.Succeeded);
        Assert.Equal(at, scheduled.Value);
        Assert.True(await shop.Database.ScalarAsync<bool>(
            "select scheduled_at between now() + interval '2 hours' and now() + interval '3 hours' from messages where id = $1", message));
    }

    [Fact]
    public async Task Test_ByAKey_IsRefusedForItsMissingAddress()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        var message = await shop.WriteAsync();
        var key = shop.Owner with { User = null, Email = "", Key = new ApiKeyRights(Guid.NewGuid(), new HashSet<ApiArea> { ApiArea.Events }) };

        var tested = await shop.Service<SendMessagesHandler>().HandleAsync(new SendTestMessage(shop.Organization, message, "en", key), Stop);

        Assert.Equal(MessageRefusal.NoAddress, tested.Refusal!.Reason);
    }

    [Fact]
    public async Task Limit_ReachedWhenItBegins_StopsTheMessage()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        Assert.True((await shop.SendAsync(message)).Succeeded);
        await shop.CopyOrdersAsync(500);

        await shop.Database.ExecuteAsync("update messages set scheduled_at = now() - interval '1 second' where id = $1", message);
        await shop.UntilAsync(message, "stopped");

        Assert.Equal("limit-reached", await shop.Database.ScalarAsync<string>("select stop_reason from messages where id = $1", message));
        Assert.Empty(await shop.StatesAsync(message));
        Assert.Empty(shop.Mail.Recipients);
    }

    [Fact]
    public async Task Message_WithoutRecipientsOrApproval_IsNotSent()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        var message = await shop.WriteAsync();
        Assert.Equal(MessageRefusal.NoRecipients, (await shop.SendAsync(message)).Refusal!.Reason);

        await shop.BuyAsync("ada@example.org");
        await shop.Database.ExecuteAsync("update organizations set status = 'suspended'");
        Assert.Equal(MessageRefusal.NotApproved, (await shop.SendAsync(message)).Refusal!.Reason);

        await shop.Database.ExecuteAsync("update organizations set status = 'approved'");
        Assert.True((await shop.SendAsync(message)).Succeeded);
        await shop.Database.ExecuteAsync("update organizations set status = 'suspended'");
        await shop.Database.ExecuteAsync("update messages set scheduled_at = now() - interval '1 second' where id = $1", message);
        await shop.Service<MessageDispatcher>().PassAsync(Stop);
        await shop.UntilAsync(message, "stopped");
        Assert.Empty(shop.Mail.Recipients);
    }

    [Fact]
    public async Task Draft_SavedByTwo_TellsTheSecond()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        var message = await shop.WriteAsync();
        var drafts = shop.Service<ManageMessagesHandler>();
        MessageTerms Terms(string subject) => new(MessageAudience.Usual, new MessageText(subject, "Text"), MessageText.Empty);

        Assert.True((await drafts.HandleAsync(new WriteMessage(shop.Organization, message, Terms("First"), 1, shop.Owner), Stop)).Succeeded);
        var second = await drafts.HandleAsync(new WriteMessage(shop.Organization, message, Terms("Second"), 1, shop.Owner), Stop);
        var sent = await shop.Service<SendMessagesHandler>().HandleAsync(new SendMessage(shop.Organization, message, null, 1, shop.Owner), Stop);

        Assert.Equal((MessageRefusal.Changed, MessageRefusal.Changed), (second.Refusal!.Reason, sent.Refusal!.Reason));
        Assert.Equal("First", await shop.Database.ScalarAsync<string>("select subject_en from messages where id = $1", message));
    }

    [Fact]
    public async Task Scheduled_IsNeitherChangedNorDeletedNorSentAgain()
    {
        await using var shop = await MessageShop.OpenAsync(servers);
        await shop.BuyAsync("ada@example.org");
        var message = await shop.WriteAsync();
        Assert.True((await shop.SendAsync(message)).Succeeded);
        var drafts = shop.Service<ManageMessagesHandler>();

        Assert.Equal(MessageRefusal.NotDraft, (await shop.SendAsync(message)).Refusal!.Reason);
        Assert.Equal(MessageRefusal.NotDraft, (await drafts.HandleAsync(new DeleteMessage(shop.Organization, message, shop.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(
            MessageRefusal.NotDraft,
            (await drafts.HandleAsync(new WriteMessage(shop.Organization, message, MessageTerms.Empty, null, shop.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(
            MessageRefusal.NotSent,
            (await shop.Service<SendMessagesHandler>().HandleAsync(new ResendFailedMails(shop.Organization, message, shop.Owner), Stop)).Refusal!.Reason);
    }
}
