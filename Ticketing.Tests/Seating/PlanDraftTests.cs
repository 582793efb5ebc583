using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Access;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>Drafts of plans: change sets, revisions, conflicts, the lease, automatic versions.</summary>
public sealed class PlanDraftTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_OfAPublishedPlan_IsItsDocument()
    {
        var plan = await lab.PlanAsync();

        var draft = await lab.DraftAsync(plan);

        Assert.Equal((0L, 1, 1, "Studio", plan.Venue), (draft.Revision, draft.BaseVersion, draft.PublishedVersion, draft.Document.Name, draft.Venue));
        Assert.Null(draft.Editor);
        Assert.NotEmpty(draft.Document.Objects);
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from seating_plan_drafts where seating_plan_id = $1", plan.Id.Value));
    }

    [Fact]
    public async Task Edits_InOrder_RaiseTheRevision()
    {
        var plan = await lab.PlanAsync();
        var set = PlanLab.AddText("bar");

        Assert.Equal(2, (await lab.EditAsync(plan, 0, null, PlanLab.AddSection("x"), set)).Value);
        Assert.Equal(3, (await lab.EditAsync(plan, 2, null, set.Inverse(Guid.NewGuid()))).Value);

        var draft = await lab.DraftAsync(plan);
        Assert.Equal(3, draft.Revision);
        Assert.Contains(draft.Document.Sections, section => section.Key == "x");
        Assert.DoesNotContain(draft.Document.Objects, drawn => drawn.Id == "bar");
        Assert.Equal(3L, await lab.Database.ScalarAsync<long>("select count(*) from seating_plan_changes where seating_plan_id = $1", plan.Id.Value));
    }

    [Fact]
    public async Task Edit_OfTheName_RenamesThePlan()
    {
        var plan = await lab.PlanAsync();
        var draft = await lab.DraftAsync(plan);

        await lab.EditAsync(plan, 0, null, PlanLab.Between(draft.Document, draft.Document with { Name = "Kammerspiele" }));

        Assert.Equal("Kammerspiele", await lab.Database.ScalarAsync<string>("select name from seating_plans where id = $1", plan.Id.Value));
    }

    [Fact]
    public async Task Set_SentAgain_IsIgnored()
    {
        var plan = await lab.PlanAsync();
        var (first, second) = (PlanLab.AddSection("x"), PlanLab.AddSection("y"));
        await lab.EditAsync(plan, 0, null, first);

        // The answer was lost: the same set, alone and with the next one.
        Assert.Equal(1, (await lab.EditAsync(plan, 0, null, first)).Value);
        Assert.Equal(2, (await lab.EditAsync(plan, 0, null, first, second)).Value);
        Assert.Equal(2, (await lab.EditAsync(plan, 0, null, first, second, first)).Value);
    }

    [Fact]
    public async Task Editors_OfDisjointParts_BothSucceed()
    {
        var plan = await lab.PlanAsync();
        var other = await lab.MemberAsync(plan.Organization, MemberRole.Manager);
        var (mine, theirs) = (PlanLab.AddText("mine"), PlanLab.AddText("theirs"));
        Assert.Equal(1, (await lab.EditAsync(plan, 0, other, theirs)).Value);

        // The second reads what the first has changed, and sends its own again.
        var late = await lab.EditAsync(plan, 0, null, mine);
        Assert.Equal((PlanEditRefusal.Conflict, 1L), (late.Refusal!.Reason, late.Refusal.Revision));
        Assert.Equal([theirs.Id], late.Refusal.Changes!.Select(set => set.Id));
        Assert.Equal(PlanPart.Drawn, late.Refusal.Changes![0].Changes[0].Part);
        Assert.Equal(2, (await lab.EditAsync(plan, late.Refusal.Revision, null, mine)).Value);

        Assert.Equal(["theirs", "mine"], (await lab.DraftAsync(plan)).Document.Objects.Select(drawn => drawn.Id).TakeLast(2));
    }

    [Fact]
    public async Task Editors_OfTheSamePart_TheSecondIsRefused()
    {
        var plan = await lab.PlanAsync();
        var other = await lab.MemberAsync(plan.Organization, MemberRole.Manager);
        var text = PlanLab.AddText("bar");
        await lab.EditAsync(plan, 0, null, text);
        PlanChangeSet To(string word) => new(
            Guid.NewGuid(), "Edit",
            [new PlanChange(PlanPart.Drawn, "bar", text.Changes[0].After, JsonSerializer.SerializeToElement(new { type = "text", id = "bar", text = word }))]);

        Assert.Equal(2, (await lab.EditAsync(plan, 1, other, To("Café"))).Value);
        Assert.Equal(PlanEditRefusal.Conflict, (await lab.EditAsync(plan, 1, null, To("Foyer"))).Refusal!.Reason);

        var forced = await lab.EditAsync(plan, 2, null, To("Foyer"));
        Assert.Equal((PlanEditRefusal.InvalidChange, InvalidChangeKind.ChangedSince, "bar"), (forced.Refusal!.Reason, forced.Refusal.Invalid!.Kind, forced.Refusal.Invalid.Key));
        Assert.Contains((await lab.DraftAsync(plan)).Document.Objects.OfType<TextObject>(), drawn => drawn.Text == "Café");
    }

    [Fact]
    public async Task Editors_AtOnce_LoseNothing()
    {
        var plan = await lab.PlanAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var (seen, set) = (0L, PlanLab.AddText($"t{i}"));
            while (await lab.EditAsync(plan, seen, null, set) is { Succeeded: false } refused)
            {
                Assert.Equal(PlanEditRefusal.Conflict, refused.Refusal!.Reason);
                seen = refused.Refusal.Revision;
            }
        }));

        var draft = await lab.DraftAsync(plan);
        Assert.Equal(8, draft.Revision);
        Assert.Equal(8, draft.Document.Objects.Count(drawn => drawn.Id.StartsWith('t') && drawn.Id.Length == 2));
    }

    [Fact]
    public async Task Edit_WithOneInvalidSet_ChangesNothing()
    {
        var plan = await lab.PlanAsync();

        var edited = await lab.EditAsync(plan, 0, null, PlanLab.AddSection("x"), PlanLab.AddSection("x"));

        Assert.Equal((PlanEditRefusal.InvalidChange, "x"), (edited.Refusal!.Reason, edited.Refusal.Invalid!.Key));
        Assert.Equal(0, (await lab.DraftAsync(plan)).Revision);
        Assert.Equal(PlanEditRefusal.InvalidChange, (await lab.EditAsync(plan, 0)).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.InvalidChange, (await lab.EditAsync(plan, 0, null, [null!])).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.Conflict, (await lab.EditAsync(plan, -1, null, PlanLab.AddSection("y"))).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.Conflict, (await lab.EditAsync(plan, 7, null, PlanLab.AddSection("y"))).Refusal!.Reason);
    }

    [Fact]
    public async Task Lease_OfOneEditor_KeepsOthersOutUntilItIsTaken()
    {
        var plan = await lab.PlanAsync();
        var other = await lab.MemberAsync(plan.Organization, MemberRole.Manager);
        var until = (await lab.TakeAsync(plan, plan.Owner)).Value;

        Assert.Equal(("Anna Berg", true, until), Parts(await lab.DraftAsync(plan)));
        Assert.Equal(("Anna Berg", false, until), Parts(await lab.DraftAsync(plan, other)));
        var refused = await lab.TakeAsync(plan, other);
        Assert.Equal((PlanEditRefusal.BeingEdited, "Anna Berg", until), (refused.Refusal!.Reason, refused.Refusal.Editor!.Name, refused.Refusal.Editor.Until));
        Assert.Equal(PlanEditRefusal.BeingEdited, (await lab.EditAsync(plan, 0, other, PlanLab.AddSection("x"))).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.BeingEdited, (await lab.PublishAsync(plan, other)).Refusal!.Reason);
        Assert.True((await lab.TakeAsync(plan, plan.Owner)).Value >= until);
        Assert.True((await lab.EditAsync(plan, 0, null, PlanLab.AddSection("x"))).Succeeded);

        Assert.True((await lab.TakeAsync(plan, other, force: true)).Succeeded);
        Assert.Equal(PlanEditRefusal.BeingEdited, (await lab.EditAsync(plan, 1, null, PlanLab.AddSection("y"))).Refusal!.Reason);

        // Not renewed: it ends.
        await lab.Database.ExecuteAsync("update seating_plan_drafts set editor_until = now() - interval '1 second' where seating_plan_id = $1", plan.Id.Value);
        Assert.Null((await lab.DraftAsync(plan)).Editor);
        Assert.True((await lab.EditAsync(plan, 1, null, PlanLab.AddSection("y"))).Succeeded);

        static (string, bool, DateTimeOffset) Parts(PlanDraftView view) => (view.Editor!.Name, view.Editor.IsCaller, view.Editor.Until);
    }

    [Fact]
    public async Task Drafts_OfOthers_AreNotFound()
    {
        var plan = await lab.PlanAsync();
        var elsewhere = await lab.PlanAsync();
        var drafts = lab.Service<PlanDrafts>();
        Caller[] others =
        [
            Caller.Guest, elsewhere.Owner, await lab.MemberAsync(plan.Organization, MemberRole.BoxOffice),
            await lab.MemberAsync(plan.Organization, MemberRole.CheckIn), await lab.MemberAsync(plan.Organization, MemberRole.Analyst),
        ];
        foreach (var other in others)
        {
            Assert.Null(await drafts.FindAsync(plan.Organization, plan.Id, other, Stop));
            Assert.Equal(PlanEditRefusal.NotFound, (await lab.EditAsync(plan, 0, other, PlanLab.AddSection("x"))).Refusal!.Reason);
            Assert.Equal(PlanEditRefusal.NotFound, (await lab.TakeAsync(plan, other, force: true)).Refusal!.Reason);
            Assert.Equal(PlanEditRefusal.NotFound, (await lab.PublishAsync(plan, other)).Refusal!.Reason);
        }

        // Under one's own organization.
        Assert.Null(await drafts.FindAsync(elsewhere.Organization, plan.Id, elsewhere.Owner, Stop));
        var foreign = plan with { Organization = elsewhere.Organization, Owner = elsewhere.Owner };
        Assert.Equal(PlanEditRefusal.NotFound, (await lab.EditAsync(foreign, 0, null, PlanLab.AddSection("x"))).Refusal!.Reason);
        Assert.Equal(PlanEditRefusal.NotFound, (await lab.TakeAsync(foreign, foreign.Owner)).Refusal!.Reason);
        Assert.Equal(0, (await lab.DraftAsync(plan)).Revision);
    }

    [Fact]
    public async Task Versions_SavedByThemselves_AreThinnedOut()
    {
        var plan = await lab.PlanAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 0, 5, 0, TimeSpan.Zero));
        await lab.Database.ExecuteAsync(
            "update seating_plan_versions set saved_at = $2 where seating_plan_id = $1", plan.Id.Value, time.GetUtcNow().AddDays(-1));
        var drafts = new PlanDrafts(lab.Database.Contexts, lab.Service<CommandCounter>(), time);

        // An edit every twelve minutes for two days: each saves a version.
        for (var edit = 0; edit < 240; edit++)
        {
            await drafts.HandleAsync(new EditPlan(plan.Organization, plan.Id, edit, [PlanLab.AddSection($"s{edit}")], plan.Owner), Stop);
            time.Advance(TimeSpan.FromMinutes(12));
        }

        var kept = await lab.Database.ListAsync<DateTime>(
            "select saved_at from seating_plan_versions where seating_plan_id = $1 and kind = 'auto' order by version desc", plan.Id.Value);
        var ages = kept.ConvertAll(savedAt => time.GetUtcNow() - new DateTimeOffset(savedAt, TimeSpan.Zero));
        Assert.InRange(ages.Count(age => age <= TimeSpan.FromHours(1)), 4, 6);
        Assert.InRange(ages.Count(age => age > TimeSpan.FromHours(1) && age <= TimeSpan.FromHours(24)), 22, 25);
        Assert.InRange(ages.Count(age => age > TimeSpan.FromHours(24.5)), 1, 2);
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from seating_plan_versions where seating_plan_id = $1 and kind = 'published'", plan.Id.Value));
    }
}
