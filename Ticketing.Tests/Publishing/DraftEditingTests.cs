using Ticketing.Core.Access;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.Tests.Publishing;

/// <summary>Drafts while they are edited: saved, merged, undone, copied, deleted.</summary>
public sealed class DraftEditingTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EventDrafts Drafts => lab.Service<EventDrafts>();

    [Fact]
    public async Task Save_OfTwoEditors_KeepsBothChanges()
    {
        var seller = await lab.SellerAsync();
        var other = await lab.MemberAsync(seller.Id, MemberRole.Manager);
        var seen = await lab.StartAsync(seller, seller.Draft(30));

        await lab.SaveAsync(seen, seen.Document.WithTitle("Theirs"), seller.Owner);
        var saved = await Drafts.HandleAsync(new SaveDraft(seen.Id, seen.Document.WithPrice(5000), seen.Revision, false, other), Stop);

        Assert.Equal(["details.title"], saved.Value!.TakenOver);
        Assert.Equal(("Theirs", 5000L), (saved.Value.View.Document.Details.Title, saved.Value.View.Document.Prices.Tiers[0].Price));
        Assert.Equal(seen.Revision + 2, saved.Value.View.Revision);
        Assert.Equal("Anna Berg", saved.Value.View.SavedBy);
    }

    [Fact]
    public async Task Save_OfTheSameField_IsRefusedUnlessItOverwrites()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));
        var theirs = await lab.SaveAsync(seen, seen.Document.WithTitle("Theirs"), seller.Owner);
        var mine = new SaveDraft(seen.Id, seen.Document.WithTitle("Mine"), seen.Revision, false, seller.Owner);

        var refused = await Drafts.HandleAsync(mine, Stop);
        var after = await Drafts.FindAsync(seen.Id, seller.Owner, Stop);
        var saved = await Drafts.HandleAsync(mine with { Overwrite = true }, Stop);

        Assert.Equal(DraftRefusal.Outdated, refused.Refusal!.Reason);
        Assert.Equal(["details.title"], refused.Refusal.Conflicts);
        Assert.Equal("Theirs", refused.Refusal.Current!.Document.Details.Title);
        Assert.Equal(theirs.Revision, after!.Revision);
        Assert.Equal("Mine", saved.Value!.View.Document.Details.Title);
    }

    [Fact]
    public async Task Save_OfTenEditorsAtOnce_LosesNothing()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));

        var saved = await Task.WhenAll(Enumerable.Range(1, 10).Select(day => Drafts.HandleAsync(
            new SaveDraft(seen.Id, seen.Document.WithDates(seen.Document.Dates.Add(new DraftDate(Guid.CreateVersion7()) { StartsAt = PublishingLab.Evening(40 + day) })), seen.Revision, false, seller.Owner), Stop)));

        Assert.All(saved, one => Assert.True(one.Succeeded));
        var after = await Drafts.FindAsync(seen.Id, seller.Owner, Stop);
        Assert.Equal((11, seen.Revision + 10), (after!.Document.Dates.Length, after.Revision));
    }

    [Fact]
    public async Task Save_WithoutAChange_MakesNoRevision()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));

        Assert.Equal(seen.Revision, (await lab.SaveAsync(seen, seen.Document, seller.Owner)).Revision);
    }

    [Fact]
    public async Task Save_OnARevisionThatIsNotKept_IsRefused()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));
        var latest = seen;
        for (var i = 0; i < StoredRevision.KeptMax; i++)
        {
            latest = await lab.SaveAsync(latest, latest.Document.WithPrice(i), seller.Owner);
        }

        foreach (var revision in new[] { seen.Revision, latest.Revision + 1, -1 })
        {
            var refused = await Drafts.HandleAsync(new SaveDraft(seen.Id, seen.Document, revision, true, seller.Owner), Stop);
            Assert.Equal((DraftRefusal.Outdated, latest.Revision), (refused.Refusal!.Reason, refused.Refusal.Current!.Revision));
        }

        Assert.Equal((long)StoredRevision.KeptMax, await lab.Database.ScalarAsync<long>("select count(*) from event_draft_revisions where event_id = $1", seen.Id.Value));
    }

    [Fact]
    public async Task Save_OfWhatCannotBeStored_IsRefused()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft(30));

        async Task<DraftRefusal?> RefusalAsync(EventDraft document) =>
            (await Drafts.HandleAsync(new SaveDraft(seen.Id, document, seen.Revision, false, seller.Owner), Stop)).Refusal?.Reason;

        Assert.Equal(DraftRefusal.TooLarge, await RefusalAsync(seen.Document with { Details = seen.Document.Details with { Story = new string('x', 200_000) } }));
        Assert.Equal(DraftRefusal.Invalid, await RefusalAsync(seen.Document.WithTitle("a\0b")));
        Assert.Equal(DraftRefusal.Invalid, await RefusalAsync(seen.Document.WithDates([new DraftDate(Guid.Empty)])));
        Assert.Equal(DraftRefusal.Invalid, await RefusalAsync(seen.Document.WithDates([null!])));
        Assert.Equal(DraftRefusal.Invalid, await RefusalAsync(seen.Document with { Series = [null!] }));
        Assert.Equal(DraftRefusal.Invalid, await RefusalAsync(seen.Document with { Prices = seen.Document.Prices with { Tiers = [null!] } }));
        var series = new DraftSeries(Guid.CreateVersion7(), "FREQ=DAILY;COUNT=2", PublishingLab.Evening(30), 90, 30, []);
        Assert.Equal(DraftRefusal.TooLarge, await RefusalAsync(seen.Document with { Series = [.. Enumerable.Range(0, DraftChecks.SeriesMax + 1).Select(_ => series with { Id = Guid.CreateVersion7() })] }));
        Assert.Equal(DraftRefusal.TooLarge, await RefusalAsync(seen.Document with { Series = [series with { Except = [.. Enumerable.Range(0, DraftChecks.ExceptionsMax + 1).Select(PublishingLab.Evening)] }] }));
        Assert.Null(await RefusalAsync(seen.Document.WithDates([seen.Document.Dates[0], seen.Document.Dates[0]]).WithTitle("\\u0000 ö")));
    }

    [Fact]
    public async Task Undo_StepByStep_GoesBackToTheStart()
    {
        var seller = await lab.SellerAsync();
        var first = await lab.StartAsync(seller, seller.Draft(30));
        var second = await lab.SaveAsync(first, first.Document.WithTitle("Second"), seller.Owner);

        var once = (await Drafts.HandleAsync(new UndoDraft(first.Id, second.Revision, seller.Owner), Stop)).Value!;
        var twice = (await Drafts.HandleAsync(new UndoDraft(first.Id, once.Revision, seller.Owner), Stop)).Value!;
        var late = await Drafts.HandleAsync(new UndoDraft(first.Id, second.Revision, seller.Owner), Stop);
        var tooFar = await Drafts.HandleAsync(new UndoDraft(first.Id, twice.Revision, seller.Owner), Stop);

        Assert.Equal(first.Document.Details.Title, once.Document.Details.Title);
        Assert.True(once.CanUndo);
        Assert.Equal(("", false), (twice.Document.Details.Title, twice.CanUndo));
        Assert.Equal((DraftRefusal.Outdated, DraftRefusal.WrongState), (late.Refusal!.Reason, tooFar.Refusal!.Reason));
    }

    [Fact]
    public async Task Copy_OfAnEvent_BringsEverythingButDates()
    {
        var seller = await lab.SellerAsync();
        var original = await lab.PublishedAsync(seller, 30, 31);

        var copy = (await Drafts.HandleAsync(new StartDraft(seller.Id, original.Id, seller.Owner), Stop)).Value!;

        Assert.NotEqual(original.Id, copy.Id);
        Assert.Equal(EventDraftJson.Write(original.Document.WithDates([])), EventDraftJson.Write(copy.Document));
        Assert.Equal(["dates"], copy.Problems.Select(problem => problem.Field));
        var stranger = await lab.SellerAsync();
        Assert.Equal(DraftRefusal.NotFound, (await Drafts.HandleAsync(new StartDraft(stranger.Id, original.Id, stranger.Owner), Stop)).Refusal!.Reason);
    }

    [Fact]
    public async Task Event_OfTheCatalogueWithoutADraft_CanBeEditedAndPublished()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = $1", published.Id.Value);

        var seen = await Drafts.FindAsync(published.Id, seller.Owner, Stop);
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from event_drafts where event_id = $1", published.Id.Value));
        Assert.Equal((1, PublishingStage.Published, false, false), (seen!.Revision, seen.Stage, seen.HasChanges, seen.CanUndo));
        Assert.Empty(seen.Problems);
        var saved = await lab.SaveAsync(seen, seen.Document.WithTitle("Another title"), seller.Owner);
        Assert.Equal((2, true), (saved.Revision, saved.HasChanges));
        await lab.PublishAsync(saved, seller.Owner);

        Assert.Equal("Another title", (await lab.FindAsync(published))!.Event.Title);
    }

    [Fact]
    public async Task Event_WhoseDatesDiffer_KeepsWhatIsNotEdited()
    {
        var seller = await lab.SellerAsync();
        var published = await lab.PublishedAsync(seller, 30, 31);
        var second = published.Document.Dates[1].Id;
        await lab.Database.ExecuteAsync(
            "update performances set seats_per_order_max = 3, hold_seconds = 930, off_sale_at = starts_at - interval '2 hours' where id = $1", second);
        await lab.Database.ExecuteAsync("update price_tiers set price = 7777, name = 'Parkett' where performance_id = $1", second);
        await lab.Database.ExecuteAsync("delete from event_drafts where event_id = $1", published.Id.Value);

        var seen = (await Drafts.FindAsync(published.Id, seller.Owner, Stop))!;
        var edited = seen.Document with
        {
            Dates = seen.Document.Dates.Moved(1, PublishingLab.Evening(35)),
            Sale = seen.Document.Sale with { SeatsPerBuyerMax = 30 },
            Prices = seen.Document.Prices with { Tiers = [seen.Document.Prices.Tiers[0] with { Fee = 250 }] },
        };
        await lab.PublishAsync(await lab.SaveAsync(seen, edited, seller.Owner), seller.Owner);

        const string Terms =
            "select concat_ws(' ', p.seats_per_order_max, p.seats_per_buyer_max, p.hold_seconds, p.starts_at - p.off_sale_at, t.name, t.price, t.fee) from performances p join price_tiers t on t.performance_id = p.id where p.id = $1";
        Assert.Equal("10 30 600 00:00:00 Stalls 4500 250", await lab.Database.ScalarAsync<string>(Terms, published.Document.Dates[0].Id));
        Assert.Equal("3 30 930 02:00:00 Parkett 7777 250", await lab.Database.ScalarAsync<string>(Terms, second));
    }

    [Fact]
    public async Task List_OfDrafts_HasTheChangedOnesByPages()
    {
        var seller = await lab.SellerAsync();
        var unchanged = await lab.PublishedAsync(seller, 30);
        var changed = await lab.PublishedAsync(seller, 30);
        await lab.SaveAsync(changed, changed.Document.WithPrice(1), seller.Owner);
        for (var i = 0; i < EventDrafts.PageSize; i++)
        {
            Assert.True((await Drafts.HandleAsync(new StartDraft(seller.Id, null, seller.Owner), Stop)).Succeeded);
        }

        var first = await Drafts.ListAsync(seller.Id, seller.Owner, null, Stop);
        var second = await Drafts.ListAsync(seller.Id, seller.Owner, first.Next, Stop);

        Assert.Equal(EventDrafts.PageSize, first.Rows.Count);
        Assert.Equal([changed.Id], second.Rows.Select(row => row.Id));
        Assert.Equal((PublishingStage.Published, true), (second.Rows[0].Stage, second.Rows[0].HasChanges));
        Assert.Null(second.Next);
        Assert.DoesNotContain(first.Rows, row => row.Id == unchanged.Id);
        Assert.Equal(first.Rows.Count, (await Drafts.ListAsync(seller.Id, seller.Owner, "no cursor", Stop)).Rows.Count);
    }

    [Fact]
    public async Task Delete_OfADraft_ForgetsItUnlessItIsPublished()
    {
        var seller = await lab.SellerAsync();
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        var published = await lab.PublishedAsync(seller, 30);

        Assert.True((await Drafts.HandleAsync(new WithdrawDraft(draft.Id, Delete: true, seller.Owner), Stop)).Succeeded);
        Assert.Equal(DraftRefusal.WrongState, (await Drafts.HandleAsync(new WithdrawDraft(published.Id, Delete: true, seller.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(DraftRefusal.WrongState, (await Drafts.HandleAsync(new WithdrawDraft(published.Id, Delete: false, seller.Owner), Stop)).Refusal!.Reason);

        Assert.Null(await Drafts.FindAsync(draft.Id, seller.Owner, Stop));
        Assert.NotNull(await Drafts.FindAsync(published.Id, seller.Owner, Stop));
    }

    [Fact]
    public async Task Series_OfADraft_MakesAndKeepsItsDates()
    {
        var seller = await lab.SellerAsync();
        var seen = await lab.StartAsync(seller, seller.Draft());
        var series = new DraftSeries(Guid.CreateVersion7(), "FREQ=DAILY;COUNT=4", PublishingLab.Evening(30), 90, 30, []);
        var made = await lab.SaveAsync(seen, seen.Document with { Series = [series] }, seller.Owner);
        Assert.Equal([30, 31, 32, 33], DaysOf(made));
        Assert.All(made.Document.Dates, date => Assert.Equal((90, 30, series.Id), (date.Minutes, date.DoorsMinutesBefore, date.Series)));

        // One is moved by hand, one removed; the rule brings neither back, also when the hour of all others changes.
        var dates = made.Document.Dates.Moved(1, PublishingLab.Evening(50)).RemoveAt(2);
        var edited = await lab.SaveAsync(made, made.Document.WithDates(dates), seller.Owner);
        Assert.Equal([30, 33, 50], DaysOf(edited));
        var later = edited.Document.Series[0] with { StartsAt = series.StartsAt.AddHours(1) };
        var moved = await lab.SaveAsync(edited, edited.Document with { Series = [later] }, seller.Owner);

        Assert.Equal([30, 33, 50], DaysOf(moved));
        Assert.Equal([21, 21, 20], moved.Document.Dates.Select(date => date.StartsAt!.Value.Hour));
        Assert.Equal(edited.Document.Dates.OrderBy(date => date.StartsAt).Select(date => date.Id), moved.Document.Dates.Select(date => date.Id));
        var broken = await lab.SaveAsync(moved, moved.Document with { Series = [later with { Rule = "FREQ=NEVER" }] }, seller.Owner);
        Assert.Contains(broken.Problems, problem => problem.Field == "series[0].rule");
        Assert.Equal(3, broken.Document.Dates.Length);
    }

    private static IEnumerable<int> DaysOf(EventDraftView view) =>
        view.Document.Dates.Select(date => (date.StartsAt!.Value.Date - PublishingLab.Evening(0).Date).Days).Order();
}
