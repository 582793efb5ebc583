using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>Plans started, copied, renamed and deleted.</summary>
public sealed class PlanShelfTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private PlanShelf Shelf => lab.Service<PlanShelf>();

    [Fact]
    public async Task Plan_StartedEmpty_IsOfferedOncePublished()
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = await lab.VenueAsync(organization.Id, owner);

        var made = await Shelf.HandleAsync(new CreatePlan(organization.Id, venue, "  Neuer  Saal ", owner), Stop);

        var plan = new DrawnPlan(organization.Id, organization.Slug, venue, made.Value, owner);
        var row = Assert.Single(await Shelf.ListAsync(organization.Id, owner, Stop));
        Assert.Equal((made.Value, "Neuer Saal", venue, null, null, true), (row.Id, row.Name, row.Venue, row.PublishedVersion, row.CompiledPlanId, row.HasChanges));
        Assert.Empty(await lab.Service<OrganizationPlans>().ListAsync(organization.Id, null, owner, Stop));
        var draft = await lab.DraftAsync(plan);
        Assert.Equal((0L, 1, null, "Neuer Saal"), (draft.Revision, draft.BaseVersion, draft.PublishedVersion, draft.Document.Name));

        var drawn = TestPlans.Document(TestPlans.Block(2, 3)) with { Name = "Neuer Saal" };
        await lab.EditAsync(plan, 0, null, PlanLab.Between(draft.Document, drawn));
        Assert.Equal(2, (await lab.PublishAsync(plan)).Value);

        Assert.Equal(6, Assert.Single(await lab.Service<OrganizationPlans>().ListAsync(organization.Id, null, owner, Stop)).Seats);
        row = Assert.Single(await Shelf.ListAsync(organization.Id, owner, Stop));
        Assert.Equal((2, 6, false), (row.PublishedVersion, row.Places, row.HasChanges));
        await lab.EditAsync(plan, 1, null, PlanLab.AddText("bar"));
        Assert.True(Assert.Single(await Shelf.ListAsync(organization.Id, owner, Stop)).HasChanges);
    }

    [Theory]
    [InlineData("update seating_plan_versions set places = null where seating_plan_id = $1")]
    [InlineData(
        """
        with own as (
          update compiled_plans c set seating_plan_id = $1 from seating_plan_versions v where v.seating_plan_id = $1 and c.id = v.compiled_plan_id)
        update seating_plan_versions set places = null, compiled_plan_id = null where seating_plan_id = $1
        """)]
    public async Task Plan_OfAnEarlierRelease_HasItsPlacesAndItsDrawing(string earlier)
    {
        var plan = await lab.PlanAsync();
        // Plans with the same seats share a compiled one, which other tests may have made.
        await lab.Database.ExecuteAsync(earlier, plan.Id.Value);

        var row = Assert.Single(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop));

        Assert.Equal((96, 1, false), (row.Places, row.PublishedVersion, row.HasChanges));
        Assert.NotNull(row.CompiledPlanId);
    }

    [Fact]
    public async Task Plan_Copied_IsDrawnLikeTheDraft()
    {
        var plan = await lab.PlanAsync();
        var venue = await lab.VenueAsync(plan.Organization, plan.Owner);
        await lab.EditAsync(plan, 0, null, PlanLab.AddText("bar"));

        var copied = await Shelf.HandleAsync(new CopyPlan(plan.Organization, plan.Id, venue, "Kopie", plan.Owner), Stop);

        var draft = await lab.DraftAsync(plan with { Id = copied.Value });
        Assert.Equal(("Kopie", venue, null), (draft.Document.Name, draft.Venue, draft.PublishedVersion));
        Assert.Contains(draft.Document.Objects, drawn => drawn.Id == "bar");
    }

    [Fact]
    public async Task Plan_Renamed_HasTheNameEverywhere()
    {
        var plan = await lab.PlanAsync();

        Assert.Equal("Kammer", (await RenameAsync(plan, " Kammer ")).Value);

        Assert.Equal("Kammer", Assert.Single(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop)).Name);
        var draft = await lab.DraftAsync(plan);
        Assert.Equal((1L, "Kammer"), (draft.Revision, draft.Document.Name));
        Assert.Equal("Kammer", (await RenameAsync(plan, "Kammer")).Value);
        Assert.Equal(1, (await lab.DraftAsync(plan)).Revision);
        Assert.Contains("plan.renamed", await lab.ActionsAsync(plan.Organization));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("a\u0000b")]
    public async Task Name_Invalid_IsRefused(string name)
    {
        var plan = await lab.PlanAsync();

        Assert.Equal(PlanRefusal.Invalid, (await RenameAsync(plan, name)).Refusal);
        Assert.Equal(PlanRefusal.Invalid, (await Shelf.HandleAsync(new CreatePlan(plan.Organization, plan.Venue, name, plan.Owner), Stop)).Refusal);
        Assert.Equal(
            PlanRefusal.Invalid, (await Shelf.HandleAsync(new CopyPlan(plan.Organization, plan.Id, plan.Venue, new string('x', 81), plan.Owner), Stop)).Refusal);
        Assert.Single(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop));
    }

    [Fact]
    public async Task Plan_Unused_IsDeletedWithItsVersions()
    {
        var plan = await lab.PlanAsync();
        await lab.EditAsync(plan, 0, null, PlanLab.AddText("bar"));
        await lab.PublishAsync(plan);

        Assert.Equal(plan.Id, (await DeleteAsync(plan)).Value);

        Assert.Empty(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop));
        foreach (var table in new[] { "seating_plan_versions", "seating_plan_drafts", "seating_plan_changes", "compiled_plans" })
        {
            Assert.Equal(0L, await lab.Database.ScalarAsync<long>($"select count(*) from {table} where seating_plan_id = $1", plan.Id.Value));
        }

        Assert.Contains("plan.deleted", await lab.ActionsAsync(plan.Organization));
        Assert.Equal(PlanRefusal.NotFound, (await DeleteAsync(plan)).Refusal);
    }

    // Compiled plans are shared by content: the other organization's plan keeps what both had.
    [Fact]
    public async Task Plan_WithTheContentOfAnother_LeavesTheOthersAlone()
    {
        var (plan, other) = (await lab.PlanAsync(), await lab.PlanAsync());
        var compiled = (await lab.Service<OrganizationPlans>().FindAsync(other.Id, other.Organization, Stop))!.CompiledPlanId;

        Assert.True((await DeleteAsync(plan)).Succeeded);

        Assert.Equal(compiled, (await lab.Service<OrganizationPlans>().FindAsync(other.Id, other.Organization, Stop))!.CompiledPlanId);
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>("select count(*) from compiled_plans where id = $1", compiled));
    }

    [Fact]
    public async Task Plan_OnSaleOrBeingEdited_IsNotDeleted()
    {
        var plan = await lab.PlanAsync();
        var other = await lab.MemberAsync(plan.Organization, MemberRole.Manager);
        await lab.TakeAsync(plan, other);
        Assert.Equal(PlanRefusal.BeingEdited, (await DeleteAsync(plan)).Refusal);
        await lab.Database.ExecuteAsync("update seating_plan_drafts set editor_until = now() where seating_plan_id = $1", plan.Id.Value);

        var id = Guid.CreateVersion7();
        await lab.Database.ExecuteAsync(
            """
            insert into events (id, organization_id, slug, title, summary, description, category, artwork_seed, status, created_at)
            values ($1, $2, $3, 'Show', '', '', 'theatre', 1, 'published', now())
            """, id, plan.Organization.Value, id.ToString("N"));
        await lab.Database.ExecuteAsync(
            """
            insert into performances (id, event_id, organization_id, venue_id, compiled_plan_id, starts_at, doors_at, ends_at, on_sale_at, off_sale_at,
              status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names)
            select $1, $1, $2, $3, compiled_plan_id, now(), now(), now(), now(), now(), 'scheduled', 'EUR', places, 10, 10, 600, false, false
            from seating_plan_versions where seating_plan_id = $4
            """, id, plan.Organization.Value, plan.Venue.Value, plan.Id.Value);

        Assert.Equal(PlanRefusal.InUse, (await DeleteAsync(plan)).Refusal);
        Assert.Single(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop));
    }

    [Fact]
    public async Task Plans_OfOthers_AreNotFound()
    {
        var (plan, elsewhere) = (await lab.PlanAsync(), await lab.PlanAsync());
        foreach (var other in new[] { Caller.Guest, elsewhere.Owner, await lab.MemberAsync(plan.Organization, MemberRole.BoxOffice) })
        {
            Assert.Empty(await Shelf.ListAsync(plan.Organization, other, Stop));
            var theirs = plan with { Owner = other };
            Assert.Equal(PlanRefusal.NotFound, (await RenameAsync(theirs, "x")).Refusal);
            Assert.Equal(PlanRefusal.NotFound, (await DeleteAsync(theirs)).Refusal);
            Assert.Equal(PlanRefusal.NotFound, (await Shelf.HandleAsync(new CreatePlan(plan.Organization, plan.Venue, "x", other), Stop)).Refusal);
        }

        // Of, and to, another organization.
        var owner = elsewhere.Owner;
        Assert.Equal(PlanRefusal.NotFound, (await Shelf.HandleAsync(new CopyPlan(elsewhere.Organization, plan.Id, elsewhere.Venue, "x", owner), Stop)).Refusal);
        Assert.Equal(PlanRefusal.NotFound, (await Shelf.HandleAsync(new CopyPlan(elsewhere.Organization, elsewhere.Id, plan.Venue, "x", owner), Stop)).Refusal);
        Assert.Equal(PlanRefusal.NotFound, (await DeleteAsync(elsewhere with { Id = plan.Id })).Refusal);
        Assert.Single(await Shelf.ListAsync(plan.Organization, plan.Owner, Stop));
    }

    [Fact]
    public async Task Plans_StartedAtOnce_StayWithinTheLimit()
    {
        var plan = await lab.PlanAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            i => Shelf.HandleAsync(new CreatePlan(plan.Organization, plan.Venue, $"Saal {i}", plan.Owner), Stop)));

        Assert.Equal(4, made.Count(each => each.Succeeded));
        Assert.All(made.Where(each => !each.Succeeded), each => Assert.Equal(PlanRefusal.LimitReached, each.Refusal));
    }

    private Task<Outcome<string, PlanRefusal>> RenameAsync(DrawnPlan plan, string name) =>
        Shelf.HandleAsync(new RenamePlan(plan.Organization, plan.Id, name, plan.Owner), Stop);

    private Task<Outcome<SeatingPlanId, PlanRefusal>> DeleteAsync(DrawnPlan plan) =>
        Shelf.HandleAsync(new DeletePlan(plan.Organization, plan.Id, plan.Owner), Stop);
}
