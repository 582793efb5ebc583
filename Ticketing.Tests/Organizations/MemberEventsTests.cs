using Bunit;
using Ticketing.App.Organizations.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Memberships that are limited to some events: who limits whom, and what ends the limit.</summary>
public sealed class MemberEventsTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private InvitationsHandler Invitations => lab.Service<InvitationsHandler>();

    private ManageMembersHandler Members => lab.Service<ManageMembersHandler>();

    [Fact]
    public async Task Invitation_ForSomeEvents_MakesALimitedMember()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (first, second) = (await DraftAsync(organization, owner), await DraftAsync(organization, owner));
        var guest = await lab.AccountAsync();
        var invited = await Invitations.HandleAsync(
            new InviteMember(organization.Id, guest.Email, MemberRole.Manager, "en", owner) { Events = [first, first] }, Stop);
        Assert.True(invited.Succeeded);
        Assert.Equal([first], Assert.Single((await lab.Service<TeamReader>().FindAsync(organization.Id, owner, Stop))!.Invitations).Events!);

        Assert.True((await lab.Service<AcceptInvitationHandler>().HandleAsync(new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Succeeded);

        var member = await lab.ReadAsync(guest);
        Assert.True(member.Runs(organization.Id, first));
        Assert.False(member.Runs(organization.Id, second) || member.Runs(organization.Id) || member.ServesBuyersOf(organization.Id)
            || member.SeesFiguresOf(organization.Id) || member.Manages(organization.Id, MemberRole.CheckIn));
        Assert.Equal([first], (await lab.Service<EventDrafts>().ListAsync(organization.Id, member, null, Stop)).Rows.Select(row => row.Id));
        Assert.Null(await lab.Service<EventDrafts>().FindAsync(second, member, Stop));

        // A limited manager cannot invite, and does not see the events of other members.
        Assert.Equal(MemberRefusal.NotAllowed, (await Invitations.HandleAsync(
            new InviteMember(organization.Id, AccessApp.NewEmail(), MemberRole.CheckIn, "en", member), Stop)).Refusal);
        var seen = (await lab.Service<TeamReader>().FindAsync(organization.Id, member, Stop))!;
        Assert.All(seen.Members, row => Assert.True(row.Email.Length == 0 && row.Events is null));
    }

    [Fact]
    public async Task Events_ChangedAndLifted_CountAtOnceAndAreAudited()
    {
        var (organization, owner) = await lab.FoundAsync();
        var of = await DraftAsync(organization, owner);
        var member = await lab.MemberAsync(organization.Id, MemberRole.BoxOffice);

        Assert.True((await ChangeAsync(organization, member, [of], owner)).Succeeded);
        Assert.True((await ChangeAsync(organization, member, [of], owner)).Succeeded);
        Assert.True((await lab.ReadAsync(member)).IsLimitedIn(organization.Id));
        Assert.True((await ChangeAsync(organization, member, null, owner)).Succeeded);
        Assert.False((await lab.ReadAsync(member)).IsLimitedIn(organization.Id));
        Assert.Equal(2, (await lab.ActionsAsync(organization.Id)).Count(action => action == "member.events-changed"));
    }

    [Fact]
    public async Task Events_OfNoneOrOthers_AreRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (other, stranger) = await lab.FoundAsync();
        var (own, foreign) = (await DraftAsync(organization, owner), await DraftAsync(other, stranger));
        var member = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);

        Assert.Equal(MemberRefusal.EventsInvalid, (await ChangeAsync(organization, member, [], owner)).Refusal);
        Assert.Equal(MemberRefusal.EventsInvalid, (await ChangeAsync(organization, member, [own, foreign], owner)).Refusal);
        Assert.Equal(MemberRefusal.EventsInvalid, (await ChangeAsync(organization, owner, [own], owner)).Refusal);
        Assert.Equal(MemberRefusal.EventsInvalid, (await Invitations.HandleAsync(
            new InviteMember(organization.Id, AccessApp.NewEmail(), MemberRole.Analyst, "en", owner) { Events = [foreign] }, Stop)).Refusal);
        Assert.Equal(MemberRefusal.EventsInvalid, (await Invitations.HandleAsync(
            new InviteMember(organization.Id, AccessApp.NewEmail(), MemberRole.Owner, "en", owner) { Events = [own] }, Stop)).Refusal);

        // Who does not manage a member does not limit them.
        Assert.Equal(MemberRefusal.NotAllowed, (await ChangeAsync(organization, manager, [own], await lab.MemberAsync(organization.Id, MemberRole.Manager))).Refusal);
        Assert.Equal(MemberRefusal.NotFound, (await ChangeAsync(organization, member, [own], stranger)).Refusal);
        Assert.Equal(0, await lab.Database.ScalarAsync<long>("select count(*) from members where event_ids is not null and organization_id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task Owner_WhoWasLimited_SeesAllEvents()
    {
        var (organization, owner) = await lab.FoundAsync();
        var of = await DraftAsync(organization, owner);
        var (promoted, heir) = (await lab.MemberAsync(organization.Id, MemberRole.Manager), await lab.MemberAsync(organization.Id, MemberRole.Analyst));
        Assert.True((await ChangeAsync(organization, promoted, [of], owner)).Succeeded);
        Assert.True((await ChangeAsync(organization, heir, [of], owner)).Succeeded);

        Assert.True((await Members.HandleAsync(new ChangeMemberRole(organization.Id, promoted.User!.Value, MemberRole.Owner, owner), Stop)).Succeeded);
        Assert.True((await Members.HandleAsync(new TransferOwnership(organization.Id, heir.User!.Value, owner), Stop)).Succeeded);

        Assert.True((await lab.ReadAsync(promoted)).Runs(organization.Id));
        Assert.True((await lab.ReadAsync(heir)).Runs(organization.Id));
    }

    [Fact]
    public async Task Inviter_WhoWasLimitedSince_InvitesNobody()
    {
        var (organization, owner) = await lab.FoundAsync();
        var of = await DraftAsync(organization, owner);
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);
        var guest = await lab.AccountAsync();
        Assert.True((await Invitations.HandleAsync(new InviteMember(organization.Id, guest.Email, MemberRole.BoxOffice, "en", manager), Stop)).Succeeded);
        Assert.True((await ChangeAsync(organization, manager, [of], owner)).Succeeded);

        Assert.Equal(InvitationRefusal.Revoked, (await lab.Service<AcceptInvitationHandler>().HandleAsync(
            new AcceptInvitation(await lab.TokenAsync(guest.Email), guest), Stop)).Refusal);
    }

    [Fact]
    public async Task TeamPage_OfAnOwner_LimitsMembersAndInvitations()
    {
        var (organization, owner) = await lab.FoundAsync();
        var of = await DraftAsync(organization, owner);
        var member = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        await using var page = await OfficePage<TeamPage>.OpenAsync(
            lab.App.Services, owner.Email, "table", builder => builder.Add(p => p.Slug, organization.Slug));

        await page.ClickAsync("button[aria-label='Change: Events of Anna Berg']");
        page.WaitFor(() => page.Markup.Find("#member-some"));
        await page.ChangeAsync("#member-some", "on");
        await page.SubmitAsync("section[aria-labelledby=member-events-title] form");
        page.WaitFor(() => Assert.Contains("at least one event", page.Markup.Find("#member-fault").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync($"#member-{of}", true);
        await page.SubmitAsync("section[aria-labelledby=member-events-title] form");
        page.WaitForMessage("The events of Anna Berg are saved.");
        Assert.True((await lab.ReadAsync(member)).IsLimitedIn(organization.Id));

        var email = AccessApp.NewEmail();
        await page.ChangeAsync("#invite-email", email);
        await page.ChangeAsync("#invite-some", "on");
        await page.ChangeAsync($"#invite-{of}", true);
        await page.SubmitAsync("section[aria-labelledby=invite-title] form");
        page.WaitForMessage($"on its way to {email}");
        Assert.Equal(of.Value, await lab.Database.ScalarAsync<Guid>("select event_ids[1] from member_invitations where email = $1", email));
    }

    private Task<Outcome<MemberRole, MemberRefusal>> ChangeAsync(
        OwnOrganization organization, Caller member, IReadOnlyCollection<EventId>? events, Caller by) =>
        Members.HandleAsync(new ChangeMemberEvents(organization.Id, member.User!.Value, events, by), Stop);

    private async Task<EventId> DraftAsync(OwnOrganization organization, Caller owner)
    {
        var started = await lab.Service<EventDrafts>().HandleAsync(new StartDraft(organization.Id, null, owner), Stop);
        Assert.True(started.Succeeded);
        return started.Value.Id;
    }
}
