using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Publishing;

/// <summary>Drafts, venues and plans of organizations, made by their handlers.</summary>
internal static class WizardLab
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    /// <summary>An approved organization, its owner, and an empty draft.</summary>
    public static async Task<(OwnOrganization Organization, Caller Owner, EventDraftView Draft)> DraftAsync(this OrganizationLab lab)
    {
        var (organization, owner) = await lab.FoundAsync();
        await lab.Database.ExecuteAsync("update organizations set status = 'approved' where id = $1", organization.Id.Value);
        var started = await lab.Service<EventDrafts>().HandleAsync(new StartDraft(organization.Id, null, owner), Stop);
        Assert.True(started.Succeeded);
        return (organization, owner, started.Value);
    }

    /// <summary>Saves as another circuit would.</summary>
    public static async Task<EventDraftView> SaveAsync(
        this OrganizationLab lab, EventDraftView seen, Caller caller, Func<EventDraft, EventDraft> change, bool overwrite = false)
    {
        var saved = await lab.Service<EventDrafts>().HandleAsync(
            new SaveDraft(seen.Id, change(seen.Document), seen.Revision, overwrite, caller), Stop);
        Assert.True(saved.Succeeded);
        return saved.Value.View;
    }

    public static async Task<EventDraftView> ReadAsync(this OrganizationLab lab, EventDraftView draft, Caller caller) =>
        (await lab.Service<EventDrafts>().FindAsync(draft.Id, caller, Stop))!;

    public static async Task<PlanChoice> PlanAsync(this OrganizationLab lab, OwnOrganization organization, Caller owner)
    {
        var venue = await lab.Service<OrganizationVenues>().HandleAsync(
            new SaveVenue(
                organization.Id, null, new VenueTerms("Little House", "Long Street 1", "10115", "Berlin", "DE", "Europe/Berlin", 52.53, 13.38), owner),
            Stop);
        Assert.True(venue.Succeeded);
        var plan = await lab.Service<OrganizationPlans>().HandleAsync(
            new CopyTemplate(organization.Id, venue.Value.Id, "studio", "House plan", owner), Stop);
        Assert.True(plan.Succeeded);
        return plan.Value;
    }

    /// <summary>A draft with nothing missing.</summary>
    public static async Task<EventDraftView> CompleteAsync(this OrganizationLab lab, EventDraftView draft, OwnOrganization organization, Caller owner)
    {
        var plan = await lab.PlanAsync(organization, owner);
        var saved = await lab.SaveAsync(draft, owner, document => document with
        {
            Details = document.Details with { Title = "An evening of strings", Category = Categories.Classical, Summary = "Four quartets.", Story = "A **long** story." },
            Dates = [new DraftDate(Guid.CreateVersion7()) { StartsAt = DateTime.UtcNow.Date.AddDays(60).AddHours(20) }],
            Place = new DraftPlace { Venue = plan.Venue, Plan = plan.Id },
            Prices = new DraftPrices
            {
                Tiers = [.. plan.Categories.Select(category => new DraftTier(category.Key) { Name = category.Name, Color = category.Color, Price = 4500, TaxBasisPoints = 1900 })],
            },
        });
        Assert.Empty(saved.Problems);
        return saved;
    }
}
