using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Tests.Organizations;

/// <summary>Founding an organization: its owner, its name in addresses, and the limit of a subscription.</summary>
public sealed class FoundingTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Founder_OfAnOrganization_IsItsOwnerAndItWaits()
    {
        var (organization, owner) = await lab.FoundAsync("Café Müller, Again");

        Assert.Equal(("cafe-muller-again", MemberRole.Owner, OrganizationStatus.Pending), (organization.Slug, organization.Role!.Value, organization.Status));
        Assert.True(owner.IsOwnerOf(organization.Id));
        Assert.Equal(["organization.founded"], await lab.ActionsAsync(organization.Id));
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from outbox where type = 'organization.founded' and organization_id = $1", organization.Id.Value));
        Assert.Equal(organization, await lab.Service<OwnOrganizations>().FindAsync(organization.Slug, owner, Stop));
        Assert.Equal([organization], await lab.Service<OwnOrganizations>().ListAsync(owner, Stop));
        Assert.Null(await lab.Service<OwnOrganizations>().FindAsync(organization.Slug, await lab.AccountAsync(), Stop));
    }

    [Theory]
    [InlineData("Settings", "settings-2")]
    [InlineData("日本", "organization")]
    [InlineData("  The 'Blue'  Room ", "the-blue-room")]
    public void Slug_OfAName_IsAnAddress(string name, string slug) =>
        Assert.Equal(slug, OrganizationSlug.Choose(name, new HashSet<string>()));

    [Fact]
    public async Task Founders_OfOneName_GetDifferentAddresses()
    {
        var founders = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lab.AccountAsync()));
        var founded = await Task.WhenAll(founders.Select(founder => lab.FoundAsync(founder, "Twenty Houses")));

        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => number == 1 ? "twenty-houses" : $"twenty-houses-{number}").Order(),
            founded.Select(each => each.Value!.Slug).Order());
    }

    [Fact]
    public async Task Limit_RacedByTwenty_Holds()
    {
        var founder = await lab.AccountAsync();

        var founded = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => lab.FoundAsync(founder, $"House {number}")));

        Assert.Equal(PlanLimits.Of(OrganizationPlan.Free).Organizations, founded.Count(each => each.Succeeded));
        Assert.All(founded.Where(each => !each.Succeeded), each =>
            Assert.Equal((FoundingRefusal.LimitReached, 3), (each.Refusal!.Reason, each.Refusal.LimitMax)));
        Assert.Equal(3L, await lab.Database.ScalarAsync<long>("select count(*) from members where user_id = $1", founder.User!.Value.Value));
    }

    [Fact]
    public async Task Limit_OfABetterPlan_IsHigher()
    {
        var founder = await lab.AccountAsync();
        foreach (var number in Enumerable.Range(0, 3))
        {
            Assert.True((await lab.FoundAsync(founder, $"Room {number}")).Succeeded);
        }

        Assert.Equal(FoundingRefusal.LimitReached, (await lab.FoundAsync(founder, "Room 4")).Refusal!.Reason);
        await lab.Database.ExecuteAsync("update organizations set plan = 'pro' where id in (select organization_id from members where user_id = $1)", founder.User!.Value.Value);

        Assert.True((await lab.FoundAsync(founder, "Room 4")).Succeeded);
    }

    [Fact]
    public async Task Founding_WithoutAConfirmedAddressOrAName_IsRefused()
    {
        var handler = lab.Service<FoundOrganizationHandler>();
        var founder = await lab.AccountAsync();

        Assert.Equal(FoundingRefusal.AddressNotConfirmed, (await lab.FoundAsync(Caller.Guest, "Nobody")).Refusal!.Reason);
        Assert.Equal(FoundingRefusal.AddressNotConfirmed, (await lab.FoundAsync(founder with { EmailConfirmed = false }, "Nobody")).Refusal!.Reason);
        var invalid = await handler.HandleAsync(new FoundOrganization(" \u200b ", "no address", "Germany", founder), Stop);

        Assert.Equal(FoundingRefusal.Invalid, invalid.Refusal!.Reason);
        Assert.Equal(["Name", "Email", "Country"], invalid.Refusal.Faults.Select(fault => fault.Field));
        Assert.Empty(await lab.Service<OwnOrganizations>().ListAsync(await lab.ReadAsync(founder), Stop));
    }

    [Theory]
    [InlineData("US", false)]
    [InlineData("DE", true)]
    [InlineData(null, true)]
    public async Task Prices_OfANewOrganization_IncludeTaxWhereUsual(string? country, bool includeTax)
    {
        var founded = await lab.Service<FoundOrganizationHandler>().HandleAsync(
            new FoundOrganization("Tax House", "box@example.org", country, await lab.AccountAsync()), Stop);

        Assert.Equal(includeTax, await lab.Database.ScalarAsync<bool>("select prices_include_tax from organizations where id = $1", founded.Value!.Id.Value));
    }
}
