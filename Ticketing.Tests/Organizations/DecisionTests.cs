using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations.Desk;

namespace Ticketing.Tests.Organizations;

/// <summary>What admins decide about organizations, and what they find.</summary>
public sealed class DecisionTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DecideOrganizationHandler Decisions => lab.Service<DecideOrganizationHandler>();

    [Fact]
    public async Task Organization_SuspendedAndApproved_TellsItsOwners()
    {
        var admin = await lab.AccountAsync(role: Roles.Admin);
        var (organization, owner) = await lab.FoundAsync();
        await lab.MemberAsync(organization.Id, MemberRole.Manager);

        Assert.True((await Decisions.HandleAsync(new ApproveOrganization(organization.Id, admin), Stop)).Succeeded);
        Assert.True((await Decisions.HandleAsync(new ApproveOrganization(organization.Id, admin), Stop)).Succeeded);
        Assert.True((await Decisions.HandleAsync(new SuspendOrganization(organization.Id, " no  imprint ", admin), Stop)).Succeeded);

        Assert.Equal(1L, await lab.App.CountMailsAsync("account.organization-approved", owner.Email));
        Assert.Equal(1L, await lab.App.CountMailsAsync("account.organization-suspended", owner.Email));
        Assert.Equal(2L, await lab.Database.ScalarAsync<long>(
            "select count(*) from outbox where type like 'account.organization-%' and payload->>'organization' = $1 and payload->>'email' = $2", organization.Name, owner.Email));
        Assert.Equal("no imprint", await lab.Database.ScalarAsync<string>(
            "select payload->>'reason' from outbox where type = 'account.organization-suspended' and payload->>'email' = $1", owner.Email));
        Assert.Equal(
            ["organization.founded", "organization.approved", "organization.suspended"], await lab.ActionsAsync(organization.Id));
        var view = await lab.Service<OrganizationDesk>().FindAsync(organization.Id, admin, Stop);
        Assert.Equal(
            (OrganizationStatus.Suspended, "no imprint", admin.User), (view!.Organization.Status, view.Organization.StatusReason, view.Organization.DecidedBy));
        Assert.Equal(2, view.Members.Count);

        Assert.True((await Decisions.HandleAsync(new ApproveOrganization(organization.Id, admin), Stop)).Succeeded);
        Assert.Null((await lab.Service<OrganizationDesk>().FindAsync(organization.Id, admin, Stop))!.Organization.StatusReason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("a\u0007b")]
    public async Task Suspension_WithoutAReason_IsRefused(string? reason)
    {
        var (organization, _) = await lab.FoundAsync();
        var admin = await lab.AccountAsync(role: Roles.Admin);

        var suspended = await Decisions.HandleAsync(new SuspendOrganization(organization.Id, reason, admin), Stop);
        var tooLong = await Decisions.HandleAsync(new SuspendOrganization(organization.Id, new string('x', 501), admin), Stop);

        Assert.Equal((DecisionRefusal.ReasonNeeded, DecisionRefusal.ReasonNeeded), (suspended.Refusal, tooLong.Refusal));
        Assert.Equal("pending", await lab.Database.ScalarAsync<string>("select status from organizations where id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task Plan_SetByAnAdmin_IsAudited()
    {
        var (organization, _) = await lab.FoundAsync();
        var admin = await lab.AccountAsync(role: Roles.Admin);

        Assert.Equal(OrganizationPlan.Pro, (await Decisions.HandleAsync(new SetOrganizationPlan(organization.Id, OrganizationPlan.Pro, admin), Stop)).Value);
        Assert.True((await Decisions.HandleAsync(new SetOrganizationPlan(organization.Id, OrganizationPlan.Pro, admin), Stop)).Succeeded);

        Assert.Equal(["organization.founded", "organization.plan-set"], await lab.ActionsAsync(organization.Id));
        Assert.Equal("pro", await lab.Database.ScalarAsync<string>("select plan from organizations where id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task Decisions_ByOthers_ChangeAndShowNothing()
    {
        var (organization, owner) = await lab.FoundAsync();
        var desk = lab.Service<OrganizationDesk>();
        foreach (var caller in new[] { Caller.Guest, owner, await lab.AccountAsync(role: Roles.Staff) })
        {
            Assert.Equal(DecisionRefusal.NotFound, (await Decisions.HandleAsync(new ApproveOrganization(organization.Id, caller), Stop)).Refusal);
            Assert.Equal(DecisionRefusal.NotFound, (await Decisions.HandleAsync(new SuspendOrganization(organization.Id, "because", caller), Stop)).Refusal);
            Assert.Equal(DecisionRefusal.NotFound, (await Decisions.HandleAsync(new SetOrganizationPlan(organization.Id, OrganizationPlan.Pro, caller), Stop)).Refusal);
            Assert.Null(await desk.FindAsync(organization.Id, caller, Stop));
            Assert.Empty((await desk.ListAsync(new ListOrganizations(caller), Stop)).Rows);
            Assert.Empty(await desk.NamesAsync([organization.Id], caller, Stop));
        }

        Assert.Equal(["organization.founded"], await lab.ActionsAsync(organization.Id));
    }

    [Fact]
    public async Task List_OfOrganizations_IsSearchedFilteredAndPaged()
    {
        var admin = await lab.AccountAsync(role: Roles.Admin);
        var desk = lab.Service<OrganizationDesk>();
        var word = "Zeppelin" + Guid.NewGuid().ToString("N")[..6];
        foreach (var number in Enumerable.Range(0, OrganizationDesk.PageSize + 2))
        {
            Assert.True((await lab.FoundAsync(await lab.AccountAsync(), $"{word} {number}")).Succeeded);
        }

        var first = await desk.ListAsync(new ListOrganizations(admin, word.ToLowerInvariant(), OrganizationStatus.Pending), Stop);
        var second = await desk.ListAsync(new ListOrganizations(admin, word, OrganizationStatus.Pending, first.Next), Stop);

        Assert.Equal((OrganizationDesk.PageSize, 2), (first.Rows.Count, second.Rows.Count));
        Assert.Null(second.Next);
        Assert.Empty(first.Rows.Select(row => row.Id).Intersect(second.Rows.Select(row => row.Id)));
        Assert.All(first.Rows, row => Assert.Equal(1, row.Members));
        Assert.True(first.Waiting >= 27);
        Assert.Empty((await desk.ListAsync(new ListOrganizations(admin, word, OrganizationStatus.Suspended), Stop)).Rows);
        Assert.Empty((await desk.ListAsync(new ListOrganizations(admin, "100%_"), Stop)).Rows);
    }
}
