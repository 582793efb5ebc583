using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Organizations;

/// <summary>The page behind the link of an invitation's mail, in a browser.</summary>
public sealed class InvitationPageTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invited_WithoutAnAccount_RegistersComesBackAndIsAMember()
    {
        var (organization, link, email) = await InviteAsync(MemberRole.BoxOffice);
        using var browser = lab.App.OpenBrowser();

        var sent = await browser.GetAsync(link);
        Assert.Equal($"/account/login?returnUrl={Uri.EscapeDataString(link)}", sent.Location);
        var register = (await browser.GetAsync(sent.Location!)).Document.QuerySelector("a[href^='/account/register']")!.GetAttribute("href")!;
        await browser.SubmitAsync(register, "register", ("Form.Name", "Anna Berg"), ("Form.Email", email), ("Form.Password", AccessApp.Password));
        var confirmed = await browser.SubmitAsync(
            await lab.App.LinkOfMailAsync("account.confirm-email", email), "confirm", ("Form.Password", AccessApp.Password));
        var signedIn = await AccessApp.LogInAsync(browser, email, AccessApp.Password, confirmed.Location!);
        Assert.Equal(link, signedIn.Location);

        var page = await browser.GetAsync(link);
        Assert.Equal($"Invitation to {organization.Name}", page.Heading);
        Assert.Contains("Box office", page.Text, StringComparison.Ordinal);
        var accepted = await browser.SubmitAsync(page, "accept");

        Assert.Equal($"/organizer/{organization.Slug}", accepted.Location);
        Assert.Contains(organization.Slug, (await browser.GetAsync("/organizer")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/orders")).Status);
        Assert.Contains("accepted already", (await browser.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitation_OpenedWithAnotherAccount_ExplainsAndCannotBeAccepted()
    {
        var (organization, link, email) = await InviteAsync(MemberRole.Manager);
        var other = await lab.App.RegisterAsync();
        using var browser = await lab.App.SignInAsync(other);

        var page = await browser.GetAsync(link);

        Assert.Contains("is for another e-mail address", page.Text, StringComparison.Ordinal);
        Assert.Contains(other, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(email, page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name=_handler][value=accept]"));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>(
            "select count(*) from members m join users u on u.id = m.user_id where u.email = $1 and m.organization_id = $2", other, organization.Id.Value));
    }

    [Theory]
    [InlineData("update member_invitations set expires_at = now() - interval '1 hour' where email = $1", "has expired", "abgelaufen")]
    [InlineData("update member_invitations set revoked_at = now() where email = $1", "has been revoked", "widerrufen")]
    [InlineData(
        "insert into members (organization_id, user_id, role) select i.organization_id, u.id, 'analyst' from member_invitations i join users u on u.email = i.email where i.email = $1",
        "You are a member of this organization already", "schon Mitglied dieser Organisation")]
    [InlineData("delete from member_invitations where email = $1", "does not exist", "gibt es nicht")]
    public async Task Invitation_ThatEnded_SaysWhy(string end, string english, string german)
    {
        var (_, link, email) = await InviteAsync(MemberRole.Analyst);
        await lab.App.RegisterAsync(email);
        await lab.Database.ExecuteAsync(end, email);

        foreach (var (language, text) in new[] { ("en", english), ("de", german) })
        {
            using var browser = lab.App.OpenBrowser(language);
            await AccessApp.LogInAsync(browser, email, AccessApp.Password);
            Assert.Contains(text, (await browser.GetAsync(link)).Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mail_OfAnInvitation_IsSentInItsLanguage()
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        await lab.Service<InvitationsHandler>().HandleAsync(new InviteMember(organization.Id, email, MemberRole.CheckIn, "de", owner), Stop);

        await Eventually.TrueAsync(async () => await lab.Database.ScalarAsync<long>(
            "select count(*) from sent_mails s join outbox o on o.id = s.event_id where o.type = 'member.invited' and o.payload->>'email' = $1 and s.sent_at is not null", email) == 1);
    }

    // Jobs of their own: the worker sends those of the facts at once.
    [Fact]
    public async Task Mail_OfALinkThatWorksNoMore_IsNotSent()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (email, invitations) = (AccessApp.NewEmail(), lab.Service<InvitationsHandler>());
        var invitation = (await invitations.HandleAsync(new InviteMember(organization.Id, email, MemberRole.CheckIn, "en", owner), Stop)).Value;
        var first = await JobAsync(email);
        Assert.True(await IsSentAsync(first with { Id = Guid.CreateVersion7() }));

        await invitations.HandleAsync(new ResendInvitation(organization.Id, invitation, "en", owner), Stop);
        var second = await JobAsync(email);
        Assert.False(await IsSentAsync(first with { Id = Guid.CreateVersion7() }));
        Assert.True(await IsSentAsync(second));

        await invitations.HandleAsync(new RevokeInvitation(organization.Id, invitation, owner), Stop);
        Assert.False(await IsSentAsync(second with { Id = Guid.CreateVersion7() }));
    }

    private async Task<MailJob> JobAsync(string email) => new(
        Guid.CreateVersion7(), Guid.Empty.ToString(), "member.invited",
        (await lab.Database.ScalarAsync<string>(
            "select payload::text from outbox where type = 'member.invited' and payload->>'email' = $1 order by created_at desc, id desc limit 1",
            email))!,
        Attempt: 1);

    private async Task<bool> IsSentAsync(MailJob job)
    {
        await lab.Service<OrganizationMails>().InvitedAsync(job, Stop);
        return await lab.Database.ScalarAsync<long>("select count(*) from sent_mails where event_id = $1 and sent_at is not null", job.Id) == 1;
    }

    private async Task<(OwnOrganization Organization, string Link, string Email)> InviteAsync(MemberRole role)
    {
        var (organization, owner) = await lab.FoundAsync();
        var email = AccessApp.NewEmail();
        Assert.True((await lab.Service<InvitationsHandler>().HandleAsync(new InviteMember(organization.Id, email, role, "en", owner), Stop)).Succeeded);
        return (organization, await lab.App.LinkOfMailAsync("member.invited", email), email);
    }
}
