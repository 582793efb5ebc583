using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Ordering.Notices;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Publishing;

/// <summary>Published events that are hidden, cancelled, and dates that are paused, postponed and cancelled.</summary>
public sealed class EventStateTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EventStates States => lab.Service<EventStates>();

    [Fact]
    public async Task Event_HiddenAndShown_DisappearsAndComesBack()
    {
        var seller = await lab.SellerAsync();
        var published = await FreeAsync(seller, 30);
        var date = published.Document.Dates[0].Id;
        var order = await lab.OrderAsync(date);

        var hidden = await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Hide, null, seller.Owner), Stop);

        Assert.Equal(PublishingStage.Hidden, hidden.Value!.Stage);
        Assert.Null(await lab.FindAsync(published));
        Assert.Equal(404, (await lab.HoldAsync(date)).Status);
        Assert.Equal("paid", await lab.Database.ScalarAsync<string>("select status from orders where id = $1", order));
        Assert.Equal(DraftRefusal.WrongState, (await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Hide, null, seller.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(PublishingStage.Published, (await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Show, null, seller.Owner), Stop)).Value!.Stage);
        Assert.NotNull(await lab.FindAsync(published));
        Assert.Equal(201, (await lab.HoldAsync(date)).Status);
        Assert.Equal(["event.published", "event.hidden", "event.published"], await lab.FactsAsync(published.Id.Value));
    }

    [Fact]
    public async Task HiddenEvent_BeyondTheLimit_IsNotShown()
    {
        var seller = await lab.SellerAsync();
        var first = await lab.PublishedAsync(seller, 30);
        Assert.True((await States.HandleAsync(new SetEventState(first.Id, EventStateChange.Hide, null, seller.Owner), Stop)).Succeeded);
        await lab.PublishedAsync(seller, 31);
        await lab.Database.ExecuteAsync("update organizations set plan = 'free' where id = $1", seller.Id.Value);

        var refused = await States.HandleAsync(new SetEventState(first.Id, EventStateChange.Show, null, seller.Owner), Stop);

        Assert.Equal((DraftRefusal.LimitReached, 1), (refused.Refusal!.Reason, refused.Refusal.Limit));
    }

    [Fact]
    public async Task Event_Cancelled_StopsSalesAndTellsEachOrder()
    {
        var seller = await lab.SellerAsync();
        var published = await FreeAsync(seller, 30, 31);
        var (first, second) = (published.Document.Dates[0].Id, published.Document.Dates[1].Id);
        var orders = new List<Guid> { await lab.OrderAsync(first), await lab.OrderAsync(first, "bob@example.org"), await lab.OrderAsync(second) };
        await lab.Database.ExecuteAsync("update order_items set live = false where order_id = $1", orders[1]);

        Assert.Equal(DraftRefusal.Invalid, (await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Cancel, " ", seller.Owner), Stop)).Refusal!.Reason);
        var cancelled = await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Cancel, "The singer is ill.", seller.Owner), Stop);

        Assert.Equal(PublishingStage.Cancelled, cancelled.Value!.Stage);
        Assert.All(await States.DatesAsync(published.Id, seller.Owner, Stop), date => Assert.Equal(PerformanceStatus.Cancelled, date.Status));
        Assert.NotEqual(201, (await lab.HoldAsync(first)).Status);
        Assert.True((await lab.FindAsync(published))!.Event.IsCancelled);
        Assert.Equal(["performance.cancelled"], await lab.FactsAsync(first));
        Assert.Equal(
            [orders[0].ToString(), orders[2].ToString()],
            await lab.Database.ListAsync<string>("select aggregateid from outbox where type = 'order.date-cancelled' and aggregateid = any($1) order by aggregateid", (object)orders.ConvertAll(id => id.ToString()).ToArray()));
        foreach (var change in Enum.GetValues<EventStateChange>())
        {
            Assert.Equal(DraftRefusal.WrongState, (await States.HandleAsync(new SetEventState(published.Id, change, "Again.", seller.Owner), Stop)).Refusal!.Reason);
        }

        Assert.Equal(DraftRefusal.WrongState, (await lab.TryPublishAsync((await lab.Service<EventDrafts>().FindAsync(published.Id, seller.Owner, Stop))!, seller.Owner)).Refusal!.Reason);
        await Eventually.TrueAsync(async () => await lab.Database.ScalarAsync<long>(
            "select count(*) from sent_mails m join outbox o on o.id = m.event_id where o.type = 'order.date-cancelled' and m.order_id = any($1) and m.sent_at is not null",
            orders.ToArray()) == 2);
    }

    [Fact]
    public async Task Order_PaidAfterItsDateWasCancelled_IsToldOnce()
    {
        var seller = await lab.SellerAsync();
        var published = await FreeAsync(seller, 30);
        var date = published.Document.Dates[0].Id;
        var (late, early) = (await lab.OrderAsync(date), await lab.OrderAsync(date, "bob@example.org"));

        // As one whose payment is on its way.
        await lab.Database.ExecuteAsync("update orders set status = 'expired' where id = $1", late);
        Assert.True((await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Cancel, "Flood.", seller.Owner), Stop)).Succeeded);
        Assert.Equal((0L, 1L), (await NoticesAsync(late), await NoticesAsync(early)));
        await lab.Database.ExecuteAsync("update orders set status = 'paid', paid_at = now() where id = $1", late);

        var notices = lab.Service<LateBuyerNotices>();
        await Task.WhenAll(notices.TellAsync(Stop), notices.TellAsync(Stop), notices.TellAsync(Stop));

        Assert.Equal((1L, 1L), (await NoticesAsync(late), await NoticesAsync(early)));
    }

    [Fact]
    public async Task Date_PausedAndResumed_StopsAndSells()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var date = new PerformanceId(published.Document.Dates[0].Id);

        Assert.Equal(DraftRefusal.WrongState, await SetAsync(date, DateStateChange.Resume, seller.Owner));
        Assert.Null(await SetAsync(date, DateStateChange.Pause, seller.Owner));
        Assert.NotEqual(201, (await lab.HoldAsync(date.Value)).Status);
        Assert.Equal(201, (await lab.HoldAsync(published.Document.Dates[1].Id)).Status);
        Assert.Null(await SetAsync(date, DateStateChange.Resume, seller.Owner));
        Assert.Equal(201, (await lab.HoldAsync(date.Value)).Status);
        Assert.Equal(["performance.changed", "performance.changed"], await lab.FactsAsync(date.Value));
    }

    [Fact]
    public async Task Date_PostponedWithoutAndThenWithATime_IsSoldAgain()
    {
        var seller = await lab.SellerAsync();
        var published = await FreeAsync(seller, 30, 31);
        var date = new PerformanceId(published.Document.Dates[0].Id);
        var order = await lab.OrderAsync(date.Value);

        Assert.Equal(DraftRefusal.Invalid, await SetAsync(date, DateStateChange.Postpone, seller.Owner, null, null));
        Assert.Null(await SetAsync(date, DateStateChange.Postpone, seller.Owner, null, "Flood."));
        Assert.NotEqual(201, (await lab.HoldAsync(date.Value)).Status);
        // Its first time passes.
        await lab.Database.ExecuteAsync("update performances set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour' where id = $1", date.Value);
        Assert.Equal(DraftRefusal.Invalid, await SetAsync(date, DateStateChange.Postpone, seller.Owner, PublishingLab.Evening(-1), "Flood."));
        Assert.Null(await SetAsync(date, DateStateChange.Postpone, seller.Owner, PublishingLab.Evening(60), "Dry again."));

        var now = (await States.DatesAsync(published.Id, seller.Owner, Stop)).Single(one => one.Id == date);
        Assert.Equal((PerformanceStatus.Scheduled, 60), (now.Status, (VenueTime.At(now.StartsAt, now.TimeZone).Date - PublishingLab.Evening(0).Date).Days));
        Assert.Equal(["performance.postponed", "performance.postponed"], await lab.FactsAsync(date.Value));
        Assert.Equal(2L, await lab.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.date-postponed' and aggregateid = $1", order.ToString()));
        var view = (await lab.Service<EventDrafts>().FindAsync(published.Id, seller.Owner, Stop))!;
        Assert.Equal((PublishingLab.Evening(60), false), (view.Document.Dates[0].StartsAt!.Value, view.HasChanges));
        Assert.Empty(view.Problems);
    }

    [Fact]
    public async Task Date_MovedTowardsTheOpeningOfItsSale_KeepsASale()
    {
        var seller = await lab.SellerAsync();
        var draft = seller.Draft(30) with { Sale = new DraftSale { OpensAt = PublishingLab.Evening(20), ClosesMinutesBefore = 5 * 24 * 60 } };
        var published = await lab.PublishAsync(await lab.StartAsync(seller, draft), seller.Owner);
        var date = new PerformanceId(published.Document.Dates[0].Id);

        Assert.Equal(DraftRefusal.Invalid, await SetAsync(date, DateStateChange.Postpone, seller.Owner, PublishingLab.Evening(19), "Earlier."));
        Assert.Null(await SetAsync(date, DateStateChange.Postpone, seller.Owner, PublishingLab.Evening(22), "Earlier."));

        Assert.True(await lab.Database.ScalarAsync<bool>("select off_sale_at > on_sale_at and off_sale_at = starts_at from performances where id = $1", date.Value));
    }

    [Fact]
    public async Task Date_CancelledOrPostponed_IsNotTheNextOne()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31, 32);
        var dates = published.Document.Dates.Select(date => new PerformanceId(date.Id)).ToList();
        var events = lab.Service<EventReader>();
        Assert.Equal(dates[0], Assert.Single(await events.NextOfAsync(seller.Id, 5, Stop)).Next.Id);

        Assert.Null(await SetAsync(dates[0], DateStateChange.Cancel, seller.Owner, null, "Flood."));
        Assert.Null(await SetAsync(dates[1], DateStateChange.Postpone, seller.Owner, null, "Flood."));

        var hit = Assert.Single(await events.NextOfAsync(seller.Id, 5, Stop));
        Assert.Equal((dates[2], 1), (hit.Next.Id, hit.Fitting));
        Assert.Null(await SetAsync(dates[2], DateStateChange.Cancel, seller.Owner, null, "Flood."));
        Assert.Empty(await events.NextOfAsync(seller.Id, 5, Stop));
    }

    [Fact]
    public async Task Date_Cancelled_StaysCancelled()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var date = new PerformanceId(published.Document.Dates[0].Id);

        Assert.Null(await SetAsync(date, DateStateChange.Cancel, seller.Owner, null, "Flood."));
        foreach (var change in Enum.GetValues<DateStateChange>())
        {
            Assert.Equal(DraftRefusal.WrongState, await SetAsync(date, change, seller.Owner, PublishingLab.Evening(60), "Again."));
        }

        // Its draft may forget it, and the other date goes on.
        var view = (await lab.Service<EventDrafts>().FindAsync(published.Id, seller.Owner, Stop))!;
        var without = await lab.SaveAsync(view, view.Document.WithDates(view.Document.Dates.RemoveAt(0)), seller.Owner);
        await lab.PublishAsync(without, seller.Owner);
        Assert.Equal(201, (await lab.HoldAsync(published.Document.Dates[1].Id)).Status);
    }

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var (seller, other) = (await lab.SellerAsync(), await lab.SellerAsync());
        var published = await lab.PublishedAsync(seller, 30);
        var drafts = lab.Service<EventDrafts>();
        Caller[] others = [Caller.Guest, other.Owner, await lab.MemberAsync(seller.Id, MemberRole.BoxOffice), await lab.MemberAsync(seller.Id, MemberRole.CheckIn), await lab.MemberAsync(seller.Id, MemberRole.Analyst)];
        var before = await lab.Database.ScalarAsync<string>("select row(d.*)::text from event_drafts d where event_id = $1", published.Id.Value);
        foreach (var caller in others)
        {
            Assert.Null(await drafts.FindAsync(published.Id, caller, Stop));
            Assert.Empty((await drafts.ListAsync(seller.Id, caller, null, Stop)).Rows);
            Assert.Empty(await States.DatesAsync(published.Id, caller, Stop));
            DraftRefusal?[] refusals =
            [
                (await drafts.HandleAsync(new StartDraft(seller.Id, null, caller), Stop)).Refusal?.Reason,
                (await drafts.HandleAsync(new SaveDraft(published.Id, published.Document.WithPrice(1), published.Revision, true, caller), Stop)).Refusal?.Reason,
                (await drafts.HandleAsync(new UndoDraft(published.Id, published.Revision, caller), Stop)).Refusal?.Reason,
                (await drafts.HandleAsync(new WithdrawDraft(published.Id, true, caller), Stop)).Refusal?.Reason,
                (await lab.TryPublishAsync(published, caller)).Refusal?.Reason,
                (await States.HandleAsync(new SetEventState(published.Id, EventStateChange.Cancel, "Mine.", caller), Stop)).Refusal?.Reason,
                await SetAsync(new PerformanceId(published.Document.Dates[0].Id), DateStateChange.Cancel, caller, null, "Mine."),
            ];
            Assert.All(refusals, refusal => Assert.Equal(DraftRefusal.NotFound, refusal));
        }

        Assert.Equal(before, await lab.Database.ScalarAsync<string>("select row(d.*)::text from event_drafts d where event_id = $1", published.Id.Value));
        Assert.Equal(["event.published"], await lab.FactsAsync(published.Id.Value));
        Assert.Equal(DraftRefusal.NotFound, await SetAsync(PerformanceId.New(), DateStateChange.Pause, seller.Owner));
    }

    private Task<long> NoticesAsync(Guid order) => lab.Database.ScalarAsync<long>(
        "select count(*) from outbox where type = 'order.date-cancelled' and aggregateid = $1", order.ToString());

    private async Task<DraftRefusal?> SetAsync(
        PerformanceId date, DateStateChange change, Caller caller, DateTime? start = null, string? reason = null) =>
        (await States.HandleAsync(new SetDateState(date, change, start, reason, caller), Stop)).Refusal?.Reason;

    private async Task<EventDraftView> FreeAsync(Seller seller, params int[] days)
    {
        var draft = seller.Draft(days);
        var tier = draft.Prices.Tiers[0] with { Price = 0, Fee = 0 };
        return await lab.PublishAsync(await lab.StartAsync(seller, draft with { Prices = draft.Prices with { Tiers = [tier] } }), seller.Owner);
    }
}
