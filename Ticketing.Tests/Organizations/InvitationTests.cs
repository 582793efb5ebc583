using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Infrastructure.Privacy;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Invitations from the mail to the membership.</summary>
public sealed class InvitationTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private InvitationsHandler Invitations => lab.Service<InvitationsHandler>();

    private AcceptInvitationHandler Accepting => lab.Service<AcceptInvitationHandler>();

    [Fact]
    public async Task Invitation_Accepted_MakesAMemberOnce()
    {
        var (organization, owner) = await lab.FoundAsync();
        var guest = await lab.AccountAsync();
        var typed = guest.Email.Replace("anna", "Anna", StringComparison.Ordinal);
        var invited = await InviteAsync(organization.Id, typed, MemberRole.BoxOffice, owner);
        var token = await lab.TokenAsync(typed);

        Assert.Null((await Accepting.FindAsync(token, guest, Stop))!.Refusal);
        var accepted = await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop);
        var again = await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop);

        Assert.True(invited.Succeeded);
        Assert.Equal((organization.Id, MemberRole.BoxOffice), (accepted.Value!.Id, accepted.Value.Role!.Value));
        Assert.Equal(accepted.Value, again.Value);
        Assert.Equal(InvitationRefusal.Used, (await Accepting.FindAsync(token, guest, Stop))!.Refusal);
        Assert.Equal(InvitationRefusal.Used, (await Accepting.HandleAsync(new AcceptInvitation(token, await lab.AccountAsync()), Stop)).Refusal);
        Assert.Equal(["member.invited", "member.joined", "organization.founded"], (await lab.ActionsAsync(organization.Id)).Order());
        Assert.Empty((await lab.Service<TeamReader>().FindAsync(organization.Id, owner, Stop))!.Invitations);
    }

    [Fact]
    public async Task Invitation_AcceptedTwiceAtOnce_MakesOneMember()
    {
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var (organization, owner) = await lab.FoundAsync();
            var guest = await lab.AccountAsync();
            await InviteAsync(organization.Id, guest.Email, MemberRole.Analyst, owner);
            var token = await lab.TokenAsync(guest.Email);

            var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop)));

            Assert.All(accepted, each => Assert.True(each.Succeeded));
            Assert.Equal("analyst", await lab.RoleAsync(organization.Id, guest));
            Assert.Single(await lab.ActionsAsync(organization.Id), action => action == "member.joined");
        }
    }

    // Became a member by another way after the invitation.
    [Fact]
    public async Task Invitation_AcceptedByAMember_IsRefusedAndStaysOpen()
    {
        var (organization, owner) = await lab.FoundAsync();
        var guest = await lab.AccountAsync();
        await InviteAsync(organization.Id, guest.Email, MemberRole.Manager, owner);
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) values ($1, $2, 'analyst')", organization.Id.Value, guest.User!.Value.Value);
        var token = await lab.TokenAsync(guest.Email);

        Assert.Equal(InvitationRefusal.AlreadyMember, (await Accepting.FindAsync(token, guest, Stop))!.Refusal);
        Assert.Equal(InvitationRefusal.AlreadyMember, (await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop)).Refusal);

        Assert.Equal("analyst", await lab.RoleAsync(organization.Id, guest));
        Assert.Single((await lab.Service<TeamReader>().FindAsync(organization.Id, owner, Stop))!.Invitations);
        Assert.DoesNotContain("member.joined", await lab.ActionsAsync(organization.Id));
    }

    [Fact]
    public async Task Invitation_ByAnotherAccount_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        await InviteAsync(organization.Id, email, MemberRole.Manager, owner);
        var (token, thief) = (await lab.TokenAsync(email), await lab.AccountAsync());

        var view = await Accepting.FindAsync(token, thief, Stop);
        Assert.Equal((InvitationRefusal.OtherAddress, EmailAddress.Mask(email)), (view!.Refusal!.Value, view.Email));
        Assert.Equal(InvitationRefusal.OtherAddress, (await Accepting.HandleAsync(new AcceptInvitation(token, thief), Stop)).Refusal);
        Assert.Equal(InvitationRefusal.OtherAddress, (await Accepting.HandleAsync(
            new AcceptInvitation(token, thief with { Email = email, EmailConfirmed = false }), Stop)).Refusal);
        Assert.Equal(InvitationRefusal.NotFound, (await Accepting.HandleAsync(new AcceptInvitation(token, Caller.Guest), Stop)).Refusal);
        foreach (var guess in new[] { null, "", token[..^1], new string('x', 5_000) })
        {
            Assert.Null(await Accepting.FindAsync(guess, thief, Stop));
            Assert.Equal(InvitationRefusal.NotFound, (await Accepting.HandleAsync(new AcceptInvitation(guess, thief), Stop)).Refusal);
        }

        Assert.Null(await lab.RoleAsync(organization.Id, thief));
    }

    [Fact]
    public async Task Invitation_ExpiredOrRevoked_IsRefusedAndCanBeMadeAgain()
    {
        var (organization, owner) = await lab.FoundAsync();
        var guest = await lab.AccountAsync();
        var first = await InviteAsync(organization.Id, guest.Email, MemberRole.Analyst, owner);
        var token = await lab.TokenAsync(guest.Email);
        await lab.Database.ExecuteAsync("update member_invitations set expires_at = now() - interval '1 second' where id = $1", first.Value);
        Assert.Equal(InvitationRefusal.Expired, (await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop)).Refusal);
        Assert.True((await lab.Service<TeamReader>().FindAsync(organization.Id, owner, Stop))!.Invitations.Single().IsExpired);

        Assert.True((await Invitations.HandleAsync(new ResendInvitation(organization.Id, first.Value, "de", owner), Stop)).Succeeded);
        var renewed = await lab.TokenAsync(guest.Email);
        Assert.Equal(InvitationRefusal.NotFound, (await Accepting.HandleAsync(new AcceptInvitation(token, guest), Stop)).Refusal);
        Assert.Null((await Accepting.FindAsync(renewed, guest, Stop))!.Refusal);

        Assert.True((await Invitations.HandleAsync(new RevokeInvitation(organization.Id, first.Value, owner), Stop)).Succeeded);
        Assert.True((await Invitations.HandleAsync(new RevokeInvitation(organization.Id, first.Value, owner), Stop)).Succeeded);
        Assert.Equal(InvitationRefusal.Revoked, (await Accepting.HandleAsync(new AcceptInvitation(renewed, guest), Stop)).Refusal);
        Assert.Equal(MemberRefusal.InvitationEnded, (await Invitations.HandleAsync(new ResendInvitation(organization.Id, first.Value, "de", owner), Stop)).Refusal);

        Assert.True((await InviteAsync(organization.Id, guest.Email, MemberRole.Analyst, owner)).Succeeded);
        Assert.True((await Accepting.HandleAsync(new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Succeeded);
    }

    [Fact]
    public async Task Address_InvitedTwiceOrAMember_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => InviteAsync(organization.Id, email, MemberRole.Analyst, owner)));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(MemberRefusal.AlreadyInvited, outcome.Refusal));
        Assert.Equal(1L, await lab.App.CountMailsAsync("member.invited", email));
        Assert.Equal(MemberRefusal.AlreadyMember, (await InviteAsync(organization.Id, owner.Email, MemberRole.Analyst, owner)).Refusal);
        Assert.Equal(MemberRefusal.EmailInvalid, (await InviteAsync(organization.Id, "no address", MemberRole.Analyst, owner)).Refusal);
    }

    [Theory]
    [InlineData(MemberRole.Owner, MemberRole.Owner, null)]
    [InlineData(MemberRole.Manager, MemberRole.BoxOffice, null)]
    [InlineData(MemberRole.Manager, MemberRole.Manager, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.BoxOffice, MemberRole.CheckIn, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.CheckIn, MemberRole.CheckIn, MemberRefusal.NotAllowed)]
    [InlineData(MemberRole.Analyst, MemberRole.CheckIn, MemberRefusal.NotAllowed)]
    public async Task Member_OfARole_InvitesThoseBelow(MemberRole actor, MemberRole role, MemberRefusal? refusal)
    {
        var (organization, owner) = await lab.FoundAsync();
        var by = await lab.MemberAsync(organization.Id, actor);
        var invited = await InviteAsync(organization.Id, AccessApp.NewEmail(), role, by);
        var others = await InviteAsync(organization.Id, AccessApp.NewEmail(), role, owner);
        var revoked = await Invitations.HandleAsync(new RevokeInvitation(organization.Id, others.Value, by), Stop);

        Assert.Equal((refusal is null, refusal is null), (invited.Succeeded, revoked.Succeeded));
        if (refusal is not null)
        {
            Assert.Equal(refusal, invited.Refusal);
            Assert.Equal(refusal, revoked.Refusal);
        }
    }

    [Fact]
    public async Task Stranger_OfTheOrganization_InvitesAndRevokesNothing()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (elsewhere, stranger) = await lab.FoundAsync();
        var invitation = (await InviteAsync(organization.Id, AccessApp.NewEmail(), MemberRole.Analyst, owner)).Value;

        Assert.Equal(MemberRefusal.NotFound, (await InviteAsync(organization.Id, AccessApp.NewEmail(), MemberRole.Analyst, stranger)).Refusal);
        foreach (var id in new[] { organization.Id, elsewhere.Id })
        {
            Assert.Equal(MemberRefusal.NotFound, (await Invitations.HandleAsync(new RevokeInvitation(id, invitation, stranger), Stop)).Refusal);
            Assert.Equal(MemberRefusal.NotFound, (await Invitations.HandleAsync(new ResendInvitation(id, invitation, "en", stranger), Stop)).Refusal);
        }

        Assert.Single((await lab.Service<TeamReader>().FindAsync(organization.Id, owner, Stop))!.Invitations);
    }

    [Fact]
    public async Task Mails_ToOneAddress_AreLimitedPerDay()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        var invitation = (await InviteAsync(organization.Id, email, MemberRole.Analyst, owner)).Value;
        foreach (var _ in Enumerable.Range(1, MemberInvitation.MailsPerDayMax - 1))
        {
            Assert.True((await Invitations.HandleAsync(new ResendInvitation(organization.Id, invitation, "en", owner), Stop)).Succeeded);
        }

        Assert.Equal(MemberRefusal.TooManyMails, (await Invitations.HandleAsync(new ResendInvitation(organization.Id, invitation, "en", owner), Stop)).Refusal);
        await Invitations.HandleAsync(new RevokeInvitation(organization.Id, invitation, owner), Stop);
        Assert.Equal(MemberRefusal.TooManyMails, (await InviteAsync(organization.Id, email, MemberRole.Analyst, owner)).Refusal);
        Assert.Equal(5L, await lab.App.CountMailsAsync("member.invited", email));
    }

    [Fact]
    public async Task Invitation_WithoutARecentProof_IsRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var stale = owner with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(MemberRefusal.ProofNeeded, (await InviteAsync(organization.Id, AccessApp.NewEmail(), MemberRole.Analyst, stale)).Refusal);
    }

    [Fact]
    public async Task Secret_OfAnInvitation_IsStoredHashed()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        await InviteAsync(organization.Id, email, MemberRole.Analyst, owner);
        var token = await lab.TokenAsync(email);

        var row = await lab.Database.ScalarAsync<string>("select i::text from member_invitations i where email = $1", email);

        Assert.DoesNotContain(token, row, StringComparison.Ordinal);
        Assert.Equal(MemberInvitation.HashOf(token), await lab.Database.ScalarAsync<byte[]>("select token_hash from member_invitations where email = $1", email));
    }

    [Fact]
    public async Task Address_Erased_LeavesNoInvitation()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        await InviteAsync(organization.Id, email, MemberRole.Analyst, owner);

        foreach (var eraser in lab.App.Services.GetServices<AddressEraser>())
        {
            await eraser.EraseAsync(email, Stop);
        }

        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from member_invitations where email = $1", email));
        Assert.Equal(0L, await lab.App.CountMailsAsync("member.invited", email));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from audit_entries where after::text like '%' || $1 || '%'", email));
    }

    private Task<Outcome<Guid, MemberRefusal>> InviteAsync(OrganizationId organization, string email, MemberRole role, Caller by) =>
        Invitations.HandleAsync(new InviteMember(organization, email, role, "en", by), Stop);
}
