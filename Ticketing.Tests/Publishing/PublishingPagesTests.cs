using System.Net;
using Bunit;
using Ticketing.App.Publishing.Admin;
using Ticketing.App.Publishing.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Access;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Publishing;

/// <summary>Who opens the pages about events in preparation, and what admins and visitors of a preview see.</summary>
public sealed class PublishingPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("owner", true)]
    [InlineData("manager", true)]
    [InlineData("box-office", false)]
    [InlineData("analyst", false)]
    [InlineData("check-in", false)]
    [InlineData(null, false)]
    public async Task Pages_ByRole_OpenForThoseWhoRunTheSales(string? membership, bool opens)
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.SaveAsync(draft, owner, document => document with { Details = document.Details with { Title = "A secret evening" } });
        var (elsewhere, _) = await lab.FoundAsync("Elsewhere");
        using var browser = await lab.App.SignInAsAsync(Roles.Buyer, (membership is null ? elsewhere : organization).Id.Value, membership ?? "owner");
        var home = $"/organizer/{organization.Slug}";

        foreach (var path in new[] { "/events/new", "/venues", $"/events/{draft.Id}/dates", $"/events/{draft.Id}/edit/details", $"/events/{draft.Id}/edit/no-such-step" })
        {
            var page = await browser.GetAsync(home + path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(!opens, page.Text.Contains("There is no such page", StringComparison.Ordinal));
            Assert.Equal(opens && path.Contains(draft.Id.ToString(), StringComparison.Ordinal), page.Text.Contains("A secret evening", StringComparison.Ordinal));
        }

        if (membership is not null)
        {
            var events = await browser.GetAsync(home + "/events");
            Assert.Equal(opens, events.Text.Contains("A secret evening", StringComparison.Ordinal));
            Assert.Equal(opens, events.Document.QuerySelector($"main a[href='{home}/events/new']") is not null);
        }
    }

    [Fact]
    public async Task Draft_UnderAnotherOrganizationsAddress_IsNotFound()
    {
        var (_, owner, draft) = await lab.DraftAsync();
        await lab.SaveAsync(draft, owner, document => document with { Details = document.Details with { Title = "A secret evening" } });
        var (other, _) = await lab.FoundAsync("Other");
        using var admin = await lab.App.SignInAsAsync(Roles.Admin);

        foreach (var path in new[] { "edit/details", "edit/review", "dates" })
        {
            var page = await admin.GetAsync($"/organizer/{other.Slug}/events/{draft.Id}/{path}");
            Assert.Contains("There is no such event in this organization.", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("A secret evening", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "Preview: nothing is sold here.")]
    [InlineData("de", "Vorschau: Hier wird nichts verkauft.")]
    public async Task Preview_BySignedLink_ShowsTheEventAndSellsNothing(string language, string banner)
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.CompleteAsync(draft, organization, owner);
        using var guest = lab.App.OpenBrowser(language);

        var page = await guest.GetAsync("/preview/" + Uri.EscapeDataString(lab.Service<EventPreviews>().TokenOf(draft.Id)));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(banner, page.Document.QuerySelector(".preview-banner")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("An evening of strings", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Empty(page.Document.QuerySelectorAll("main a[href^='/performances/'], link[rel=canonical], script[type='application/ld+json']"));
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync("/preview/" + new string('x', 40))).Status);
    }

    [Fact]
    public async Task Wizard_InGerman_IsGerman()
    {
        var (organization, _, draft) = await lab.DraftAsync();
        var email = await lab.App.RegisterAsAsync(Roles.Buyer, organization.Id.Value, "owner");
        using var german = lab.App.OpenBrowser("de");
        await AccessApp.LogInAsync(german, email, AccessApp.Password);

        var page = await german.GetAsync($"/organizer/{organization.Slug}/events/{draft.Id}/edit/review");

        Assert.Contains("Ort und Plan", page.Text, StringComparison.Ordinal);
        Assert.Contains("Punkte sind offen", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Venue and plan", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviews_Decided_LeaveTheList()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        var complete = await lab.CompleteAsync(draft, organization, owner);
        Assert.True((await lab.Service<EventPublisher>().HandleAsync(new PublishEvent(draft.Id, complete.Revision, null, owner), Stop)).Succeeded);
        var admin = await lab.AccountAsync(role: Roles.Admin);
        await using var page = await OfficePage<ReviewsPage>.OpenAsync(lab.App.Services, admin.Email, $"#note-{draft.Id}", _ => { });
        var panel = $"section[aria-labelledby='review-{draft.Id}-title']";

        await page.ClickAsync($"{panel} .review-acts button:last-child");
        page.WaitFor(() => Assert.Contains("Enter a note", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync($"#note-{draft.Id}", "Name the players.");
        await page.ClickAsync($"{panel} .review-acts button:last-child");
        page.WaitForMessage("is given back");
        page.WaitFor(() => Assert.Empty(page.Markup.FindAll(panel)));
        var view = await lab.ReadAsync(draft, owner);
        Assert.Equal((PublishingStage.Draft, "Name the players."), (view.Stage, view.ReviewNote));
    }

    [Fact]
    public async Task Venues_OfAnOrganization_AreEnteredAndChanged()
    {
        var (organization, owner, _) = await lab.DraftAsync();
        await lab.PlanAsync(organization, owner);
        await using var page = await OfficePage<VenuesPage>.OpenAsync(
            lab.App.Services, owner.Email, ".venues-plans", builder => builder.Add(p => p.Slug, organization.Slug));
        Assert.Contains("House plan", page.Markup.Find(".venues-plans").TextContent, StringComparison.Ordinal);

        await page.ClickAsync("button[aria-label='Change the address: Little House']");
        await page.ChangeAsync("#venue-name", "Large House");
        await page.SubmitAsync(".venue-form");

        page.WaitForMessage("The venue Large House is saved.");
        page.WaitFor(() => Assert.Contains("Large House", page.Markup.Find(".desk-panel h2").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dates_OfAPublishedEvent_AreHiddenShownAndCancelled()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        var complete = await lab.CompleteAsync(draft, organization, owner);
        var admin = await lab.AccountAsync(role: Roles.Admin);
        Assert.True((await lab.Service<EventPublisher>().HandleAsync(new PublishEvent(draft.Id, complete.Revision, null, owner), Stop)).Succeeded);
        Assert.True((await lab.Service<EventReviews>().HandleAsync(new DecideReview(draft.Id, complete.Revision, Approve: true, null, admin), Stop)).Succeeded);
        await using var page = await OfficePage<EventDatesPage>.OpenAsync(
            lab.App.Services, owner.Email, "section[aria-labelledby=event-title]",
            builder => builder.Add(p => p.Slug, organization.Slug).Add(p => p.EventId, draft.Id.Value));

        await page.ClickAsync("section[aria-labelledby=event-title] .dates-acts button:first-child");
        page.WaitForMessage("The event is hidden.");
        await page.ClickAsync("section[aria-labelledby=event-title] .dates-acts button:first-child");
        page.WaitForMessage("The event is public again.");
        Assert.Equal(PublishingStage.Published, (await lab.ReadAsync(draft, owner)).Stage);

        await page.ConfirmAsync(
            () => page.ClickAsync(".button-danger"), ("#state-reason", "The hall is flooded."), ("#state-typed", "an evening of strings"));
        page.WaitForMessage("The event is cancelled.");
        Assert.Equal(PublishingStage.Cancelled, (await lab.ReadAsync(draft, owner)).Stage);
        page.WaitFor(() => Assert.Empty(page.Markup.FindAll(".button-danger")));
    }
}
