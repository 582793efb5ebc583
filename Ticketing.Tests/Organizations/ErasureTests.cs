using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Organizations;

/// <summary>What an account's erasure must leave: an admin of the site, and an owner of each organization with members.</summary>
public sealed class ErasureTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private const string Admins = "select count(*) from user_roles ur join roles r on r.id = ur.role_id where r.name = 'admin'";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LastAdmin_Erasing_IsKept()
    {
        await lab.Database.ExecuteAsync("delete from user_roles");
        var admin = await lab.AccountAsync(role: Roles.Admin);

        Assert.Equal(ErasureRefusal.LastAdmin, await FindObstacleAsync(admin));
        Assert.Equal(ErasureRefusal.LastAdmin, await EraseAsync(admin));
        Assert.True(await ExistsAsync(admin));

        await lab.AccountAsync(role: Roles.Admin);
        Assert.Null(await FindObstacleAsync(admin));
        Assert.Null(await EraseAsync(admin));
        Assert.False(await ExistsAsync(admin));
    }

    [Fact]
    public async Task Admins_ErasingThemselvesAtOnce_LeaveOne()
    {
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await lab.Database.ExecuteAsync("delete from user_roles");
            Caller[] admins = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => lab.AccountAsync(role: Roles.Admin)))];

            var refusals = await Task.WhenAll(admins.Select(EraseAsync));

            Assert.Equal(ErasureRefusal.LastAdmin, Assert.Single(refusals, refusal => refusal is not null));
            Assert.Equal(1L, await lab.Database.ScalarAsync<long>(Admins));
        }
    }

    [Theory]
    [InlineData("en", "You are the only admin of this site.")]
    [InlineData("de", "Sie sind der einzige Administrator der Website.")]
    public async Task LastAdmin_OnThePrivacyPage_IsToldBeforeAnythingIsErased(string language, string sentence)
    {
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync("delete from user_roles");
        await lab.Database.ExecuteAsync(
            "insert into user_roles (user_id, role_id) select u.id, r.id from users u, roles r where u.email = $1 and r.name = 'admin'", email);
        using var browser = lab.App.OpenBrowser(language);
        await AccessApp.LogInAsync(browser, email, AccessApp.Password);

        var page = await browser.SubmitAsync("/account/privacy", "erase", ("Form.Password", AccessApp.Password));

        Assert.Contains(sentence, page.Text, StringComparison.Ordinal);
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>("select count(*) from users where email = $1", email));
    }

    [Fact]
    public async Task OnlyMember_Erased_SuspendsTheOrganizationAndEndsAllMemberships()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (other, otherOwner) = await lab.FoundAsync();
        await lab.Database.ExecuteAsync("update organizations set status = 'approved' where id in ($1, $2)", organization.Id.Value, other.Id.Value);
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) values ($1, $2, 'analyst')", other.Id.Value, owner.User!.Value.Value);

        // The question changes nothing.
        Assert.Null(await FindObstacleAsync(owner));
        Assert.Equal("approved", await StatusAsync(organization.Id));
        Assert.Null(await EraseAsync(owner));

        Assert.Equal(("suspended", "approved"), (await StatusAsync(organization.Id), await StatusAsync(other.Id)));
        Assert.Equal(Organization.NoOwnerReason, await lab.Database.ScalarAsync<string>(
            "select status_reason from organizations where id = $1", organization.Id.Value));
        Assert.Equal(["member.left", "organization.founded", "organization.suspended"], (await lab.ActionsAsync(organization.Id)).Order());
        Assert.Equal(["member.left", "organization.founded"], (await lab.ActionsAsync(other.Id)).Order());
        foreach (var id in new[] { organization.Id, other.Id })
        {
            Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
                "select count(*) from outbox where type = 'member.left' and aggregateid = $1", id.ToString()));
        }

        Assert.Equal("owner", await lab.RoleAsync(other.Id, otherOwner));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from members where user_id = $1", owner.User.Value.Value));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>(
            "select count(*) from audit_entries a where a::text ilike '%' || $1 || '%'", owner.Email));
    }

    [Fact]
    public async Task OnlyMember_ErasedOfASuspendedOrganization_KeepsTheAdminsReason()
    {
        var (organization, owner) = await lab.FoundAsync();
        await lab.Database.ExecuteAsync(
            "update organizations set status = 'suspended', status_reason = 'Fraud' where id = $1", organization.Id.Value);

        Assert.Null(await EraseAsync(owner));

        Assert.Equal("Fraud", await lab.Database.ScalarAsync<string>("select status_reason from organizations where id = $1", organization.Id.Value));
        Assert.DoesNotContain("organization.suspended", await lab.ActionsAsync(organization.Id));
    }

    // The member is made owner, and the owner manager, by a transaction that commits while the erasure waits for the member's row.
    [Fact]
    public async Task Member_MadeOwnerWhileErasing_IsKept()
    {
        var (organization, owner) = await lab.FoundAsync();
        var heir = await lab.MemberAsync(organization.Id, MemberRole.Manager);
        await using var connection = await lab.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await SetRoleAsync(connection, organization.Id, heir, MemberRole.Owner);
        await SetRoleAsync(connection, organization.Id, owner, MemberRole.Manager);

        var erasing = EraseAsync(heir);
        await Eventually.TrueAsync(async () => await lab.Database.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%members%'") > 0);
        await transaction.CommitAsync(Stop);

        Assert.Equal(ErasureRefusal.LastOwner, await erasing);
        Assert.True(await ExistsAsync(heir));
        Assert.Equal(("manager", "owner"), (await lab.RoleAsync(organization.Id, owner), await lab.RoleAsync(organization.Id, heir)));
    }

    private static async Task SetRoleAsync(NpgsqlConnection connection, OrganizationId organization, Caller member, MemberRole role)
    {
        await using var command = new NpgsqlCommand("update members set role = $1 where organization_id = $2 and user_id = $3", connection);
        command.Parameters.AddWithValue(role.ToWord());
        command.Parameters.AddWithValue(organization.Value);
        command.Parameters.AddWithValue(member.User!.Value.Value);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private Task<string?> StatusAsync(OrganizationId organization) =>
        lab.Database.ScalarAsync<string>("select status from organizations where id = $1", organization.Value);

    private async Task<ErasureRefusal?> FindObstacleAsync(Caller caller)
    {
        await using var scope = lab.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EraseAccountHandler>().FindObstacleAsync(caller.User!.Value, Stop);
    }

    private async Task<ErasureRefusal?> EraseAsync(Caller caller)
    {
        await using var scope = lab.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EraseAccountHandler>().HandleAsync(caller.User!.Value, Stop);
    }

    private async Task<bool> ExistsAsync(Caller caller) =>
        await lab.Database.ScalarAsync<long>("select count(*) from users where id = $1", caller.User!.Value.Value) == 1;
}
