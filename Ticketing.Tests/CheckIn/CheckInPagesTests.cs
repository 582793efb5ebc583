using Bunit;
using Ticketing.App.CheckIn.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.CheckIn;

/// <summary>The organizer's pages of the door, as circuits run them.</summary>
public sealed class CheckInPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    [Fact]
    public async Task Pages_OfAManager_SetUpADoor()
    {
        var (slug, sale, manager) = await NewSaleAsync(MemberRole.Manager);
        await using (var page = await OfficePage<CheckInPage>.OpenAsync(lab.App.Services, manager.Email, ".venue-gates button", it => it.Add(page => page.Slug, slug)))
        {
            await page.ClickAsync(".venue-gates button");
            await page.SubmitAsync(".venue-gates form");
            page.WaitFor(() => Assert.Contains("Enter a name", page.Markup.Find(".venue-gates .field-error").TextContent, StringComparison.Ordinal));
            await page.ChangeAsync(".venue-gates form input", "North");
            await page.SubmitAsync(".venue-gates form");
            page.WaitForMessage("The gate North is added.");
            Assert.Contains(sale.Id.ToString(), page.Markup.Find("section[aria-labelledby=dates-title] tbody a").GetAttribute("href"), StringComparison.Ordinal);
        }

        await using (var page = await OfficePage<DoorPage>.OpenAsync(
            lab.App.Services, manager.Email, ".door-add button", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value)))
        {
            await page.ClickAsync(".door-add button");
            await page.ChangeAsync("#gate-capacity", "x");
            await page.SubmitAsync(".gate-policy");
            page.WaitFor(() => Assert.Contains("whole number", page.Markup.Find(".gate-policy .field-error").TextContent, StringComparison.Ordinal));
            await page.ChangeAsync("#gate-capacity", "100");
            await page.ChangeAsync("#gate-policy", "Reentry");
            await page.SubmitAsync(".gate-policy");
            page.WaitForMessage("The gate North is saved.");
            await page.SubmitAsync(".door-say");
            page.WaitFor(() => Assert.Contains("at most 200", page.Markup.Find("#door-say-hint").TextContent, StringComparison.Ordinal));
            await page.ConfirmAsync(() => page.ClickAsync("section[aria-labelledby=gates-title] tbody button"));
            page.WaitForMessage("The gate North is closed.");
        }

        Assert.Equal("reentry 100 t", await lab.Database.ScalarAsync<string>(
            "select concat_ws(' ', policy, capacity, closes_at is not null) from performance_gates where performance_id = $1", sale.Id.Value));
        await using var devices = await OfficePage<DevicesPage>.OpenAsync(lab.App.Services, manager.Email, "#device-name", it => it.Add(page => page.Slug, slug));
        await devices.ChangeAsync("#device-name", "North 1");
        await devices.SubmitAsync("section[aria-labelledby=new-device-title] form");
        devices.WaitFor(() => Assert.Contains("at least one date", devices.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await devices.ChangeAsync($"#date-{sale.Id}", true);
        await devices.SubmitAsync("section[aria-labelledby=new-device-title] form");
        devices.WaitFor(() => Assert.Contains("/checkin/enrol#", devices.Markup.Find("#device-link").GetAttribute("value"), StringComparison.Ordinal));
        Assert.NotNull(devices.Markup.Find(".device-link svg"));
        await devices.ConfirmAsync(() => devices.ClickAsync(".device-acts button:nth-of-type(2)"));
        devices.WaitForMessage("The device North 1 is revoked.");
    }

    [Theory]
    [InlineData(MemberRole.Analyst, false)]
    [InlineData(MemberRole.BoxOffice, false)]
    [InlineData(MemberRole.CheckIn, true)]
    public async Task Pages_OfOtherRoles_ShowFiguresToCheckInOnly(MemberRole role, bool sees)
    {
        var (slug, sale, member) = await NewSaleAsync(role);
        await using var door = await OfficePage<DoorPage>.OpenAsync(
            lab.App.Services, member.Email, sees ? ".door-figures" : ".notice", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value));
        await using var devices = await OfficePage<DevicesPage>.OpenAsync(lab.App.Services, member.Email, ".notice", it => it.Add(page => page.Slug, slug));

        Assert.Empty(door.Markup.FindAll("form"));
        Assert.Empty(door.Markup.FindAll("a[download]"));
        Assert.Empty(devices.Markup.FindAll("form"));
    }

    private async Task<(string Slug, TestSale Sale, Caller Member)> NewSaleAsync(MemberRole role)
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource, new TestSaleTerms());
        var organization = new OrganizationId(await lab.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value));
        var slug = await lab.Database.ScalarAsync<string>("select slug from organizations where id = $1", organization.Value);
        return (slug!, sale, await lab.MemberAsync(organization, role));
    }
}
