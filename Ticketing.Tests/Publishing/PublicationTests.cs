using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Publishing;

/// <summary>From a draft to seats that can be held, and what a second publication changes.</summary>
public sealed class PublicationTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_Published_IsFoundAndSold()
    {
        var seller = await lab.SellerAsync();
        var view = await lab.StartAsync(seller, seller.Draft(30, 31) with { Sale = new DraftSale { WaitingRoom = true, SeatsPerOrderMax = 4, SeatsPerBuyerMax = 8, HoldMinutes = 5 } });
        Assert.Equal((PublishingStage.Draft, (string?)null), (view.Stage, view.Slug));
        Assert.Empty(view.Problems);

        var published = await lab.PublishAsync(view, seller.Owner);

        Assert.Equal((PublishingStage.Published, false), (published.Stage, published.HasChanges));
        var found = (await lab.FindAsync(published))!.Event;
        Assert.Equal((published.Document.Details.Title, "theatre", "# Act *one*", 7), (found.Title, found.Category, found.Description, found.ArtworkSeed));
        Assert.Equal(view.Document.Dates.Select(date => new PerformanceId(date.Id)), found.Performances.Select(date => date.Id));
        Assert.All(found.Performances, date => Assert.Equal((12, 4, 8, "EUR"), (date.SeatCount, date.SeatsPerOrderMax, date.SeatsPerBuyerMax, date.Currency)));
        Assert.Equal(20, found.Performances[0].StartsAtLocal.Hour);
        Assert.Equal(4650, found.Performances[0].PriceFrom.Amount);
        Assert.Equal(201, (await lab.HoldAsync(view.Document.Dates[0].Id)).Status);
        Assert.Equal(["event.published"], await lab.FactsAsync(view.Id.Value));
        Assert.Equal(2L, await lab.Database.ScalarAsync<long>("select count(*) from waiting_rooms w join performances p on p.id = w.performance_id where p.event_id = $1", view.Id.Value));
        Assert.Equal(300, await lab.Database.ScalarAsync<int>("select max(hold_seconds) from performances where event_id = $1", view.Id.Value));
        Assert.Equal(seller.Owner.Email, await lab.Database.ScalarAsync<string>("select actor from audit_entries where subject_id = $1 and action = 'event.published'", view.Id.ToString()));
        Assert.Equal([12, 12], (await lab.Service<EventStates>().DatesAsync(view.Id, seller.Owner, Stop)).Select(date => date.Seats));
    }

    [Fact]
    public async Task Events_WithOneTitle_GetDifferentAddresses()
    {
        var seller = await lab.SellerAsync();
        var drafts = new List<EventDraftView>();
        // Other tests publish the drafts' usual title at the same time.
        var title = "Die Wölfe " + Guid.NewGuid().ToString("N");
        for (var i = 0; i < 5; i++)
        {
            drafts.Add(await lab.StartAsync(seller, seller.Draft(30 + i).WithTitle(title)));
        }

        var slugs = (await Task.WhenAll(drafts.Select(draft => lab.PublishAsync(draft, seller.Owner)))).Select(view => view.Slug!).Order(StringComparer.Ordinal).ToList();

        var slug = Slug.Of(title, 100);
        Assert.Equal([slug, slug + "-2", slug + "-3", slug + "-4", slug + "-5"], slugs);
    }

    [Fact]
    public async Task Publication_OfAChangedEvent_ChangesWhatIsNew()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var (first, second) = (published.Document.Dates[0].Id, published.Document.Dates[1].Id);
        var held = await lab.HoldAsync(first);
        await lab.Database.ExecuteAsync("update performances set seats_per_order_max = 3 where id = $1", first);

        var document = published.Document.WithTitle("A new title").WithPrice(9900);
        document = document.WithDates(document.Dates.Moved(1, PublishingLab.Evening(40)).Add(new DraftDate(Guid.CreateVersion7()) { StartsAt = PublishingLab.Evening(50) }));
        var saved = await lab.SaveAsync(published, document, seller.Owner);
        Assert.True(saved.HasChanges);
        var again = await lab.PublishAsync(saved, seller.Owner);

        Assert.Equal((published.Slug, false), (again.Slug, again.HasChanges));
        var found = (await lab.FindAsync(again))!.Event;
        Assert.Equal(("A new title", 3), (found.Title, found.Performances.Length));
        Assert.Equal([30, 40, 50], found.Performances.Select(date => (date.StartsAtLocal.Date - PublishingLab.Evening(0).Date).Days));
        Assert.All(found.Performances, date => Assert.Equal(9900, date.Tiers.Single().Price.Amount));
        Assert.Equal(["performance.changed"], await lab.FactsAsync(second));
        Assert.Empty(await lab.FactsAsync(first));
        Assert.Equal([3, 10, 10], found.Performances.Select(date => date.SeatsPerOrderMax));
        // The price is fixed with the hold.
        Assert.Equal(4500L, await lab.Database.ScalarAsync<long>("select prices[1] from holds where id = $1", held.Body!["id"]!.GetValue<Guid>()));
        Assert.Equal(12L, await lab.Database.ScalarAsync<long>("select count(*) from seats where performance_id = $1", again.Document.Dates[2].Id));
    }

    [Fact]
    public async Task Changes_ThatBuyersRelyOn_AreRefused()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var other = (await lab.SellerAsync()).Place;
        (string Field, EventDraft Document)[] wrong =
        [
            ("dates", published.Document.WithDates(published.Document.Dates.RemoveAt(0))),
            ("prices.currency", published.Document with { Prices = published.Document.Prices with { Currency = "USD" } }),
            ("place.plan", published.Document with { Place = published.Document.Place with { Plan = null } }),
            ("place.venue", published.Document with { Place = other }),
        ];
        foreach (var (field, document) in wrong)
        {
            var saved = await lab.SaveAsync(published, document, seller.Owner);
            Assert.Contains(saved.Problems, problem => problem.Field == field);
            var refused = await lab.TryPublishAsync(saved, seller.Owner);
            Assert.Equal(DraftRefusal.Incomplete, refused.Refusal!.Reason);
            Assert.Contains(refused.Refusal.Problems!, problem => problem.Field == field);
            published = await lab.SaveAsync(saved, published.Document, seller.Owner);
        }
    }

    [Fact]
    public async Task Sale_OfAPublishedDate_DoesNotEndBeforeItOpens()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var late = published.Document with { Sale = published.Document.Sale with { OpensAt = PublishingLab.Evening(31) } };

        var saved = await lab.SaveAsync(published, late, seller.Owner);

        var problem = Assert.Single(saved.Problems);
        Assert.Equal(("sale.opensAt", DraftSentences.SaleEmpty), (problem.Field, problem.Sentence));
        Assert.Equal(DraftRefusal.Incomplete, (await lab.TryPublishAsync(saved, seller.Owner)).Refusal!.Reason);
        var mended = await lab.SaveAsync(saved, late with { Sale = late.Sale with { OpensAt = PublishingLab.Evening(29) } }, seller.Owner);
        Assert.Empty(mended.Problems);
        await lab.PublishAsync(mended, seller.Owner);
        Assert.True(await lab.Database.ScalarAsync<bool>("select bool_and(off_sale_at > on_sale_at) from performances where event_id = $1", published.Id.Value));
    }

    [Fact]
    public async Task Date_ThatHasBegun_KeepsItsTimes()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        await lab.Database.ExecuteAsync("update performances set starts_at = now() - interval '1 hour' where id = $1", published.Document.Dates[0].Id);

        var saved = await lab.SaveAsync(published, published.Document.WithDates(published.Document.Dates.Moved(0, PublishingLab.Evening(40))), seller.Owner);

        Assert.Equal([DraftSentences.DateBegun], saved.Problems.Select(problem => problem.Sentence));
    }

    [Fact]
    public async Task Date_OfAnotherEvent_IsNotTaken()
    {
        var (victim, seller) = (await lab.SellerAsync(), await lab.SellerAsync());
        var theirs = await lab.PublishedAsync(victim, 30);
        var draft = await lab.StartAsync(seller, seller.Draft(30).WithDates([theirs.Document.Dates[0] with { Minutes = 7 }]));

        var refused = await lab.TryPublishAsync(draft, seller.Owner);

        Assert.Equal([DraftSentences.DateTaken], refused.Refusal!.Problems!.Select(problem => problem.Sentence));
        Assert.Equal(theirs.Id.Value, await lab.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", theirs.Document.Dates[0].Id));
    }

    [Fact]
    public async Task Publication_OfAnotherRevision_IsRefused()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));
        await lab.SaveAsync(seen, seen.Document.WithPrice(1), seller.Owner);

        var refused = await lab.TryPublishAsync(seen, seller.Owner);

        Assert.Equal((DraftRefusal.Outdated, seen.Revision + 1), (refused.Refusal!.Reason, refused.Refusal.Current!.Revision));
    }

    [Fact]
    public async Task Publication_ByOneThatMayNotSell_IsRefused()
    {
        foreach (var status in new[] { "pending", "suspended" })
        {
            var seller = await lab.SellerAsync(status: status);
            var draft = await lab.StartAsync(seller, seller.Draft(30));

            Assert.Equal(DraftRefusal.NotApproved, (await lab.TryPublishAsync(draft, seller.Owner)).Refusal!.Reason);
        }
    }

    [Fact]
    public async Task Publication_OfTwentyAtOnce_KeepsTheLimit()
    {
        var seller = await lab.SellerAsync("pro");
        var drafts = new List<EventDraftView>();
        for (var i = 0; i < 20; i++)
        {
            drafts.Add(await lab.StartAsync(seller, seller.Draft(30 + i)));
        }

        // Three reviewed events, so that the others are published at once.
        await lab.Database.ExecuteAsync(
            "insert into events (id, organization_id, slug, title, category, summary, description, artwork_seed, status, created_at) select gen_random_uuid(), $1, gen_random_uuid()::text, 'Over', 'talk', '', '', 1, 'published', now() from generate_series(1, 3)",
            seller.Id.Value);
        var outcomes = await Task.WhenAll(drafts.Select(draft => lab.TryPublishAsync(draft, seller.Owner)));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal((DraftRefusal.LimitReached, 10), (outcome.Refusal!.Reason, outcome.Refusal.Limit)));
        Assert.Equal(10L, await lab.Database.ScalarAsync<long>("select count(distinct event_id) from performances where organization_id = $1", seller.Id.Value));
    }

    [Fact]
    public async Task Publication_OfTooManyDates_IsRefused()
    {
        var seller = await lab.SellerAsync("free");
        var draft = await lab.StartAsync(seller, seller.Draft(30, 31, 32, 33, 34, 35));

        var refused = await lab.TryPublishAsync(draft, seller.Owner);

        Assert.Equal((DraftRefusal.LimitReached, 5), (refused.Refusal!.Reason, refused.Refusal.Limit));
    }

    [Fact]
    public async Task Publication_AtATime_HappensThenOnce()
    {
        var seller = await lab.SellerAsync();
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        Assert.Equal(DraftRefusal.Invalid, (await lab.TryPublishAsync(draft, seller.Owner, DateTimeOffset.UtcNow.AddMinutes(-1))).Refusal!.Reason);

        var scheduled = (await lab.TryPublishAsync(draft, seller.Owner, DateTimeOffset.UtcNow.AddHours(1))).Value!;
        Assert.Equal(PublishingStage.Draft, scheduled.Stage);
        Assert.NotNull(scheduled.PublishAt);
        await DueAsync(draft.Id);
        await Eventually.TrueAsync(async () => (await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!.Stage == PublishingStage.Published);

        Assert.Equal(["event.published"], await lab.FactsAsync(draft.Id.Value));
        Assert.Null((await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!.PublishAt);
    }

    [Fact]
    public async Task Schedule_OfADraftThatBecameIncomplete_IsStoppedWithAMail()
    {
        var seller = await lab.SellerAsync();
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        var scheduled = (await lab.TryPublishAsync(draft, seller.Owner, DateTimeOffset.UtcNow.AddHours(1))).Value!;
        Assert.NotNull(scheduled.PublishAt);

        // Not by an edit, which would take it off the schedule.
        await lab.Database.ExecuteAsync(
            "update event_drafts set document = jsonb_set(document, '{details,title}', '\"\"') where event_id = $1", draft.Id.Value);
        await DueAsync(draft.Id);

        EventDraftView? view = null;
        await Eventually.TrueAsync(async () => (view = await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!.ReviewNote is not null);

        Assert.Equal((PublishingStage.Draft, DraftSentences.StoppedIncomplete), (view!.Stage, view.ReviewNote));
        Assert.Null(view.PublishAt);
        Assert.Equal(1L, await lab.CountMailsAsync("account.event-unscheduled", seller.Owner.Email));
    }

    [Fact]
    public async Task Schedule_OfADraftThatIsEdited_IsStoppedAtOnce()
    {
        var seller = await lab.SellerAsync();
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        foreach (var undo in new[] { false, true })
        {
            var scheduled = (await lab.TryPublishAsync(draft, seller.Owner, DateTimeOffset.UtcNow.AddHours(1))).Value!;
            Assert.NotNull((await lab.SaveAsync(scheduled, scheduled.Document, seller.Owner)).PublishAt);

            draft = undo
                ? (await lab.Service<EventDrafts>().HandleAsync(new UndoDraft(scheduled.Id, scheduled.Revision, seller.Owner), Stop)).Value!
                : await lab.SaveAsync(scheduled, scheduled.Document.WithPrice(1), seller.Owner);

            Assert.Equal((PublishingStage.Draft, DraftSentences.StoppedEdited), (draft.Stage, draft.ReviewNote));
            Assert.Null(draft.PublishAt);
        }

        Assert.Equal(2L, await lab.CountMailsAsync("account.event-unscheduled", seller.Owner.Email));
    }

    [Fact]
    public async Task Schedule_OfAnEventThatIsCancelled_IsStopped()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30);
        var saved = await lab.SaveAsync(published, published.Document.WithPrice(1), seller.Owner);
        Assert.True((await lab.TryPublishAsync(saved, seller.Owner, DateTimeOffset.UtcNow.AddHours(1))).Succeeded);

        var cancelled = await lab.Service<EventStates>().HandleAsync(new SetEventState(saved.Id, EventStateChange.Cancel, "Flood.", seller.Owner), Stop);

        Assert.True(cancelled.Succeeded);
        Assert.Null(cancelled.Value!.PublishAt);
        // As one that was cancelled before that took its draft off.
        await DueAsync(saved.Id);
        await Eventually.TrueAsync(async () => (await lab.Service<EventDrafts>().FindAsync(saved.Id, seller.Owner, Stop))!.ReviewNote == DraftSentences.StoppedCancelled);
        Assert.Null((await lab.Service<EventDrafts>().FindAsync(saved.Id, seller.Owner, Stop))!.PublishAt);
    }

    [Fact]
    public async Task Schedule_BehindDraftsThatFail_IsPublished()
    {
        var seller = await lab.SellerAsync();
        var broken = new List<EventDraftView>();
        for (var i = 0; i < 20; i++)
        {
            broken.Add(await lab.StartAsync(seller, seller.Draft(30)));
            await lab.Database.ExecuteAsync(
                "update event_drafts set document = '{\"dates\": 1}', publish_at = now() - interval '1 hour' where event_id = $1", broken[i].Id.Value);
        }

        var draft = await lab.StartAsync(seller, seller.Draft(30));
        Assert.True((await lab.TryPublishAsync(draft, seller.Owner, DateTimeOffset.UtcNow.AddHours(1))).Succeeded);
        await DueAsync(draft.Id);

        await Eventually.TrueAsync(async () => (await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!.Stage == PublishingStage.Published);
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = any($1)", broken.Select(one => one.Id.Value).ToArray());
    }

    [Fact]
    public async Task Schedule_OfAMemberWhoLeft_IsStopped()
    {
        var seller = await lab.SellerAsync();
        var manager = await lab.MemberAsync(seller.Id, Core.Access.MemberRole.Manager);
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        Assert.True((await lab.TryPublishAsync(draft, manager, DateTimeOffset.UtcNow.AddHours(1))).Succeeded);
        await lab.Database.ExecuteAsync("delete from members where user_id = $1", manager.User!.Value.Value);
        await DueAsync(draft.Id);

        await Eventually.TrueAsync(async () => (await lab.Service<EventDrafts>().FindAsync(draft.Id, seller.Owner, Stop))!.ReviewNote == DraftSentences.StoppedRight);
    }

    [Fact]
    public async Task Preview_OfADraft_ShowsItByItsLinkOnly()
    {
        var seller = await lab.SellerAsync();
        var (draft, empty) = (await lab.StartAsync(seller, seller.Draft(31, 30)), await lab.StartAsync(seller, EventDraft.Empty));
        var previews = lab.Service<EventPreviews>();
        var token = previews.TokenOf(draft.Id);

        var shown = (await previews.FindAsync(token, Stop))!;
        Assert.Equal((draft.Document.Details.Title, 4650L), (shown.Details.Event.Title, shown.Details.Event.Performances[0].PriceFrom.Amount));
        Assert.Equal(draft.Document.Dates.Reverse().Select(date => date.Id), shown.Details.Event.Performances.Select(date => date.Id.Value));
        Assert.All(shown.Details.Event.Performances, date => Assert.Equal(Availability.Available, shown.Details.Seats.AvailabilityOf(date, DateTimeOffset.UtcNow)));
        Assert.Equal("Untitled event", (await previews.FindAsync(previews.TokenOf(empty.Id), Stop))!.Details.Event.Title);
        Assert.Null(await previews.FindAsync(token[..^2], Stop));
        Assert.Null(await previews.FindAsync("nonsense", Stop));
        Assert.Null(await previews.FindAsync("", Stop));
        Assert.Null(await previews.FindAsync(previews.TokenOf(EventId.New()), Stop));
    }

    private Task DueAsync(EventId id) =>
        lab.Database.ExecuteAsync("update event_drafts set publish_at = now() - interval '1 second' where event_id = $1", id.Value);
}
