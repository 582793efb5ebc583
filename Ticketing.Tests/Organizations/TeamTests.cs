using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Changes and ends of memberships: who may, and that an organization always has an owner.</summary>
public sealed class TeamTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageMembersHandler Members => lab.Service<ManageMembersHandler>();

    [Theory]
    [InlineData(MemberRole.Owner, MemberRole.Manager, null)]
    [InlineData(MemberRole.Owner, MemberRole.Owner, null)]
    [InlineData(MemberRole.Manager, MemberRole.Analyst, null)]
    [InlineData(MemberRole.Manager, MemberRole.Manager, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.Manager, MemberRole.Owner, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.BoxOffice, MemberRole.Analyst, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.CheckIn, MemberRole.Analyst, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.Analyst, MemberRole.Analyst, MemberRefusal.NotAllowed)]
    public async Task Member_OfARole_ChangesThoseBelow(MemberRole actor, MemberRole target, MemberRefusal? refusal)
    {
        var (organization, _) = await lab.FoundAsync();
        var (by, member) = (await lab.MemberAsync(organization.Id, actor), await lab.MemberAsync(organization.Id, target));

        var changed = await Members.HandleAsync(new ChangeMemberRole(organization.Id, member.User!.Value, MemberRole.CheckIn, by), Stop);
        var removed = await Members.HandleAsync(new RemoveMember(organization.Id, member.User.Value, by), Stop);

        Assert.Equal(refusal is null, changed.Succeeded);
        Assert.Equal(refusal is null, removed.Succeeded);
        if (refusal is not null)
        {
            Assert.Equal(refusal, changed.Refusal);
            Assert.Equal(refusal, removed.Refusal);
        }

        Assert.Equal(refusal is null ? null : target.ToWord(), await lab.RoleAsync(organization.Id, member));
    }

    [Fact]
    public async Task Manager_GivingARoleAboveTheirs_IsRefused()
    {
        var (organization, _) = await lab.FoundAsync();
        var (manager, analyst) = (await lab.MemberAsync(organization.Id, MemberRole.Manager), await lab.MemberAsync(organization.Id, MemberRole.Analyst));

        foreach (var role in new[] { MemberRole.Owner, MemberRole.Manager })
        {
            var changed = await Members.HandleAsync(new ChangeMemberRole(organization.Id, analyst.User!.Value, role, manager), Stop);
            Assert.Equal(MemberRefusal.NotAllowed, changed.Refusal);
        }

        Assert.Equal("analyst", await lab.RoleAsync(organization.Id, analyst));
    }

    [Fact]
    public async Task Stranger_AskingForAnotherOrganization_FindsNothing()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (_, stranger) = await lab.FoundAsync();
        var member = owner.User!.Value;
        var reader = lab.Service<TeamReader>();

        Assert.Equal(MemberRefusal.NotFound, (await Members.HandleAsync(new RemoveMember(organization.Id, member, stranger), Stop)).Refusal);
        Assert.Equal(MemberRefusal.NotFound, (await Members.HandleAsync(new ChangeMemberRole(organization.Id, member, MemberRole.Analyst, stranger), Stop)).Refusal);
        Assert.Equal(MemberRefusal.NotFound, (await Members.HandleAsync(new TransferOwnership(organization.Id, member, stranger), Stop)).Refusal);
        Assert.Equal(MemberRefusal.NotFound, (await Members.HandleAsync(new LeaveOrganization(organization.Id, stranger), Stop)).Refusal);
        Assert.Null(await reader.FindAsync(organization.Id, stranger, Stop));
        Assert.Null(await reader.FindAsync(OrganizationId.New(), owner, Stop));
        Assert.Equal("owner", await lab.RoleAsync(organization.Id, owner));
    }

    [Fact]
    public async Task LastOwner_LeavingOrDemoted_IsKept()
    {
        var (organization, owner) = await lab.FoundAsync();
        await lab.MemberAsync(organization.Id, MemberRole.Manager);

        Assert.Equal(MemberRefusal.LastOwner, (await Members.HandleAsync(new LeaveOrganization(organization.Id, owner), Stop)).Refusal);
        Assert.Equal(
            MemberRefusal.LastOwner, (await Members.HandleAsync(new ChangeMemberRole(organization.Id, owner.User!.Value, MemberRole.Manager, owner), Stop)).Refusal);
        Assert.Equal("owner", await lab.RoleAsync(organization.Id, owner));
        await using var scope = lab.App.Services.CreateAsyncScope();
        Assert.Equal(
            ErasureRefusal.LastOwner,
            await scope.ServiceProvider.GetRequiredService<EraseAccountHandler>().FindObstacleAsync(owner.User!.Value, Stop));
    }

    // Each round races both ways to end an ownership.
    [Fact]
    public async Task Owners_RemovingEachOtherAtOnce_LeaveOne()
    {
        foreach (var round in Enumerable.Range(0, 8))
        {
            var (organization, first) = await lab.FoundAsync();
            var second = await lab.MemberAsync(organization.Id, MemberRole.Owner);

            var outcomes = await Task.WhenAll(
                EndAsync(organization.Id, first, second, round % 2 == 0), EndAsync(organization.Id, second, first, round % 4 < 2));

            Assert.Single(outcomes, outcome => outcome.Succeeded);
            Assert.Single(await lab.Database.ListAsync<Guid>(
                "select user_id from members where organization_id = $1 and role = 'owner'", organization.Id.Value));
        }
    }

    [Fact]
    public async Task Owners_LeavingAtOnce_LeaveOne()
    {
        var (organization, first) = await lab.FoundAsync();
        Caller[] owners = [first, .. await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => lab.MemberAsync(organization.Id, MemberRole.Owner)))];

        var outcomes = await Task.WhenAll(owners.Select(owner => Members.HandleAsync(new LeaveOrganization(organization.Id, owner), Stop)));

        Assert.Equal(7, outcomes.Count(outcome => outcome.Succeeded));
        Assert.Equal(MemberRefusal.LastOwner, Assert.Single(outcomes, outcome => !outcome.Succeeded).Refusal);
    }

    [Fact]
    public async Task Ownership_Transferred_ChangesBothRoles()
    {
        var (organization, owner) = await lab.FoundAsync();
        var heir = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        var stale = owner with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(MemberRefusal.ProofNeeded, (await Members.HandleAsync(new TransferOwnership(organization.Id, heir.User!.Value, stale), Stop)).Refusal);
        Assert.Equal(MemberRefusal.NotAllowed, (await Members.HandleAsync(new TransferOwnership(organization.Id, owner.User!.Value, heir), Stop)).Refusal);
        Assert.True((await Members.HandleAsync(new TransferOwnership(organization.Id, heir.User.Value, owner), Stop)).Succeeded);

        Assert.Equal(("manager", "owner"), (await lab.RoleAsync(organization.Id, owner), await lab.RoleAsync(organization.Id, heir)));
        Assert.Equal(
            ["member.ownership-transferred", "member.role-changed", "organization.founded"],
            (await lab.ActionsAsync(organization.Id)).Order());
    }

    [Fact]
    public async Task Change_WithoutARecentProof_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var member = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        var stale = owner with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(MemberRefusal.ProofNeeded, (await Members.HandleAsync(new RemoveMember(organization.Id, member.User!.Value, stale), Stop)).Refusal);
        Assert.Equal(
            MemberRefusal.ProofNeeded, (await Members.HandleAsync(new ChangeMemberRole(organization.Id, member.User.Value, MemberRole.Manager, stale), Stop)).Refusal);
        Assert.True((await Members.HandleAsync(new LeaveOrganization(organization.Id, member with { ProvedAt = stale.ProvedAt }), Stop)).Succeeded);
    }

    // Read with an old membership, as by a circuit in between.
    [Fact]
    public async Task Owner_DemotedMeanwhile_ChangesNothing()
    {
        var (organization, owner) = await lab.FoundAsync();
        var second = await lab.MemberAsync(organization.Id, MemberRole.Owner);
        Assert.True((await Members.HandleAsync(new ChangeMemberRole(organization.Id, second.User!.Value, MemberRole.Analyst, owner), Stop)).Succeeded);

        var removed = await Members.HandleAsync(new RemoveMember(organization.Id, owner.User!.Value, second), Stop);

        Assert.Equal(MemberRefusal.NotAllowed, removed.Refusal);
        Assert.Equal("owner", await lab.RoleAsync(organization.Id, owner));
    }

    [Theory]
    [InlineData(MemberRole.Owner, true)]
    [InlineData(MemberRole.Manager, true)]
    [InlineData(MemberRole.BoxOffice, false)]
    [InlineData(MemberRole.CheckIn, false)]
    [InlineData(MemberRole.Analyst, false)]
    public async Task Team_AsEachRole_ShowsAddressesToWhoInvites(MemberRole role, bool shows)
    {
        var (organization, owner) = await lab.FoundAsync();
        var invited = AccessApp.NewEmail();
        await lab.Service<InvitationsHandler>().HandleAsync(new InviteMember(organization.Id, invited, MemberRole.Analyst, "en", owner), Stop);

        var team = await lab.Service<TeamReader>().FindAsync(organization.Id, await lab.MemberAsync(organization.Id, role), Stop);

        Assert.Equal(2, team!.Members.Count);
        Assert.Equal(MemberRole.Owner, team.Members[0].Role);
        Assert.All(team.Members, member => Assert.Equal(("Anna Berg", shows), (member.Name, member.Email.Length > 0)));
        Assert.Equal(shows ? new[] { invited } : [], team.Invitations.Select(invitation => invitation.Email));
    }

    private Task<Outcome<MemberRole, MemberRefusal>> EndAsync(OrganizationId organization, Caller by, Caller whom, bool removes) => removes
        ? Members.HandleAsync(new RemoveMember(organization, whom.User!.Value, by), Stop)
        : Members.HandleAsync(new ChangeMemberRole(organization, whom.User!.Value, MemberRole.Analyst, by), Stop);
}
