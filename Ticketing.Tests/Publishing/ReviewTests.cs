using Ticketing.Core.Access;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.Tests.Publishing;

/// <summary>The first events of an organization, which an admin looks at.</summary>
public sealed class ReviewTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EventDrafts Drafts => lab.Service<EventDrafts>();

    private EventReviews Reviews => lab.Service<EventReviews>();

    [Fact]
    public async Task FirstEvents_OfAnOrganization_AreReviewedAndLaterOnesAreNot()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        for (var i = 0; i < 3; i++)
        {
            var submitted = await lab.PublishedAsync(seller, 30);
            Assert.Equal((PublishingStage.InReview, (string?)null), (submitted.Stage, submitted.Slug));
            var row = Assert.Single(await Reviews.ListAsync(admin, Stop), one => one.Id == submitted.Id);
            Assert.Equal((seller.Id, submitted.Document.Details.Title, "Anna Berg", true), (row.Organization, row.Title, row.SubmittedBy, row.MayDecide));

            Assert.True((await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: true, null, admin), Stop)).Succeeded);

            Assert.Equal(["event.submitted", "event.published"], await lab.FactsAsync(submitted.Id.Value));
            Assert.NotNull(await lab.FindAsync((await Drafts.FindAsync(submitted.Id, seller.Owner, Stop))!));
            Assert.Equal(DraftRefusal.WrongState, (await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: true, null, admin), Stop)).Refusal!.Reason);
        }

        Assert.Equal(3L, await lab.CountMailsAsync("account.event-approved", seller.Owner.Email));
        Assert.Equal(PublishingStage.Published, (await lab.PublishedAsync(seller, 30)).Stage);
        Assert.DoesNotContain(await Reviews.ListAsync(admin, Stop), row => row.Organization == seller.Id);
    }

    [Fact]
    public async Task Submission_UntilItIsDecided_CannotBeChanged()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        var submitted = await lab.PublishedAsync(seller, 30);

        Assert.Equal(DraftRefusal.InReview, (await Drafts.HandleAsync(new SaveDraft(submitted.Id, submitted.Document.WithPrice(1), submitted.Revision, true, seller.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(DraftRefusal.InReview, (await Drafts.HandleAsync(new UndoDraft(submitted.Id, submitted.Revision, seller.Owner), Stop)).Refusal!.Reason);
        Assert.Equal(DraftRefusal.InReview, (await lab.TryPublishAsync(submitted, seller.Owner)).Refusal!.Reason);

        Assert.True((await Drafts.HandleAsync(new WithdrawDraft(submitted.Id, Delete: false, seller.Owner), Stop)).Succeeded);
        Assert.Equal(DraftRefusal.WrongState, (await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: true, null, admin), Stop)).Refusal!.Reason);
        await lab.SaveAsync(submitted, submitted.Document.WithPrice(1), seller.Owner);
    }

    [Fact]
    public async Task Submission_GivenBack_NeedsANoteAndTellsTheOwners()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        var submitted = await lab.PublishedAsync(seller, 30);

        foreach (var note in new[] { null, " ", new string('x', 501), "a\u0007b" })
        {
            Assert.Equal(DraftRefusal.Invalid, (await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: false, note, admin), Stop)).Refusal!.Reason);
        }

        Assert.True((await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: false, " Name the\r\nauthor. ", admin), Stop)).Succeeded);

        var view = (await Drafts.FindAsync(submitted.Id, seller.Owner, Stop))!;
        Assert.Equal((PublishingStage.Draft, "Name the author."), (view.Stage, view.ReviewNote));
        Assert.Equal(1L, await lab.CountMailsAsync("account.event-returned", seller.Owner.Email));
        Assert.Equal(PublishingStage.InReview, (await lab.PublishAsync(view, seller.Owner)).Stage);
    }

    [Fact]
    public async Task Submission_ForATime_IsPublishedThen()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        var draft = await lab.StartAsync(seller, seller.Draft(30));
        var at = DateTimeOffset.UtcNow.AddDays(1);
        Assert.Equal(PublishingStage.InReview, (await lab.TryPublishAsync(draft, seller.Owner, at)).Value!.Stage);

        Assert.True((await Reviews.HandleAsync(new DecideReview(draft.Id, draft.Revision, Approve: true, null, admin), Stop)).Succeeded);
        var approved = (await Drafts.FindAsync(draft.Id, seller.Owner, Stop))!;
        Assert.Equal(PublishingStage.Draft, approved.Stage);
        Assert.InRange((approved.PublishAt!.Value - at).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));

        await lab.Database.ExecuteAsync("update event_drafts set publish_at = now() - interval '1 second' where event_id = $1", draft.Id.Value);
        await Integration.Eventually.TrueAsync(async () => (await Drafts.FindAsync(draft.Id, seller.Owner, Stop))!.Stage == PublishingStage.Published);
    }

    [Fact]
    public async Task Decision_OnARevisionThatWasReplaced_IsRefused()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        var seen = await lab.PublishedAsync(seller, 30);
        Assert.Equal(seen.Revision, Assert.Single(await Reviews.ListAsync(admin, Stop), row => row.Id == seen.Id).Revision);
        Assert.True((await Drafts.HandleAsync(new WithdrawDraft(seen.Id, Delete: false, seller.Owner), Stop)).Succeeded);
        var again = await lab.PublishAsync(await lab.SaveAsync(seen, seen.Document.WithTitle("Something else"), seller.Owner), seller.Owner);
        Assert.Equal(PublishingStage.InReview, again.Stage);

        foreach (var approve in new[] { true, false })
        {
            Assert.Equal(DraftRefusal.Outdated, (await Reviews.HandleAsync(new DecideReview(seen.Id, seen.Revision, approve, "A note.", admin), Stop)).Refusal!.Reason);
        }

        Assert.Equal(PublishingStage.InReview, (await Drafts.FindAsync(seen.Id, seller.Owner, Stop))!.Stage);
        Assert.True((await Reviews.HandleAsync(new DecideReview(again.Id, again.Revision, Approve: true, null, admin), Stop)).Succeeded);
    }

    [Fact]
    public async Task Decision_ByOthersThanForeignAdmins_ChangesNothing()
    {
        var seller = await lab.SellerAsync("pro");
        var submitted = await lab.PublishedAsync(seller, 30);
        var own = await lab.AdminAsync();
        own = own with { Memberships = new Dictionary<Core.Common.OrganizationId, MemberRole> { [seller.Id] = MemberRole.Analyst } };
        foreach (var caller in new[] { Caller.Guest, seller.Owner, own })
        {
            Assert.Equal(DraftRefusal.NotFound, (await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: true, null, caller), Stop)).Refusal!.Reason);
            Assert.Equal(DraftRefusal.NotFound, (await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: false, "No.", caller), Stop)).Refusal!.Reason);
        }

        Assert.Empty(await Reviews.ListAsync(seller.Owner, Stop));
        Assert.False(Assert.Single(await Reviews.ListAsync(own, Stop), row => row.Id == submitted.Id).MayDecide);
        Assert.Equal(PublishingStage.InReview, (await Drafts.FindAsync(submitted.Id, seller.Owner, Stop))!.Stage);
    }

    [Fact]
    public async Task Submission_GivenBackAndChanged_ShowsWhatHasChanged()
    {
        var (seller, admin) = (await lab.SellerAsync("pro"), await lab.AdminAsync());
        var submitted = await lab.PublishedAsync(seller, 30, 31);
        var first = Assert.Single(await Reviews.ListAsync(admin, Stop), one => one.Id == submitted.Id);
        Assert.Null(first.Before);
        Assert.Empty(first.Changes);

        Assert.True((await Reviews.HandleAsync(new DecideReview(submitted.Id, submitted.Revision, Approve: false, "Too dear.", admin), Stop)).Succeeded);
        var returned = (await Drafts.FindAsync(submitted.Id, seller.Owner, Stop))!;
        var changed = returned.Document.WithTitle("Die Räuber, neu").WithPrice(3000).WithDates(returned.Document.Dates.Take(1));
        await lab.PublishAsync(await lab.SaveAsync(returned, changed, seller.Owner), seller.Owner);

        var row = Assert.Single(await Reviews.ListAsync(admin, Stop), one => one.Id == submitted.Id);
        Assert.Equal(["dates", "details.title", "prices.tiers[stalls].price"], row.Changes.Order(StringComparer.Ordinal));
        Assert.Equal(4500, row.Before!.Prices.Tiers[0].Price);
        Assert.Equal(3000, row.Document.Prices.Tiers[0].Price);

        // Once it is published, the next comparison is with that.
        Assert.True((await Reviews.HandleAsync(new DecideReview(submitted.Id, row.Revision, Approve: true, null, admin), Stop)).Succeeded);
        Assert.Null(await lab.Database.ScalarAsync<string>("select reviewed_document::text from event_drafts where event_id = $1", submitted.Id.Value));
    }

    [Fact]
    public void Changes_OfADraft_AreThoseOfAMerge()
    {
        var draft = new EventDraft { Details = new DraftDetails { Title = "A" }, Prices = new DraftPrices { Tiers = [new DraftTier("a") { Price = 1 }, new DraftTier("b")] } };
        Assert.Empty(DraftMerge.Changes(draft, draft));
        var date = new DraftDate(Guid.CreateVersion7());
        Assert.Equal([$"dates[{date.Id}]"], DraftMerge.Changes(draft, draft with { Dates = [date] }));
        Assert.Equal(["prices.tiers"], DraftMerge.Changes(draft, draft with { Prices = new DraftPrices { Tiers = [draft.Prices.Tiers[0]] } }));
    }
}
