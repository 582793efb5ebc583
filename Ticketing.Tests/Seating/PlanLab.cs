using System.Text.Json;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>A plan of an organization, with the owner who draws it.</summary>
internal sealed record DrawnPlan(OrganizationId Organization, string Slug, VenueId Venue, SeatingPlanId Id, Caller Owner);

/// <summary>Plans of organizations in the lab, and edits of them.</summary>
internal static class PlanLab
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public static async Task<VenueId> VenueAsync(this OrganizationLab lab, OrganizationId organization, Caller caller) =>
        (await lab.Service<OrganizationVenues>().HandleAsync(
            new SaveVenue(organization, null, new VenueTerms("Haus", "Weg 1", "10115", "Berlin", "DE", "Europe/Berlin", 52.5, 13.4), caller), Stop)).Value!.Id;

    /// <summary>A published copy of a template.</summary>
    public static async Task<DrawnPlan> PlanAsync(this OrganizationLab lab, string template = PlanLibrary.Studio)
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = await lab.VenueAsync(organization.Id, owner);
        var copied = await lab.Service<OrganizationPlans>().HandleAsync(new CopyTemplate(organization.Id, venue, template, "Studio", owner), Stop);
        return new DrawnPlan(organization.Id, organization.Slug, venue, copied.Value!.Id, owner);
    }

    public static async Task<PlanDraftView> DraftAsync(this OrganizationLab lab, DrawnPlan plan, Caller? caller = null)
    {
        var view = await lab.Service<PlanDrafts>().FindAsync(plan.Organization, plan.Id, caller ?? plan.Owner, Stop);
        Assert.NotNull(view);
        return view;
    }

    public static Task<Outcome<long, RefusedPlanEdit>> EditAsync(
        this OrganizationLab lab, DrawnPlan plan, long seen, Caller? caller = null, params PlanChangeSet[] sets) =>
        lab.Service<PlanDrafts>().HandleAsync(new EditPlan(plan.Organization, plan.Id, seen, sets, caller ?? plan.Owner), Stop);

    public static Task<Outcome<DateTimeOffset, RefusedPlanEdit>> TakeAsync(this OrganizationLab lab, DrawnPlan plan, Caller caller, bool force = false) =>
        lab.Service<PlanDrafts>().HandleAsync(new TakeOverEditing(plan.Organization, plan.Id, force, caller), Stop);

    public static Task<Outcome<int, RefusedPlanEdit>> PublishAsync(this OrganizationLab lab, DrawnPlan plan, Caller? caller = null) =>
        lab.Service<PlanVersions>().HandleAsync(new PublishPlan(plan.Organization, plan.Id, caller ?? plan.Owner), Stop);

    /// <summary>Adds a section without objects.</summary>
    public static PlanChangeSet AddSection(string key, Guid? id = null) => new(
        id ?? Guid.CreateVersion7(), "AddSection",
        [new PlanChange(PlanPart.Section, key, null, JsonSerializer.SerializeToElement(new { key, name = "Section " + key }))]);

    /// <summary>Adds a text to the drawing.</summary>
    public static PlanChangeSet AddText(string id, string text = "Bar") => new(
        Guid.CreateVersion7(), "DrawText",
        [new PlanChange(PlanPart.Drawn, id, null, JsonSerializer.SerializeToElement(new { type = "text", id, text, x = 10.5, y = -3000 }))]);

    /// <summary>The change set that makes one document of another.</summary>
    public static PlanChangeSet Between(PlanDocument from, PlanDocument to) => PlanDifference.Between(from, to, Guid.CreateVersion7(), "Replace")!;
}
