using Bunit;
using Ticketing.App.Organizations.Admin;
using Ticketing.App.Organizations.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>The pages of organizers and admins, as circuits run them.</summary>
public sealed class OrganizationPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task FoundPage_Submitted_LeadsToTheOrganization()
    {
        var founder = await lab.AccountAsync();
        await using var page = await OfficePage<FoundPage>.OpenAsync(lab.App.Services, founder.Email, "#organization-name", _ => { });
        page.WaitFor(() => Assert.Equal(founder.Email, page.Markup.Find("#organization-email").GetAttribute("value")));

        await page.SubmitAsync("form");
        page.WaitFor(() => Assert.Contains("Check the marked fields", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", page.Markup.Find("#organization-name").GetAttribute("aria-invalid"));

        await page.ChangeAsync("#organization-name", "Haus am Kanal");
        await page.ChangeAsync("#organization-country", "DE");
        await page.SubmitAsync("form");

        page.WaitFor(() => Assert.EndsWith("/organizer/haus-am-kanal", page.Address, StringComparison.Ordinal));
        Assert.Equal("DE", await lab.Database.ScalarAsync<string>("select country from organizations where slug = 'haus-am-kanal'"));
    }

    [Fact]
    public async Task TeamPage_OfAnOwner_InvitesChangesAndRemoves()
    {
        var (organization, owner) = await lab.FoundAsync();
        var member = await lab.MemberAsync(organization.Id, MemberRole.Analyst);
        await using var page = await OpenTeamAsync(organization, owner);
        var email = AccessApp.NewEmail();

        await page.ChangeAsync("#invite-email", "no address");
        await page.SubmitAsync("section[aria-labelledby=invite-title] form");
        page.WaitFor(() => Assert.Contains("like name@example.com", page.Markup.Find("#invite-email-hint").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync("#invite-email", email);
        await page.ChangeAsync("#invite-check-in", "check-in");
        await page.SubmitAsync("section[aria-labelledby=invite-title] form");
        page.WaitForMessage($"on its way to {email}");
        page.WaitFor(() => Assert.Contains(email, page.Markup.Find(".team-invitations").TextContent, StringComparison.Ordinal));
        Assert.Equal("check-in", await lab.Database.ScalarAsync<string>("select role from member_invitations where email = $1", email));

        await page.ConfirmAsync(() => page.ClickAsync($"button[aria-label='Revoke: {email}']"));
        page.WaitForMessage("The invitation is revoked.");
        page.WaitFor(() => Assert.Contains("There are no open invitations", page.Markup.Markup, StringComparison.Ordinal));

        await page.ConfirmAsync(() => page.ChangeAsync($"#role-{member.User}", "manager"));
        page.WaitForMessage("is now Manager");
        Assert.Equal("manager", await lab.RoleAsync(organization.Id, member));

        await page.ConfirmAsync(() => page.ClickAsync("button[aria-label='Remove: Anna Berg']"));
        page.WaitForMessage("is removed");
        Assert.Null(await lab.RoleAsync(organization.Id, member));
        page.WaitFor(() => Assert.Equal("1 member", page.Markup.Find(".admin-head [role=status]").TextContent));

        await page.ConfirmAsync(() => page.ClickAsync("tbody .team-acts button"));
        page.WaitFor(() => Assert.Contains("needs at least one owner", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TeamPage_WithoutARecentProof_AsksForItAndKeepsTheAddress()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<TeamPage>.OpenAsync(
            lab.App.Services, owner.Email, "table", builder => builder.Add(p => p.Slug, organization.Slug), hasOldProof: true);
        var email = AccessApp.NewEmail();

        await page.ChangeAsync("#invite-email", email);
        await page.SubmitAsync("section[aria-labelledby=invite-title] form");

        page.WaitFor(() => Assert.Contains("/account/proof?", page.Address, StringComparison.Ordinal));
        Assert.Equal(email, page.Markup.Find("#invite-email").GetAttribute("value"));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from member_invitations where email = $1", email));
    }

    [Fact]
    public async Task TeamPage_OfAnAnalyst_ShowsNamesOnly()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OpenTeamAsync(organization, await lab.MemberAsync(organization.Id, MemberRole.Analyst));

        Assert.DoesNotContain(owner.Email, page.Markup.Markup, StringComparison.Ordinal);
        Assert.Empty(page.Markup.FindAll("select"));
        Assert.Empty(page.Markup.FindAll("#invite-email"));
        await page.ConfirmAsync(() => page.ClickAsync("tbody .team-acts button"));
        page.WaitFor(() => Assert.EndsWith("/organizer", page.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TeamPage_OfARemovedMember_EndsWithTheNextAction()
    {
        var (organization, owner) = await lab.FoundAsync();
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);
        await using var page = await OpenTeamAsync(organization, manager);
        Assert.True((await lab.Service<ManageMembersHandler>().HandleAsync(new RemoveMember(organization.Id, manager.User!.Value, owner), Stop)).Succeeded);

        await page.ChangeAsync("#invite-email", AccessApp.NewEmail());
        await page.SubmitAsync("section[aria-labelledby=invite-title] form");

        page.WaitFor(() => Assert.Contains("There is no such page", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(owner.Email, page.Markup.Markup, StringComparison.Ordinal);
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from member_invitations where organization_id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task SettingsPage_OvertakenByAnotherSave_TellsAndKeepsWhatWasTyped()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<SettingsPage>.OpenAsync(
            lab.App.Services, owner.Email, "#settings-name", builder => builder.Add(p => p.Slug, organization.Slug));
        var settings = lab.Service<ChangeOrganizationHandler>();
        var stored = await settings.ReadAsync(organization.Id, owner, Stop);
        await settings.HandleAsync(new ChangeOrganization(organization.Id, stored! with { Name = "Westlicht" }, stored, owner), Stop);

        await page.ChangeAsync("#settings-refund-hours", "12");
        await page.SubmitAsync("form");

        page.WaitFor(() => Assert.Contains("Name: Westlicht", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("12", page.Markup.Find("#settings-refund-hours").GetAttribute("value"));
        Assert.Equal(stored with { Name = "Westlicht" }, await settings.ReadAsync(organization.Id, owner, Stop));

        await page.SubmitAsync("form");
        page.WaitForMessage("The settings are saved.");
        Assert.Equal(stored with { RefundHoursBefore = 12 }, await settings.ReadAsync(organization.Id, owner, Stop));
    }

    [Fact]
    public async Task SettingsPage_WithLimitsOfRefunds_StoresThem()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<SettingsPage>.OpenAsync(
            lab.App.Services, owner.Email, "#settings-name", builder => builder.Add(p => p.Slug, organization.Slug));

        await page.ChangeAsync("#settings-limit-manager", "much");
        await page.SubmitAsync("form");
        page.WaitFor(() => Assert.Equal("true", page.Markup.Find("#settings-limit-manager").GetAttribute("aria-invalid")));

        await page.ChangeAsync("#settings-limit-manager", "250");
        await page.ChangeAsync("#settings-limit-box-office", "80.50");
        await page.ChangeAsync("#settings-limit-currency", "USD");
        await page.SubmitAsync("form");

        page.WaitForMessage("The settings are saved.");
        Assert.Equal(
            new RefundLimits(25_000, 8_050, "USD"),
            (await lab.Service<ChangeOrganizationHandler>().ReadAsync(organization.Id, owner, Stop))!.RefundLimits);
    }

    [Fact]
    public async Task AdminsPage_OfAnOrganization_SuspendsWithAReasonAndApproves()
    {
        var (organization, owner) = await lab.FoundAsync();
        var admin = await lab.AccountAsync(role: Roles.Admin);
        await using var page = await OfficePage<OrganizationPage>.OpenAsync(
            lab.App.Services, admin.Email, ".admin-head .badge", builder => builder.Add(p => p.Id, organization.Id.Value));
        Assert.Contains(owner.Email, page.Markup.Markup, StringComparison.Ordinal);

        await page.SubmitAsync("section[aria-labelledby=decision-title] form");
        page.WaitFor(() => Assert.Contains("Enter a reason", page.Markup.Find("#reason-hint").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync("#reason", "no imprint");
        await page.ConfirmAsync(() => page.SubmitAsync("section[aria-labelledby=decision-title] form"));
        page.WaitFor(() => Assert.Equal("Suspended", page.Markup.Find(".admin-head .badge").TextContent));
        Assert.Contains("no imprint", page.Markup.Markup, StringComparison.Ordinal);

        await page.ConfirmAsync(() => page.ClickAsync("section[aria-labelledby=decision-title] .button-primary"));
        page.WaitFor(() => Assert.Equal("Approved", page.Markup.Find(".admin-head .badge").TextContent));

        await page.ChangeAsync("#plan-choice", "enterprise");
        await page.ClickAsync("section[aria-labelledby=plan-title] button");
        page.WaitForMessage("The plan is set.");
        Assert.Equal("enterprise", await lab.Database.ScalarAsync<string>("select plan from organizations where id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task AdminsPage_OfAUser_SetsRoles()
    {
        var (admin, user) = (await lab.AccountAsync(role: Roles.Admin), await lab.AccountAsync());
        await using var page = await OfficePage<UserPage>.OpenAsync(
            lab.App.Services, admin.Email, "#role-staff", builder => builder.Add(p => p.Id, user.User!.Value.Value));

        await page.ChangeAsync("#role-staff", true);
        await page.ConfirmAsync(() => page.SubmitAsync("form"));

        page.WaitForMessage("The roles are set.");
        page.WaitFor(() => Assert.Contains(admin.Email, page.Markup.Find(".admin-trail").TextContent, StringComparison.Ordinal));
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = $1 and r.name = 'staff'", user.User!.Value.Value));
    }

    private Task<OfficePage<TeamPage>> OpenTeamAsync(OwnOrganization organization, Caller caller) =>
        OfficePage<TeamPage>.OpenAsync(lab.App.Services, caller.Email, "table", builder => builder.Add(p => p.Slug, organization.Slug));
}
