using Bunit;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BoxOffice.Organizer;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering.Reductions;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.BoxOffice;

/// <summary>The pages of the box office, as circuits run them.</summary>
public sealed class BoxOfficePagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    [Fact]
    public async Task HoldsPage_Submitted_SetsSeatsAsideAndReleasesThem()
    {
        var (slug, sale, show, manager) = await NewSaleAsync(MemberRole.Manager);
        await using var page = await OfficePage<HoldsPage>.OpenAsync(
            lab.App.Services, manager.Email, "#allotment-name", it => it.Add(page => page.Slug, slug).Add(page => page.EventId, show));

        Assert.NotNull(page.Markup.Find("[data-testid=no-allotments]"));
        await page.SubmitAsync("section[aria-labelledby=allotment-title] form");
        page.WaitFor(() => Assert.Contains("Give the allotment a name", page.Markup.Find("#allotment-name-hint").TextContent, StringComparison.Ordinal));
        await page.ChangeAsync("#allotment-name", "Radio");
        await page.ChangeAsync("#seats", "Stalls-A");
        await page.SubmitAsync("section[aria-labelledby=allotment-title] form");
        page.WaitForMessage("The seats are set aside.");
        page.WaitFor(() => Assert.Equal(["0", "0", "4"], Numbers(page.Markup)));
        Assert.Equal(4L, await lab.Database.ScalarAsync<long>(
            "select count(*) from seats where performance_id = $1 and allotment_id is not null", sale.Id.Value));

        await page.ClickAsync("tbody tr button");
        page.WaitFor(() => Assert.NotNull(page.Markup.Find("#release-seats")));
        await page.ChangeAsync("#seats", "Stalls-A-1");
        await page.ClickAsync("#release-seats");
        page.WaitForMessage("The seats are on sale to the public.");
        page.WaitFor(() => Assert.Equal(["0", "0", "3"], Numbers(page.Markup)));
        await page.ChangeAsync("#seats", "Stalls-B, Balcony");
        await page.ClickAsync("#add-seats");
        page.WaitFor(() => Assert.Contains("Balcony", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.ConfirmAsync(() => page.ClickAsync("#release-all"));
        page.WaitForMessage("The allotment has ended.");
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from seats where performance_id = $1 and status <> 0", sale.Id.Value));
    }

    [Fact]
    public async Task SellPages_OfAMember_OpenAShiftAndSell()
    {
        var (slug, sale, _, clerk) = await NewSaleAsync(MemberRole.BoxOffice);
        await using (var list = await OfficePage<SellListPage>.OpenAsync(
            lab.App.Services, clerk.Email, "#shift-float", it => it.Add(page => page.Slug, slug)))
        {
            Assert.Contains(sale.Id.ToString(), list.Markup.Find("section[aria-labelledby=dates-title] tbody a").GetAttribute("href"), StringComparison.Ordinal);
            await list.ChangeAsync("#shift-float", "abc");
            await list.SubmitAsync("section[aria-labelledby=shift-title] form");
            list.WaitFor(() => Assert.Contains("Enter an amount", list.Markup.Find("#shift-float-hint").TextContent, StringComparison.Ordinal));
            await list.ChangeAsync("#shift-float", "150,00");
            await list.SubmitAsync("section[aria-labelledby=shift-title] form");
            list.WaitForMessage("Your shift is open.");
        }

        await using (var page = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, clerk.Email, ".desk-quick button", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value)))
        {
            await page.ClickAsync(".desk-quick button:nth-of-type(2)");
            page.WaitFor(() => Assert.Equal(2, page.Markup.FindAll("[data-testid=desk-lines] li").Count));
            await page.Markup.InvokeAsync(() => page.Markup.Find("#given").InputAsync(new ChangeEventArgs { Value = "100" }));
            page.WaitFor(() => Assert.Contains("7.00", page.Markup.Find("#given-hint").TextContent, StringComparison.Ordinal));
            await page.SubmitAsync("[data-testid=sell-form]");
            page.WaitForMessage("Sold.");
            page.WaitFor(() => Assert.Contains("7.00", page.Markup.Find("[data-testid=sold]").TextContent, StringComparison.Ordinal));
            Assert.Contains("/receipt.pdf", page.Markup.Find("#print-receipt").GetAttribute("href"), StringComparison.Ordinal);
            await page.ClickAsync("#next-sale");
            page.WaitFor(() => Assert.NotNull(page.Markup.Find("[data-testid=no-seats]")));
        }

        await using var again = await OfficePage<SellListPage>.OpenAsync(
            lab.App.Services, clerk.Email, "#shift-counted", it => it.Add(page => page.Slug, slug));
        Assert.Contains("243.00", again.Markup.Find("[data-testid=shift-figures]").TextContent, StringComparison.Ordinal);
        await again.ChangeAsync("#shift-counted", "240");
        again.WaitFor(() => Assert.Contains("3.00", again.Markup.Find("[data-testid=shift-difference]").TextContent, StringComparison.Ordinal));
        await again.SubmitAsync("section[aria-labelledby=shift-title] form");
        again.WaitForMessage("Your shift is closed.");
        Assert.Equal(-300L, await lab.Database.ScalarAsync<long>("select difference from box_office_shifts where member_id = $1", clerk.User!.Value.Value));
    }

    [Fact]
    public async Task SellPage_WithoutAShift_SaysWhatCashNeedsAndIssuesComps()
    {
        var (slug, sale, _, clerk) = await NewSaleAsync(MemberRole.BoxOffice);
        await using var page = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, clerk.Email, ".desk-quick button", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value));

        await page.ClickAsync(".desk-quick button");
        page.WaitFor(() => Assert.Single(page.Markup.FindAll("[data-testid=desk-lines] li")));
        await page.ChangeAsync("#means-Cash", true);
        page.WaitFor(() => Assert.Contains("open shift", page.Markup.Find("[data-testid=sell-form] .notice").TextContent, StringComparison.Ordinal));
        await page.SubmitAsync("[data-testid=sell-form]");
        page.WaitFor(() => Assert.Contains("Open your shift first", page.Markup.Find("[data-testid=sell-error]").TextContent, StringComparison.Ordinal));
        await page.ChangeAsync("#means-Comp", true);
        page.WaitFor(() => Assert.NotNull(page.Markup.Find("#reason")));
        await page.SubmitAsync("[data-testid=sell-form]");
        page.WaitFor(() => Assert.Contains("Say why", page.Markup.Find("[data-testid=sell-error]").TextContent, StringComparison.Ordinal));
        await page.ChangeAsync("#reason", "Press");
        await page.SubmitAsync("[data-testid=sell-form]");
        page.WaitForMessage("Sold.");
        Assert.Equal("comp Press", await lab.Database.ScalarAsync<string>(
            "select concat_ws(' ', p.provider, p.note) from payments p join orders o on o.id = p.order_id where o.performance_id = $1", sale.Id.Value));
    }

    [Fact]
    public async Task SellListPage_OfAManager_ClosesAForgottenShift()
    {
        var (slug, _, _, manager) = await NewSaleAsync(MemberRole.Manager);
        var clerk = await lab.MemberAsync(manager.Memberships.Keys.Single(), MemberRole.BoxOffice);
        var opened = await lab.Service<ShiftsHandler>().HandleAsync(
            new OpenShift(manager.Memberships.Keys.Single(), new Money(5_000, "EUR"), clerk), Xunit.TestContext.Current.CancellationToken);
        Assert.True(opened.Succeeded);
        await using var page = await OfficePage<SellListPage>.OpenAsync(
            lab.App.Services, manager.Email, "section[aria-labelledby=shifts-title] tbody button", it => it.Add(page => page.Slug, slug));

        await page.ClickAsync("section[aria-labelledby=shifts-title] tbody button");
        await page.ChangeAsync("#other-counted", "50");
        await page.SubmitAsync("section[aria-labelledby=other-title] form");
        page.WaitForMessage("The shift is closed.");

        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select difference from box_office_shifts where id = $1", opened.Value.Value));
    }

    [Theory]
    [InlineData(MemberRole.Analyst)]
    [InlineData(MemberRole.CheckIn)]
    public async Task Pages_OfOtherRoles_ShowNothing(MemberRole role)
    {
        var (slug, sale, show, member) = await NewSaleAsync(role);
        await using var sell = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, member.Email, ".notice", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value));
        await using var holds = await OfficePage<HoldsPage>.OpenAsync(
            lab.App.Services, member.Email, ".notice", it => it.Add(page => page.Slug, slug).Add(page => page.EventId, show));

        Assert.Empty(sell.Markup.FindAll("form"));
        Assert.Empty(holds.Markup.FindAll("form"));
    }

    [Fact]
    public async Task SellPage_OfATierWithReductions_SellsWhatIsChosenForEachSeat()
    {
        var (slug, sale, _, clerk) = await NewSaleAsync(MemberRole.BoxOffice);
        await OfferAsync(sale);
        await using var page = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, clerk.Email, ".desk-quick button", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value));

        await page.ClickAsync(".desk-quick button:nth-of-type(3)");
        page.WaitFor(() => Assert.Equal(3, page.Markup.FindAll("[data-testid=desk-lines] select").Count));
        Assert.Contains("With 1 more seat of Standard, each costs", page.Markup.Find("[data-testid=group-hint]").TextContent, StringComparison.Ordinal);
        await page.ChangeAsync(Line(1) + " select", "Child");
        page.WaitFor(() => Assert.Contains("114.50", page.Markup.Find("[data-testid=desk-total]").TextContent, StringComparison.Ordinal));
        Assert.Contains("Up to 14 years", page.Markup.Find(Line(1) + " .field-hint").TextContent, StringComparison.Ordinal);

        // A choice against a rule is refused with a sentence, and the list shows what is stored.
        await page.ClickAsync(".desk-all button:nth-of-type(2)");
        page.WaitFor(() => Assert.Contains("More seats have this reduced price", page.Markup.Find("[data-testid=sell-error]").TextContent, StringComparison.Ordinal));
        await page.ClickAsync(".desk-all button:nth-of-type(3)");
        page.WaitFor(() => Assert.Contains("94.50", page.Markup.Find("[data-testid=desk-total]").TextContent, StringComparison.Ordinal));
        await page.ChangeAsync(Line(2) + " select", "");
        page.WaitFor(() => Assert.Contains("109.50", page.Markup.Find("[data-testid=desk-total]").TextContent, StringComparison.Ordinal));

        await page.ChangeAsync("#means-Comp", true);
        page.WaitFor(() => Assert.Empty(page.Markup.FindAll("[data-testid=desk-lines] select")));
        await page.ChangeAsync("#means-Terminal", true);
        page.WaitFor(() => Assert.NotNull(page.Markup.Find(Line(1) + " select")));
        await page.SubmitAsync("[data-testid=sell-form]");
        page.WaitForMessage("Sold.");
        page.WaitFor(() => Assert.Equal(2, page.Markup.FindAll(".desk-sold li").Count));

        Assert.Equal("10950", await lab.Database.ScalarAsync<string>("select total::text from orders where performance_id = $1", sale.Id.Value));
        Assert.Equal(["Student", "-", "Student"], await lab.Database.ListAsync<string>(
            "select coalesce(reduction, '-') from order_items where performance_id = $1 order by seat_index", sale.Id.Value));
    }

    [Fact]
    public async Task Pages_OfALimitedMember_AreThoseOfTheirEvent()
    {
        var (slug, sale, show, manager) = await NewSaleAsync(MemberRole.Manager);
        await LimitAsync(manager, show);
        await using (var list = await OfficePage<SellListPage>.OpenAsync(lab.App.Services, manager.Email, "#shift-float", it => it.Add(page => page.Slug, slug)))
        {
            Assert.Single(list.Markup.FindAll("section[aria-labelledby=dates-title] tbody tr"));
        }

        await using (var sell = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, manager.Email, ".desk-quick button", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value)))
        {
            Assert.NotNull(sell.Markup.Find("#count"));
        }

        await using (var holds = await OfficePage<HoldsPage>.OpenAsync(
            lab.App.Services, manager.Email, "#allotment-name", it => it.Add(page => page.Slug, slug).Add(page => page.EventId, show)))
        {
            Assert.NotNull(holds.Markup.Find("#seats"));
        }

        await LimitAsync(manager, Guid.CreateVersion7());
        await using var empty = await OfficePage<SellListPage>.OpenAsync(
            lab.App.Services, manager.Email, "#shift-float", it => it.Add(page => page.Slug, slug));
        Assert.Empty(empty.Markup.FindAll("section[aria-labelledby=dates-title] tbody tr"));
        await using var closed = await OfficePage<SellPage>.OpenAsync(
            lab.App.Services, manager.Email, ".notice", it => it.Add(page => page.Slug, slug).Add(page => page.Performance, sale.Id.Value));
        Assert.Empty(closed.Markup.FindAll("form"));
        await using var foreign = await OfficePage<HoldsPage>.OpenAsync(
            lab.App.Services, manager.Email, ".notice", it => it.Add(page => page.Slug, slug).Add(page => page.EventId, show));
        Assert.Empty(foreign.Markup.FindAll("form"));
    }

    private static string Line(int number) => $"[data-testid=desk-lines] li:nth-of-type({number})";

    private Task LimitAsync(Caller member, Guid show) => lab.Database.ExecuteAsync(
        "update members set event_ids = array[$2] where user_id = $1", member.User!.Value.Value, show);

    // As a publication does: child, student and group prices of the stalls.
    private async Task OfferAsync(TestSale sale)
    {
        await lab.Database.ExecuteAsync(
            """
            insert into tier_offers (id, tier_id, performance_id, terms, from_at)
            select gen_random_uuid(), id, performance_id, $2::jsonb, now() - interval '1 hour' from price_tiers where performance_id = $1 and category = 'stalls'
            """,
            sale.Id.Value, OfferedShop.Offers.Write());
        lab.Service<SellingFactsCache>().Invalidate(sale.Id);
    }

    private static List<string> Numbers(IRenderedComponent<HoldsPage> page) =>
        [.. page.FindAll("tbody td.number").Select(cell => cell.TextContent.Trim())];

    // An organization with one event that costs 46.50 a seat, and an account with a role there.
    private async Task<(string Slug, TestSale Sale, Guid Event, Caller Member)> NewSaleAsync(MemberRole role)
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource);
        var organization = await lab.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value);
        var slug = await lab.Database.ScalarAsync<string>("select slug from organizations where id = $1", organization);
        var show = await lab.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", sale.Id.Value);

        // The list of dates is the catalogue's projection, which follows.
        await Eventually.TrueAsync(() => lab.Database.ScalarAsync<bool>("select exists (select from catalog_performances where id = $1)", sale.Id.Value));
        return (slug!, sale, show, await lab.MemberAsync(new OrganizationId(organization), role));
    }
}
