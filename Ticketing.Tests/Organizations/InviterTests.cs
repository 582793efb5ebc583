using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations.Team;

namespace Ticketing.Tests.Organizations;

/// <summary>An invitation is worth what its inviter may do when it is accepted.</summary>
public sealed class InviterTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private InvitationsHandler Invitations => lab.Service<InvitationsHandler>();

    private AcceptInvitationHandler Accepting => lab.Service<AcceptInvitationHandler>();

    // Null: removed.
    [Theory]
    [InlineData(MemberRole.Owner, null)]
    [InlineData(MemberRole.Owner, MemberRole.Manager)]
    [InlineData(MemberRole.Analyst, null)]
    [InlineData(MemberRole.Analyst, MemberRole.BoxOffice)]
    public async Task Invitation_OfAnInviterWhoLostTheRight_IsRevokedUntilAnotherSendsIt(MemberRole role, MemberRole? demoted)
    {
        var (organization, owner) = await lab.FoundAsync();
        var inviter = await lab.MemberAsync(organization.Id, MemberRole.Owner);
        var guest = await lab.AccountAsync();
        var invitation = await InviteAsync(organization.Id, guest, role, inviter);
        var token = await lab.TokenAsync(guest.Email);
        Assert.Null((await Accepting.FindAsync(token, guest, Stop))!.Refusal);

        await EndAsync(organization.Id, inviter, demoted, owner);

        Assert.Equal(InvitationRefusal.Revoked, (await Accepting.FindAsync(token, guest, Stop))!.Refusal);
        Assert.Equal(InvitationRefusal.Revoked, (await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop)).Refusal);
        Assert.Null(await lab.RoleAsync(organization.Id, guest));

        Assert.True((await Invitations.HandleAsync(new ResendInvitation(organization.Id, invitation, "en", owner), Stop)).Succeeded);
        Assert.True((await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Succeeded);
        Assert.Equal(role.ToWord(), await lab.RoleAsync(organization.Id, guest));
    }

    [Fact]
    public async Task Invitation_OfADemotedOwnerForALowerRole_StillWorks()
    {
        var (organization, owner) = await lab.FoundAsync();
        var inviter = await lab.MemberAsync(organization.Id, MemberRole.Owner);
        var guest = await lab.AccountAsync();
        await InviteAsync(organization.Id, guest, MemberRole.CheckIn, inviter);

        await EndAsync(organization.Id, inviter, MemberRole.Manager, owner);

        Assert.True((await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Succeeded);
    }

    [Fact]
    public async Task Invitation_OfAnAdmin_WorksWhileTheyAreOne()
    {
        var (organization, _) = await lab.FoundAsync();
        var admin = await lab.AccountAsync(role: Roles.Admin);
        var (first, second) = (await lab.AccountAsync(), await lab.AccountAsync());
        await InviteAsync(organization.Id, first, MemberRole.Owner, admin);
        await InviteAsync(organization.Id, second, MemberRole.Owner, admin);

        Assert.True((await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(first.Email), first), Stop)).Succeeded);
        await lab.Database.ExecuteAsync("delete from user_roles where user_id = $1", admin.User!.Value.Value);
        Assert.Equal(
            InvitationRefusal.Revoked,
            (await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(second.Email), second), Stop)).Refusal);
    }

    [Fact]
    public async Task Invitation_WithoutAnInviter_IsRevoked()
    {
        var (organization, owner) = await lab.FoundAsync();
        var guest = await lab.AccountAsync();
        var invitation = await InviteAsync(organization.Id, guest, MemberRole.Analyst, owner);
        await lab.Database.ExecuteAsync("update member_invitations set created_by = null where id = $1", invitation);

        Assert.Equal(
            InvitationRefusal.Revoked,
            (await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Refusal);
    }

    private async Task<Guid> InviteAsync(OrganizationId organization, Caller guest, MemberRole role, Caller by)
    {
        var invited = await Invitations.HandleAsync(new InviteMember(organization, guest.Email, role, "en", by), Stop);
        Assert.True(invited.Succeeded);
        return invited.Value;
    }

    private async Task EndAsync(OrganizationId organization, Caller member, MemberRole? role, Caller by)
    {
        var members = lab.Service<ManageMembersHandler>();
        var ended = role is { } lower
            ? await members.HandleAsync(new ChangeMemberRole(organization, member.User!.Value, lower, by), Stop)
            : await members.HandleAsync(new RemoveMember(organization, member.User!.Value, by), Stop);
        Assert.True(ended.Succeeded);
    }
}
