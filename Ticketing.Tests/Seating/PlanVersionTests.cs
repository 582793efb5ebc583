using Ticketing.Core.Access;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>Versions of plans: saved, restored and published.</summary>
public sealed class PlanVersionTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private PlanVersions Versions => lab.Service<PlanVersions>();

    [Fact]
    public async Task Version_SavedByHand_IsListed()
    {
        var plan = await lab.PlanAsync();
        await lab.EditAsync(plan, 0, null, PlanLab.AddText("bar"));

        Assert.Equal(2, (await SaveAsync(plan, "  Mit  Bar ")).Value);

        var rows = await Versions.ListAsync(plan.Organization, plan.Id, plan.Owner, Stop);
        Assert.Equal(
            [(2, PlanVersionKind.Named, "Mit Bar", "Anna Berg", 96), (1, PlanVersionKind.Published, "", "Anna Berg", 96)],
            rows!.Select(row => (row.Number, row.Kind, row.Name, row.By, row.Places ?? 0)));
        Assert.Contains((await Versions.FindAsync(plan.Organization, plan.Id, 2, plan.Owner, Stop))!.Objects, drawn => drawn.Id == "bar");
        Assert.Null(await Versions.FindAsync(plan.Organization, plan.Id, 3, plan.Owner, Stop));
        Assert.Contains("plan.version-saved", await lab.ActionsAsync(plan.Organization));
        Assert.Equal(2, (await lab.DraftAsync(plan)).BaseVersion);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("a\u0000b")]
    public async Task Version_WithoutAName_IsRefused(string name)
    {
        var plan = await lab.PlanAsync();

        Assert.Equal(PlanEditRefusal.InvalidName, (await SaveAsync(plan, name)).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.InvalidName, (await SaveAsync(plan, new string('x', 81))).Refusal!.Reason);
        Assert.Single((await Versions.ListAsync(plan.Organization, plan.Id, plan.Owner, Stop))!);
    }

    [Fact]
    public async Task Version_Restored_AddsOneAndLosesNothing()
    {
        var plan = await lab.PlanAsync();
        await lab.EditAsync(plan, 0, null, PlanLab.AddText("bar"));

        Assert.Equal(2, (await RestoreAsync(plan, 1)).Value);

        Assert.DoesNotContain((await lab.DraftAsync(plan)).Document.Objects, drawn => drawn.Id == "bar");
        var rows = await Versions.ListAsync(plan.Organization, plan.Id, plan.Owner, Stop);
        Assert.Equal([PlanVersionKind.Restored, PlanVersionKind.Auto, PlanVersionKind.Published], rows!.Select(row => row.Kind));

        // What was there before is the version before; nothing to restore changes nothing.
        Assert.Equal(2, (await RestoreAsync(plan, 1)).Value);
        Assert.Equal(3, (await RestoreAsync(plan, 2)).Value);
        Assert.Contains((await lab.DraftAsync(plan)).Document.Objects, drawn => drawn.Id == "bar");
        Assert.Equal(PlanEditRefusal.NotFound, (await RestoreAsync(plan, 99)).Refusal!.Reason);

        // Open editors get it as a change.
        var late = await lab.EditAsync(plan, 1, null, PlanLab.AddSection("x"));
        Assert.Equal(["RestoreVersion", "RestoreVersion"], late.Refusal!.Changes!.Select(set => set.Name));
    }

    [Fact]
    public async Task Plan_Published_IsWhatNewEventsGet()
    {
        var plan = await lab.PlanAsync();
        var plans = lab.Service<OrganizationPlans>();
        var before = (await plans.FindAsync(plan.Id, plan.Organization, Stop))!;
        var draft = await lab.DraftAsync(plan);
        var block = draft.Document.Objects.OfType<SeatedObject>().First();
        var smaller = draft.Document with { Objects = [.. draft.Document.Objects.Select(drawn => drawn == block ? block with { Overrides = [.. block.Overrides, new SeatOverride(0, 0, Removed: true)] } : drawn)] };
        await lab.EditAsync(plan, 0, null, PlanLab.Between(draft.Document, smaller));

        // Drawn and saved, and not yet published.
        await SaveAsync(plan, "Kleiner");
        Assert.Equal(before.CompiledPlanId, (await plans.FindAsync(plan.Id, plan.Organization, Stop))!.CompiledPlanId);

        var published = (await lab.PublishAsync(plan)).Value;

        var after = (await plans.FindAsync(plan.Id, plan.Organization, Stop))!;
        Assert.Equal((published, before.Seats - 1), (after.Version, after.Seats));
        Assert.NotEqual(before.CompiledPlanId, after.CompiledPlanId);
        Assert.Equal(after.CompiledPlanId, Assert.Single(await plans.ListAsync(plan.Organization, plan.Venue, plan.Owner, Stop)).CompiledPlanId);
        Assert.Equal(before.Seats - 1, (await lab.Service<CompiledPlans>().GetAsync(after.CompiledPlanId, Stop)).PlaceCount);

        // What is on sale by the earlier version stays: performances refer to the compiled plan.
        Assert.Equal(before.Seats, (await lab.Service<CompiledPlans>().GetAsync(before.CompiledPlanId, Stop)).PlaceCount);
        Assert.Equal(published, (await lab.PublishAsync(plan)).Value);
        Assert.Contains("plan.published", await lab.ActionsAsync(plan.Organization));
    }

    [Fact]
    public async Task Plan_WithProblems_IsNotPublished()
    {
        var plan = await lab.PlanAsync();
        await lab.EditAsync(plan, 0, null, PlanLab.AddSection("x"));

        var published = await lab.PublishAsync(plan);

        Assert.Equal(PlanEditRefusal.Incomplete, published.Refusal!.Reason);
        Assert.Equal([PlanProblemKind.EmptySection], published.Refusal.Problems!.Select(problem => problem.Kind));
        Assert.Equal(1, (await lab.DraftAsync(plan)).PublishedVersion);
    }

    [Fact]
    public async Task Versions_OfOthers_AreNotFound()
    {
        var plan = await lab.PlanAsync();
        var elsewhere = await lab.PlanAsync();
        foreach (var other in new[] { Caller.Guest, elsewhere.Owner, await lab.MemberAsync(plan.Organization, MemberRole.Analyst) })
        {
            Assert.Null(await Versions.ListAsync(plan.Organization, plan.Id, other, Stop));
            Assert.Null(await Versions.FindAsync(plan.Organization, plan.Id, 1, other, Stop));
            Assert.Equal(PlanEditRefusal.NotFound, (await SaveAsync(plan with { Owner = other }, "x")).Refusal!.Reason);
            Assert.Equal(PlanEditRefusal.NotFound, (await RestoreAsync(plan with { Owner = other }, 1)).Refusal!.Reason);
        }

        Assert.Null(await Versions.ListAsync(elsewhere.Organization, plan.Id, elsewhere.Owner, Stop));
        Assert.Equal(PlanEditRefusal.NotFound, (await RestoreAsync(elsewhere with { Id = plan.Id }, 1)).Refusal!.Reason);
    }

    private Task<Core.Common.Outcome<int, RefusedPlanEdit>> SaveAsync(DrawnPlan plan, string name) =>
        Versions.HandleAsync(new SaveVersion(plan.Organization, plan.Id, name, plan.Owner), Stop);

    private Task<Core.Common.Outcome<long, RefusedPlanEdit>> RestoreAsync(DrawnPlan plan, int version) =>
        Versions.HandleAsync(new RestoreVersion(plan.Organization, plan.Id, version, plan.Owner), Stop);
}
