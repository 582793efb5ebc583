using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Users;

namespace Ticketing.Tests.Organizations;

/// <summary>Admins find accounts and set their roles at the site, and the site always has an admin.</summary>
public sealed class SiteRolesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SetSiteRolesHandler Setting => lab.Service<SetSiteRolesHandler>();

    [Fact]
    public async Task SettingSetByAnAdmin_AreStoredAuditedAndEndSessions()
    {
        var (admin, user) = (await lab.AccountAsync(role: Roles.Admin), await lab.AccountAsync());
        var id = user.User!.Value;

        var set = await Setting.HandleAsync(new SetSiteRoles(id, IsStaff: true, IsAdmin: false, admin), Stop);
        Assert.Equal([Roles.Staff], set.Value!);
        var view = await lab.Service<UserDesk>().FindAsync(id, admin, Stop);
        Assert.Equal([Roles.Staff], view!.Row.Roles);
        Assert.Equal((1, admin.Email), (view.Trail.Count, view.Trail[0].Actor));
        Assert.NotEqual("stamp", await lab.Database.ScalarAsync<string>("select security_stamp from users where id = $1", id.Value));

        Assert.Empty((await Setting.HandleAsync(new SetSiteRoles(id, IsStaff: false, IsAdmin: false, admin), Stop)).Value!);
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from user_roles where user_id = $1", id.Value));
    }

    [Fact]
    public async Task Admins_RemovingEachOtherAtOnce_LeaveOne()
    {
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await lab.Database.ExecuteAsync("delete from user_roles");
            Caller[] admins = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => lab.AccountAsync(role: Roles.Admin)))];

            var outcomes = await Task.WhenAll(admins.Select((admin, at) => Setting.HandleAsync(
                new SetSiteRoles(admins[(at + 1) % admins.Length].User!.Value, false, false, admin), Stop)));

            Assert.Contains(outcomes, outcome => outcome.Succeeded);
            Assert.True(await lab.Database.ScalarAsync<long>(
                "select count(*) from user_roles ur join roles r on r.id = ur.role_id where r.name = 'admin'") >= 1);
        }
    }

    [Fact]
    public async Task LastAdmin_Demoted_IsKept()
    {
        await lab.Database.ExecuteAsync("delete from user_roles");
        var admin = await lab.AccountAsync(role: Roles.Admin);

        Assert.Equal(SiteRolesRefusal.LastAdmin, (await Setting.HandleAsync(new SetSiteRoles(admin.User!.Value, true, false, admin), Stop)).Refusal);
        Assert.Equal([Roles.Staff, Roles.Admin], (await Setting.HandleAsync(new SetSiteRoles(admin.User.Value, true, true, admin), Stop)).Value!);
    }

    [Fact]
    public async Task SettingSetByOthersOrWithoutAProof_AreRefused()
    {
        var (admin, user) = (await lab.AccountAsync(role: Roles.Admin), await lab.AccountAsync());
        var stale = admin with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };

        Assert.Equal(SiteRolesRefusal.ProofNeeded, (await Setting.HandleAsync(new SetSiteRoles(user.User!.Value, true, true, stale), Stop)).Refusal);
        foreach (var caller in new[] { Caller.Guest, user, await lab.AccountAsync(role: Roles.Staff) })
        {
            Assert.Equal(SiteRolesRefusal.NotFound, (await Setting.HandleAsync(new SetSiteRoles(user.User.Value, true, true, caller), Stop)).Refusal);
            Assert.Null(await lab.Service<UserDesk>().FindAsync(user.User.Value, caller, Stop));
            Assert.Empty((await lab.Service<UserDesk>().ListAsync(new ListUsers(caller), Stop)).Rows);
        }

        Assert.Equal(SiteRolesRefusal.NotFound, (await Setting.HandleAsync(new SetSiteRoles(UserId.New(), true, true, admin), Stop)).Refusal);
    }

    [Fact]
    public async Task Users_Searched_AreFoundWithTheirMemberships()
    {
        var admin = await lab.AccountAsync(role: Roles.Admin);
        var (organization, owner) = await lab.FoundAsync();
        var desk = lab.Service<UserDesk>();

        var found = await desk.ListAsync(new ListUsers(admin, owner.Email.ToUpperInvariant()), Stop);
        var row = Assert.Single(found.Rows);
        Assert.Equal((owner.User!.Value, organization.Id, MemberRole.Owner), (row.Id, row.Memberships[0].OrganizationId, row.Memberships[0].Role));
        Assert.Contains((await desk.ListAsync(new ListUsers(admin, Role: Roles.Admin), Stop)).Rows, user => user.Id == admin.User);
        Assert.Empty((await desk.ListAsync(new ListUsers(admin, owner.Email, Roles.Staff), Stop)).Rows);

        await Task.WhenAll(Enumerable.Range(0, UserDesk.PageSize).Select(_ => lab.AccountAsync()));
        var first = await desk.ListAsync(new ListUsers(admin, "anna"), Stop);
        var second = await desk.ListAsync(new ListUsers(admin, "anna", Before: first.Next), Stop);
        Assert.Equal(UserDesk.PageSize, first.Rows.Count);
        Assert.Empty(first.Rows.Select(user => user.Id).Intersect(second.Rows.Select(user => user.Id)));
        Assert.NotEmpty(second.Rows);
    }
}
