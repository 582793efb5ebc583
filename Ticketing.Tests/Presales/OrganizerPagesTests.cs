using Bunit;
using Ticketing.App.Ordering.Campaigns;
using Ticketing.App.Presales.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Presales;

/// <summary>The organizers' pages of presales and promo campaigns, as circuits run them.</summary>
public sealed class OrganizerPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    [Fact]
    public async Task PresalesPage_Submitted_CreatesAPresaleAndItsPageItsCodes()
    {
        var (slug, show, owner) = await NewEventAsync(MemberRole.Owner);
        await using var list = await OfficePage<PresalesPage>.OpenAsync(
            lab.App.Services, owner.Email, "#presale-name", page => page.Add(it => it.Slug, slug).Add(it => it.EventId, show));

        await list.SubmitAsync("section[aria-labelledby=new-presale-title] form");
        list.WaitFor(() => Assert.Contains("Give the presale a name", list.Markup.Find("#presale-name-hint").TextContent, StringComparison.Ordinal));
        await list.ChangeAsync("#presale-name", "Newsletter");
        await list.ChangeAsync("#presale-opens", "2027-03-28T02:30");
        await list.ChangeAsync("#presale-closes", "2027-04-01T10:00");
        await list.SubmitAsync("section[aria-labelledby=new-presale-title] form");
        list.WaitFor(() => Assert.Contains("that the clocks at the venue show once", list.Markup.Find("#presale-opens-hint").TextContent, StringComparison.Ordinal));
        await list.ChangeAsync("#presale-opens", "2027-03-28T03:30");
        await list.SubmitAsync("section[aria-labelledby=new-presale-title] form");
        list.WaitForMessage("The presale is created.");
        var presale = await lab.Database.ScalarAsync<Guid>("select id from presales where event_id = $1", show);
        list.WaitFor(() => Assert.EndsWith($"/presales/{presale}", list.Address, StringComparison.Ordinal));
        Assert.Equal(
            new DateTime(2027, 3, 28, 1, 30, 0, DateTimeKind.Utc), await lab.Database.ScalarAsync<DateTime>("select opens_at from presales where id = $1", presale));

        await using var one = await OfficePage<PresalePage>.OpenAsync(
            lab.App.Services, owner.Email, "#code-count",
            page => page.Add(it => it.Slug, slug).Add(it => it.EventId, show).Add(it => it.Presale, presale));
        await one.ChangeAsync("#code-count", "30");
        await one.SubmitAsync("section[aria-labelledby=make-title] form");
        one.WaitForMessage("30 codes are made.");
        one.WaitFor(() => Assert.Equal(25, one.Markup.FindAll("section[aria-labelledby=codes-title] tbody tr").Count));
        await one.ConfirmAsync(() => one.ClickAsync("section[aria-labelledby=codes-title] tbody tr button"));
        one.WaitForMessage("is revoked.");
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>("select count(*) from access_codes where presale_id = $1 and revoked_at is not null", presale));

        // A change by another member is not undone unnoticed, and what was typed stays.
        await lab.Database.ExecuteAsync("update presales set seats_per_buyer_max = 3 where id = $1", presale);
        await one.ChangeAsync("#presale-name", "Mine");
        await one.SubmitAsync("section[aria-labelledby=settings-title] form");
        one.WaitFor(() => Assert.Contains("Another member has changed", one.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Mine", one.Markup.Find("#presale-name").GetAttribute("value"));
        Assert.Equal("Newsletter 3", await lab.Database.ScalarAsync<string>("select concat_ws(' ', name, seats_per_buyer_max) from presales where id = $1", presale));
        await one.SubmitAsync("section[aria-labelledby=settings-title] form");
        one.WaitForMessage("The presale is saved.");
        Assert.Equal("Mine", await lab.Database.ScalarAsync<string>("select concat_ws(' ', name, seats_per_buyer_max) from presales where id = $1", presale));

        await one.ConfirmAsync(() => one.ClickAsync("section[aria-labelledby=settings-title] > button"));
        one.WaitFor(() => Assert.EndsWith($"/events/{show}/presales", one.Address, StringComparison.Ordinal));
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from access_codes where presale_id = $1", presale));
    }

    [Fact]
    public async Task PromosPage_Submitted_CreatesACampaignWithItsCode()
    {
        var (slug, show, owner) = await NewEventAsync(MemberRole.Manager);
        await using var list = await OfficePage<PromosPage>.OpenAsync(
            lab.App.Services, owner.Email, "#campaign-name", page => page.Add(it => it.Slug, slug));

        await list.SubmitAsync("section[aria-labelledby=new-campaign-title] form");
        list.WaitFor(() => Assert.Contains("Give the campaign a name", list.Markup.Find("#campaign-name-hint").TextContent, StringComparison.Ordinal));
        await list.ChangeAsync("#campaign-name", "Early birds");
        await list.ChangeAsync("#campaign-value", "12,5");
        await list.ChangeAsync("#campaign-event", show.ToString());
        await list.ChangeAsync("#campaign-until", "2027-05-31");
        await list.ChangeAsync("#code-text", "early");
        await list.SubmitAsync("section[aria-labelledby=new-campaign-title] form");
        list.WaitForMessage("The campaign is created.");

        Assert.Equal(
            $"EARLY 1250 {show} 2027-06-01 1",
            await lab.Database.ScalarAsync<string>(
                "select format('%s %s %s %s %s', code, value, event_id, (valid_until at time zone 'utc')::date, uses_per_buyer_max) from promo_codes where event_id = $1", show));
        var campaign = await lab.Database.ScalarAsync<Guid>("select id from promo_campaigns where event_id = $1", show);

        await using var one = await OfficePage<PromoPage>.OpenAsync(
            lab.App.Services, owner.Email, "#campaign-name", page => page.Add(it => it.Slug, slug).Add(it => it.Campaign, campaign));
        Assert.Equal("12.5", one.Markup.Find("#campaign-value").GetAttribute("value"));
        Assert.Equal("2027-05-31", one.Markup.Find("#campaign-until").GetAttribute("value"));
        Assert.Contains("promo=EARLY", one.Markup.Find("section[aria-labelledby=codes-title] tbody a").GetAttribute("href"), StringComparison.Ordinal);
        await one.ChangeAsync("#campaign-active", false);
        await one.SubmitAsync("section[aria-labelledby=settings-title] form");
        one.WaitForMessage("The campaign is saved.");
        Assert.False(await lab.Database.ScalarAsync<bool>("select is_active from promo_codes where campaign_id = $1", campaign));

        await lab.Database.ExecuteAsync("update promo_campaigns set uses_max = 50 where id = $1", campaign);
        await one.ChangeAsync("#campaign-name", "Mine");
        await one.SubmitAsync("section[aria-labelledby=settings-title] form");
        one.WaitFor(() => Assert.Contains("Another member has changed", one.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Mine", one.Markup.Find("#campaign-name").GetAttribute("value"));
        Assert.Equal("Early birds 50", await lab.Database.ScalarAsync<string>("select concat_ws(' ', name, uses_max) from promo_campaigns where id = $1", campaign));
    }

    [Fact]
    public async Task Pages_OfTheBoxOffice_ShowNothing()
    {
        var (slug, show, member) = await NewEventAsync(MemberRole.BoxOffice);
        await using var presales = await OfficePage<PresalesPage>.OpenAsync(
            lab.App.Services, member.Email, ".notice", page => page.Add(it => it.Slug, slug).Add(it => it.EventId, show));
        await using var promos = await OfficePage<PromosPage>.OpenAsync(lab.App.Services, member.Email, ".notice", page => page.Add(it => it.Slug, slug));

        Assert.Empty(presales.Markup.FindAll("form"));
        Assert.Empty(promos.Markup.FindAll("form"));
    }

    // An organization with one event in Berlin whose general sale begins in 2098, and an account with a role there.
    private async Task<(string Slug, Guid Event, Caller Member)> NewEventAsync(MemberRole role)
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource, new TestSaleTerms { OnSaleAt = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var organization = await lab.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value);
        var slug = await lab.Database.ScalarAsync<string>("select slug from organizations where id = $1", organization);
        var show = await lab.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", sale.Id.Value);
        return (slug!, show, await lab.MemberAsync(new OrganizationId(organization), role));
    }
}
