using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Tests.Access;

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
