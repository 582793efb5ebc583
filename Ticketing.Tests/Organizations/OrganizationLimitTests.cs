using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>How many invitations and changes an account may make, whatever the organizations.</summary>
public sealed class OrganizationLimitTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitations_TooManyOfOneAccount_AreRefused()
    {
        var (first, owner) = await lab.FoundAsync();
        Assert.True((await lab.FoundAsync(owner, "Südlicht")).Succeeded);
        owner = await lab.ReadAsync(owner);
        var second = owner.Memberships.Keys.Single(id => id != first.Id);
        var invitations = lab.Service<InvitationsHandler>();
        Guid invitation = default;
        for (var i = 0; i < CommandLimits.Invitations.PerAccount; i++)
        {
            var invited = await invitations.HandleAsync(
                new InviteMember(i % 2 == 0 ? first.Id : second, AccessApp.NewEmail(), MemberRole.Analyst, "en", owner), Stop);
            Assert.True(invited.Succeeded);
            invitation = i == 0 ? invited.Value : invitation;
        }

        var refused = await invitations.HandleAsync(new InviteMember(second, AccessApp.NewEmail(), MemberRole.Analyst, "en", owner), Stop);
        Assert.Equal(MemberRefusal.TooOften, refused.Refusal);
        Assert.Equal(MemberRefusal.TooOften, (await invitations.HandleAsync(new ResendInvitation(first.Id, invitation, "en", owner), Stop)).Refusal);

        // Other changes count by themselves, and other accounts for themselves.
        Assert.True((await invitations.HandleAsync(new RevokeInvitation(first.Id, invitation, owner), Stop)).Succeeded);
        var other = await lab.MemberAsync(first.Id, MemberRole.Owner);
        Assert.True((await invitations.HandleAsync(
            new InviteMember(first.Id, AccessApp.NewEmail(), MemberRole.Analyst, "en", other), Stop)).Succeeded);
    }

    [Fact]
    public async Task Changes_TooManyOfOneAccount_AreRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var member = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        var members = lab.Service<ManageMembersHandler>();
        var settings = lab.Service<ChangeOrganizationHandler>();
        var terms = (await settings.ReadAsync(organization.Id, owner, Stop))!;

        // The founding has counted.
        for (var i = 1; i < CommandLimits.OrganizationChanges.PerAccount; i++)
        {
            Assert.True((await members.HandleAsync(
                new ChangeMemberRole(organization.Id, member.User!.Value, i % 2 == 0 ? MemberRole.Analyst : MemberRole.CheckIn, owner), Stop)).Succeeded);
        }

        Assert.Equal(MemberRefusal.TooOften, (await members.HandleAsync(new RemoveMember(organization.Id, member.User!.Value, owner), Stop)).Refusal);
        Assert.Equal(
            TermsRefusal.TooOften, (await settings.HandleAsync(new ChangeOrganization(organization.Id, terms, terms, owner), Stop)).Refusal!.Reason);
        Assert.Equal(FoundingRefusal.TooOften, (await lab.FoundAsync(owner, "Westlicht")).Refusal!.Reason);
        Assert.Equal(
            MemberRefusal.TooOften,
            (await lab.Service<InvitationsHandler>().HandleAsync(new RevokeInvitation(organization.Id, Guid.CreateVersion7(), owner), Stop)).Refusal);
        Assert.True((await members.HandleAsync(new LeaveOrganization(organization.Id, member), Stop)).Succeeded);
    }
}
