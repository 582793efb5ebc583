using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Library;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Organizations;

/// <summary>An organization's seating plans: copies of the library.</summary>
public sealed class PlanTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OrganizationPlans Plans => lab.Service<OrganizationPlans>();

    [Fact]
    public async Task Template_Copied_CanBeChosen()
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = await VenueAsync(organization.Id, owner);
        var other = await VenueAsync(organization.Id, owner);

        var copied = await CopyAsync(organization.Id, venue, owner, PlanLibrary.Theatre, "  Großes Haus ");

        var plan = copied.Value!;
        Assert.Equal(("Großes Haus", venue, 1, 420), (plan.Name, plan.Venue, plan.Version, plan.Seats));
        Assert.Equal(["premium", "stalls", "balcony", "slips"], plan.Categories.Select(category => category.Key));
        Assert.Equal(420, plan.Categories.Sum(category => category.Seats));
        Assert.Equal(["organization.founded", "venue.added", "venue.added", "plan.created"], await lab.ActionsAsync(organization.Id));
        AssertSame(plan, Assert.Single(await Plans.ListAsync(organization.Id, null, owner, Stop)));
        AssertSame(plan, Assert.Single(await Plans.ListAsync(organization.Id, venue, owner, Stop)));
        Assert.Empty(await Plans.ListAsync(organization.Id, other, owner, Stop));

        // What performances and the seat map read.
        Assert.Equal(420, (await lab.Service<CompiledPlans>().GetAsync(plan.CompiledPlanId, Stop)).PlaceCount);
        Assert.Equal("Großes Haus", (await lab.Service<CompiledPlans>().GetAsync(plan.CompiledPlanId, Stop)).Name);

        // As another instance reads it, which has compiled nothing.
        var cold = new OrganizationPlans(
            lab.Database.Contexts, lab.Service<OrganizationContexts>(), lab.Service<OrganizationVenues>(), null!, TimeProvider.System);
        AssertSame(plan, await cold.FindAsync(plan.Id, organization.Id, Stop));
    }

    // Compiled plans are shared by content: the second organization has the same one, and may see it.
    [Fact]
    public async Task Template_CopiedByTwo_IsCompiledOnce()
    {
        var (first, owner) = await lab.FoundAsync();
        var (second, stranger) = await lab.FoundAsync("Südlicht");
        var one = (await CopyAsync(first.Id, await VenueAsync(first.Id, owner), owner, name: "Gleich")).Value!;
        var two = (await CopyAsync(second.Id, await VenueAsync(second.Id, stranger), stranger, name: "Gleich")).Value!;

        Assert.NotEqual(one.Id, two.Id);
        Assert.Equal(one.CompiledPlanId, two.CompiledPlanId);
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>("select count(*) from compiled_plans where id = $1", one.CompiledPlanId));
        foreach (var caller in new[] { owner, stranger })
        {
            await using var db = lab.Service<OrganizationContexts>().ForRunner(caller);
            Assert.Equal(one.CompiledPlanId, await db.CompiledPlans.Select(plan => plan.Id).SingleAsync(Stop));
        }

        AssertSame(two, Assert.Single(await Plans.ListAsync(second.Id, null, stranger, Stop)));
    }

    [Fact]
    public async Task Plans_OfOthers_AreNotFound()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (elsewhere, stranger) = await lab.FoundAsync("Südlicht");
        var venue = await VenueAsync(organization.Id, owner);
        var plan = (await CopyAsync(organization.Id, venue, owner)).Value!;
        var others = new[]
        {
            Caller.Guest, stranger, await lab.MemberAsync(organization.Id, MemberRole.BoxOffice), await lab.MemberAsync(organization.Id, MemberRole.CheckIn),
            await lab.MemberAsync(organization.Id, MemberRole.Analyst),
        };
        foreach (var other in others)
        {
            Assert.Equal(PlanRefusal.NotFound, (await CopyAsync(organization.Id, venue, other)).Refusal);
            Assert.Empty(await Plans.ListAsync(organization.Id, null, other, Stop));
        }

        // To another organization's venue.
        Assert.Equal(PlanRefusal.NotFound, (await CopyAsync(elsewhere.Id, venue, stranger)).Refusal);
        Assert.Null(await Plans.FindAsync(plan.Id, elsewhere.Id, Stop));
        Assert.Equal(1L, await CountAsync(organization.Id));
        Assert.Equal(0L, await CountAsync(elsewhere.Id));
    }

    [Theory]
    [InlineData("opera", "Saal")]
    [InlineData("", "Saal")]
    [InlineData("studio", "")]
    [InlineData("studio", " - ")]
    [InlineData("studio", "a\u0000b")]
    public async Task Copy_Invalid_IsRefused(string template, string name)
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = await VenueAsync(organization.Id, owner);

        Assert.Equal(PlanRefusal.Invalid, (await CopyAsync(organization.Id, venue, owner, template, name)).Refusal);
        Assert.Equal(PlanRefusal.Invalid, (await CopyAsync(organization.Id, venue, owner, name: new string('x', 81))).Refusal);
        Assert.Equal(0L, await CountAsync(organization.Id));
    }

    // The limit of the free subscription, raced: also by copies with the same content.
    [Fact]
    public async Task Copies_TwentyAtOnce_StayWithinTheLimit()
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = await VenueAsync(organization.Id, owner);

        var copies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CopyAsync(organization.Id, venue, owner, name: $"Saal {i % 2}")));

        Assert.Equal(5, copies.Count(copy => copy.Succeeded));
        Assert.All(copies.Where(copy => !copy.Succeeded), copy => Assert.Equal(PlanRefusal.LimitReached, copy.Refusal));
        Assert.Equal(5L, await CountAsync(organization.Id));
        Assert.Equal(5, (await Plans.ListAsync(organization.Id, null, owner, Stop)).Count);

        await lab.Database.ExecuteAsync("update organizations set plan = 'pro' where id = $1", organization.Id.Value);
        Assert.True((await CopyAsync(organization.Id, venue, owner)).Succeeded);
    }

    // A version of an earlier release, whose compiled plan names it, and one that was never compiled.
    [Fact]
    public async Task Plan_OfAnEarlierRelease_IsFoundByItsCompiledPlan()
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource, new TestSaleTerms { Rows = 3, SeatsPerRow = 7 });
        var organization = new OrganizationId(await lab.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value));
        var owner = await lab.MemberAsync(organization, MemberRole.Owner);
        await lab.Database.ExecuteAsync(
            """
            with plan as (
              insert into seating_plans (id, organization_id, venue_id, name)
              select gen_random_uuid(), organization_id, venue_id, 'Drawn' from performances where id = $1 returning id)
            insert into seating_plan_versions (seating_plan_id, version, document, saved_at) select id, 1, '{}', now() from plan
            """, sale.Id.Value);

        var plan = Assert.Single(await Plans.ListAsync(organization, null, owner, Stop));

        Assert.Equal((sale.Plan.Id, 21, "stalls"), (plan.CompiledPlanId, plan.Seats, Assert.Single(plan.Categories).Key));
    }

    private async Task<VenueId> VenueAsync(OrganizationId organization, Caller caller) => (await lab.Service<OrganizationVenues>().HandleAsync(
        new SaveVenue(organization, null, new VenueTerms("Haus", "Weg 1", "10115", "Berlin", "DE", "Europe/Berlin", 52.5, 13.4), caller), Stop)).Value!.Id;

    private Task<Outcome<PlanChoice, PlanRefusal>> CopyAsync(
        OrganizationId organization, VenueId venue, Caller caller, string template = PlanLibrary.Studio, string name = "Saal") =>
        Plans.HandleAsync(new CopyTemplate(organization, venue, template, name, caller), Stop);

    private Task<long> CountAsync(OrganizationId organization) =>
        lab.Database.ScalarAsync<long>("select count(*) from seating_plans where organization_id = $1", organization.Value);

    // Lists in records are compared by reference.
    private static void AssertSame(PlanChoice expected, PlanChoice? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Categories = actual.Categories }, actual);
        Assert.Equal(expected.Categories, actual.Categories);
    }
}
