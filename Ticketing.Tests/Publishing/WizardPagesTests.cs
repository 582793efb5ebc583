using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Ticketing.App.Publishing.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Publishing;

/// <summary>The event wizard as circuits run it.</summary>
public sealed class WizardPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    [Fact]
    public async Task NewEvent_Started_LeadsToTheFirstStep()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<NewEventPage>.OpenAsync(
            lab.App.Services, owner.Email, "[data-testid=start]", builder => builder.Add(p => p.Slug, organization.Slug));

        await page.ClickAsync("[data-testid=start]");

        page.WaitFor(() => Assert.EndsWith("/edit/details", page.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_OfTheWizard_AreLinksInOrderWithTheCurrentOneMarked()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Dates);

        var links = page.Markup.FindAll("nav a[data-step]");
        Assert.Equal(["details", "dates", "plan", "prices", "sale", "review"], links.Select(link => link.GetAttribute("data-step")));
        Assert.Equal("dates", Assert.Single(links, link => link.GetAttribute("aria-current") == "step").GetAttribute("data-step"));
        Assert.All(links, link => Assert.Contains($"/events/{draft.Id}/edit/", link.GetAttribute("href"), StringComparison.Ordinal));

        // Reached by the keyboard in their order, and named with their open points.
        Assert.DoesNotContain(links, link => link.HasAttribute("tabindex"));
        Assert.Contains("1 open point", links[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_Typed_AreSavedByThemselves()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Details);

        await InputAsync(page, "#details-title", "An evening");
        await page.ChangeAsync("#details-category", "concert");

        page.WaitFor(() => Assert.Equal("saved", page.Markup.Find(".wizard-state").GetAttribute("data-state")));
        page.WaitFor(() => Assert.StartsWith("Saved ", page.Markup.Find(".wizard-state").TextContent, StringComparison.Ordinal));
        var stored = (await lab.ReadAsync(draft, owner)).Document.Details;
        Assert.Equal(("An evening", "concert"), (stored.Title, stored.Category));
        Assert.Contains("An evening", page.Markup.Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_OfAFieldThatIsLeft_AreSavedAtOnce()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Details);

        await InputAsync(page, "#details-title", "An evening");
        await LeaveFieldAsync(page);

        Assert.Equal("An evening", (await lab.ReadAsync(draft, owner)).Document.Details.Title);
    }

    [Fact]
    public async Task Values_OfAPageThatIsClosed_AreSaved()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        var page = await OpenAsync(organization, owner, draft, DraftStep.Details);

        await InputAsync(page, "#details-title", "Closed at once");
        await page.DisposeAsync();

        Assert.Equal("Closed at once", (await lab.ReadAsync(draft, owner)).Document.Details.Title);
    }

    [Fact]
    public async Task Undo_AfterASave_BringsTheEarlierValuesBack()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.SaveAsync(draft, owner, document => document with { Details = document.Details with { Title = "First" } });
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Details);
        await InputAsync(page, "#details-title", "Second");

        await page.ClickAsync("[data-undo]");

        page.WaitForMessage("The last change is undone.");
        page.WaitFor(() => Assert.Equal("First", page.Markup.Find("#details-title").GetAttribute("value")));
    }

    [Fact]
    public async Task OtherFields_ChangedByOthers_AreTakenOverWithANotice()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Details);
        await lab.SaveAsync(draft, owner, document => document with { Details = document.Details with { Summary = "From another tab." } });

        await InputAsync(page, "#details-title", "Mine");
        await LeaveFieldAsync(page);

        page.WaitFor(() => Assert.Contains("Others have changed: Summary.", page.Markup.Markup, StringComparison.Ordinal));
        Assert.Equal("From another tab.", page.Markup.Find("#details-summary").GetAttribute("value"));
        var stored = (await lab.ReadAsync(draft, owner)).Document.Details;
        Assert.Equal(("Mine", "From another tab."), (stored.Title, stored.Summary));
    }

    [Theory]
    [InlineData(false, "Theirs")]
    [InlineData(true, "Mine")]
    public async Task SameField_ChangedByOthers_IsDecidedByTheUser(bool useMine, string kept)
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Details);
        await lab.SaveAsync(draft, owner, document => document with { Details = document.Details with { Title = "Theirs" } });

        await InputAsync(page, "#details-title", "Mine");
        await InputAsync(page, "#details-summary", "Typed before the save.");
        await LeaveFieldAsync(page);

        page.WaitFor(() => Assert.NotNull(page.Markup.Find("[data-testid=conflict]")));
        var notice = page.Markup.Find("[data-testid=conflict]").TextContent;
        Assert.Contains("Theirs", notice, StringComparison.Ordinal);
        Assert.Contains("Mine", notice, StringComparison.Ordinal);
        Assert.Equal("Mine", page.Markup.Find("#details-title").GetAttribute("value"));
        Assert.Equal("Theirs", (await lab.ReadAsync(draft, owner)).Document.Details.Title);

        await page.ClickAsync($".conflict-acts button:{(useMine ? "last" : "first")}-child");

        page.WaitFor(() => Assert.Equal("saved", page.Markup.Find(".wizard-state").GetAttribute("data-state")));
        Assert.Empty(page.Markup.FindAll("[data-testid=conflict]"));
        var stored = (await lab.ReadAsync(draft, owner)).Document.Details;
        Assert.Equal((kept, "Typed before the save."), (stored.Title, stored.Summary));
        Assert.Equal(kept, page.Markup.Find("#details-title").GetAttribute("value"));
    }

    [Fact]
    public async Task Member_RemovedWhileTyping_SavesNothing()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);
        await using var page = await OpenAsync(organization, manager, draft, DraftStep.Details);
        await lab.Database.ExecuteAsync("delete from members where user_id = $1", manager.User!.Value.Value);

        await InputAsync(page, "#details-title", "Mine");
        await LeaveFieldAsync(page);

        page.WaitFor(() => Assert.StartsWith("Not saved: There is no such event", page.Markup.Find(".wizard-state").TextContent, StringComparison.Ordinal));
        Assert.Equal("Mine", page.Markup.Find("#details-title").GetAttribute("value"));
        Assert.Equal("", (await lab.ReadAsync(draft, owner)).Document.Details.Title);
    }

    [Fact]
    public async Task Dates_OfASeries_AreShownAddedRemovedAndBroughtBack()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Dates);
        var first = DateTime.UtcNow.Date.AddDays(40).AddHours(20);

        await page.ClickAsync(".dates-add button:last-child");
        await page.ChangeAsync("#series-first", first.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await page.ChangeAsync("#series-count", "4");
        page.WaitFor(() => Assert.Equal(4, page.Markup.FindAll(".series-dates li").Count));
        await page.ChangeAsync(".series-dates li:last-child input", false);
        await page.ClickAsync(".series-acts button:first-child");

        page.WaitFor(() => Assert.Equal(3, page.Markup.FindAll(".dates-row").Count));
        await page.ClickAsync(".dates-row:first-child button[aria-label^='Remove']");
        page.WaitFor(() => Assert.Equal(2, page.Markup.FindAll(".dates-row").Count));
        await page.ClickAsync(".dates-removed button");
        page.WaitFor(() => Assert.Equal(3, page.Markup.FindAll(".dates-row").Count));
        await LeaveFieldAsync(page);

        var stored = (await lab.ReadAsync(draft, owner)).Document;
        Assert.Equal([first, first.AddDays(7), first.AddDays(14)], stored.Dates.Select(date => date.StartsAt!.Value));
        Assert.All(stored.Dates, date => Assert.Equal(Assert.Single(stored.Series).Id, date.Series));
    }

    [Fact]
    public async Task Venue_EnteredInTheWizard_IsChosenAndItsPlanPriced()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Plan);

        page.WaitFor(() => Assert.NotNull(page.Markup.Find(".plan-part button")));
        await page.ClickAsync(".plan-part button");
        await page.SubmitAsync(".venue-form");
        page.WaitFor(() => Assert.Contains("Check the marked fields", page.Markup.Find(".venue-form [role=alert]").TextContent, StringComparison.Ordinal));

        foreach (var (field, value) in new[]
        {
            ("name", "Little House"), ("street", "Long Street 1"), ("postal-code", "10115"), ("city", "Berlin"), ("country", "DE"), ("zone", "Europe/Berlin"),
            ("latitude", "52,53"), ("longitude", "13.38"),
        })
        {
            await page.ChangeAsync($"#venue-{field}", value);
        }

        await page.SubmitAsync(".venue-form");
        page.WaitFor(() => Assert.NotNull(page.Markup.Find(".library-card input")));
        await page.ChangeAsync(".library-card input", true);
        await page.SubmitAsync(".library-form");
        page.WaitFor(() => Assert.NotEmpty(page.Markup.FindAll(".plan-card input[name=plan][checked]")));
        await LeaveFieldAsync(page);

        var stored = (await lab.ReadAsync(draft, owner)).Document;
        Assert.NotNull(stored.Place.Plan);
        Assert.NotEmpty(stored.Prices.Tiers);
    }

    [Fact]
    public async Task Prices_Typed_ShowWhatBuyersPay()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.CompleteAsync(draft, organization, owner);
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Prices);

        await page.ChangeAsync("#prices-tiers-0-price", "45,50");
        await page.ChangeAsync("#prices-tiers-0-fee", "2");
        page.WaitFor(() => Assert.Contains("€47.50", page.Markup.Find(".prices-row .prices-all").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync("#prices-tiers-0-price", "a lot");
        Assert.Equal("a lot", page.Markup.Find("#prices-tiers-0-price").GetAttribute("value"));
        Assert.Contains("Enter an amount like 12.50.", page.Markup.Find("#prices-tiers-0-price-hint").TextContent, StringComparison.Ordinal);
        await LeaveFieldAsync(page);
        Assert.Equal(4550, (await lab.ReadAsync(draft, owner)).Document.Prices.Tiers[0].Price);
    }

    [Fact]
    public async Task ReducedPrices_Typed_AreSavedAndNameTheirProblems()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.CompleteAsync(draft, organization, owner);
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Prices);
        await page.ChangeAsync("#prices-tiers-0-price", "40");

        await page.ClickAsync(".prices-row [data-testid=add-reduction]");
        page.WaitFor(() => Assert.NotNull(page.Markup.Find("#prices-tiers-0-reductions-0-name")));
        await InputAsync(page, "#prices-tiers-0-reductions-0-name", "Child");
        await page.ChangeAsync("#prices-tiers-0-reductions-0-price", "50 %");
        page.WaitFor(() => Assert.Equal("€20.00", page.Markup.Find("#prices-tiers-0-reductions-0-price-hint").TextContent));
        await page.ChangeAsync("#prices-tiers-0-reductions-0-perOrderMax", "2");
        await page.ChangeAsync(".prices-row [data-testid=group-price]", true);
        await page.ChangeAsync("#prices-tiers-0-group-price", "a lot");
        Assert.Contains("or a reduction like 50 %", page.Markup.Find("#prices-tiers-0-group-price-hint").TextContent, StringComparison.Ordinal);
        await page.ChangeAsync("#prices-tiers-0-group-price", "35.50");
        await LeaveFieldAsync(page);

        var tier = (await lab.ReadAsync(draft, owner)).Document.Prices.Tiers[0];
        var reduction = Assert.Single(tier.Reductions);
        Assert.Equal(("Child", (long?)null, 5000, 2), (reduction.Name, reduction.Price, reduction.PercentOff, reduction.PerOrderMax));
        Assert.Equal((10, 3550L), (tier.Group!.From, tier.Group.Price));

        await page.ClickAsync(".offers-row .offers-acts button");
        await LeaveFieldAsync(page);
        Assert.Empty((await lab.ReadAsync(draft, owner)).Document.Prices.Tiers[0].Reductions);
    }

    [Fact]
    public async Task PriceByCode_Ticked_IsSavedAndTheReviewAsksForAPresale()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.CompleteAsync(draft, organization, owner);
        await using (var prices = await OpenAsync(organization, owner, draft, DraftStep.Prices))
        {
            await prices.ChangeAsync("#prices-tiers-0-rules-byCode", true);
            await LeaveFieldAsync(prices);
        }

        var stored = await lab.ReadAsync(draft, owner);
        Assert.True(stored.Document.Prices.Tiers[0].Rules.ByCode);
        Assert.Empty(stored.Problems);

        await using var review = await OpenAsync(organization, owner, draft, DraftStep.Review);
        var warning = review.Markup.Find("[data-testid=warnings] a");
        Assert.Contains("no presale sells its category", warning.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("#prices-tiers-0-rules-byCode", warning.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("Only with an access code", review.Markup.Find(".review-tier").TextContent, StringComparison.Ordinal);
        Assert.False(review.Markup.Find(".review-form button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Review_OfAnIncompleteDraft_LinksToTheFields()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Review);

        var links = page.Markup.FindAll(".review-problems a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Contains($"/organizer/{organization.Slug}/events/{draft.Id}/edit/details?check=true#details-title", links);
        Assert.True(page.Markup.Find(".review-form button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Publication_OfTheFirstEvent_SubmitsItAndLocksTheFields()
    {
        var (organization, owner, draft) = await lab.DraftAsync();
        await lab.CompleteAsync(draft, organization, owner);
        await using var page = await OpenAsync(organization, owner, draft, DraftStep.Review);

        await page.SubmitAsync(".review-form");

        page.WaitForMessage("The event is submitted.");
        page.WaitFor(() => Assert.Contains("We are looking at this event.", page.Markup.Markup, StringComparison.Ordinal));
        Assert.Equal(PublishingStage.InReview, (await lab.ReadAsync(draft, owner)).Stage);
        await page.ClickAsync(".notice button");
        page.WaitForMessage("You can go on editing.");
        Assert.Equal(PublishingStage.Draft, (await lab.ReadAsync(draft, owner)).Stage);
    }

    private static Task InputAsync(OfficePage<DraftPage> page, string selector, string text) =>
        page.Markup.InvokeAsync(() => page.Markup.Find(selector).InputAsync(new ChangeEventArgs { Value = text }));

    private static Task LeaveFieldAsync(OfficePage<DraftPage> page) =>
        page.Markup.InvokeAsync(() => page.Markup.Find(".wizard-step").TriggerEventAsync("onfocusout", new FocusEventArgs()));

    private Task<OfficePage<DraftPage>> OpenAsync(OwnOrganization organization, Caller caller, EventDraftView draft, DraftStep step) =>
        OfficePage<DraftPage>.OpenAsync(
            lab.App.Services, caller.Email, ".wizard-step",
            builder => builder.Add(p => p.Slug, organization.Slug).Add(p => p.EventId, draft.Id.Value).Add(p => p.Step, step.ToWord()));
}
