using Microsoft.EntityFrameworkCore;
using Ticketing.App.Ordering.Campaigns;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Place;

namespace Ticketing.Tests.Ordering.Campaigns;

/// <summary>Changes of campaigns by several members, the form's values, pages of the list, and changes while an order takes a code.</summary>
public sealed class CampaignChangeTests(CampaignShop campaigns) : IClassFixture<CampaignShop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageCampaignsHandler Manage => campaigns.Shop.Service<ManageCampaignsHandler>();

    private CampaignReader Reader => campaigns.Shop.Service<CampaignReader>();

    [Fact]
    public async Task Edit_BasedOnOldTerms_IsRefused()
    {
        var id = await CreateAsync(Terms());
        var seen = await ReadAsync(id);
        Assert.True((await EditAsync(id, seen with { UsesMax = 7 }, seen)).Succeeded);

        Assert.Equal(CampaignRefusal.Changed, (await EditAsync(id, seen with { Name = "Late" }, seen)).Refusal?.Reason);

        Assert.True((await ReadAsync(id)).IsSame(seen with { UsesMax = 7 }));
        Assert.True((await EditAsync(id, seen with { Name = "Late" }, seen with { UsesMax = 7 })).Succeeded);
    }

    [Fact]
    public async Task Amendments_AtTheSameTime_KeepEachOther()
    {
        var id = await CreateAsync(Terms());
        Func<CampaignTerms, CampaignTerms>[] changes =
            [terms => terms with { Name = "Autumn" }, terms => terms with { UsesMax = 9 }, terms => terms with { MinimumAmount = 500 }];

        Assert.All(
            await Task.WhenAll(changes.Select(change => Manage.HandleAsync(
                new AmendCampaign(campaigns.Organization, id, change, campaigns.Owner), Stop))),
            outcome => Assert.True(outcome.Succeeded));

        Assert.True((await ReadAsync(id)).IsSame(Terms() with { Name = "Autumn", UsesMax = 9, MinimumAmount = 500 }));
    }

    [Fact]
    public async Task Draft_WithTheSameDays_KeepsTheirTimes()
    {
        var (from, until) = (new DateTimeOffset(2027, 5, 1, 18, 30, 0, TimeSpan.Zero), new DateTimeOffset(2027, 5, 31, 20, 0, 0, TimeSpan.Zero));
        var id = await CreateAsync(Terms() with { ValidFrom = from, ValidUntil = until });
        var draft = CampaignDraft.Of((await Reader.FindAsync(campaigns.Organization, id, campaigns.Owner, Stop))!.Campaign, "EUR");

        Assert.Equal((from, until), (draft.ToTerms().ValidFrom, draft.ToTerms().ValidUntil));
        draft.Until = "2027-06-01";
        Assert.Equal((from, new DateTimeOffset(2027, 6, 2, 0, 0, 0, TimeSpan.Zero)), (draft.ToTerms().ValidFrom, draft.ToTerms().ValidUntil));
        draft.From = "";
        Assert.Null(draft.ToTerms().ValidFrom);
    }

    [Theory]
    [InlineData("9999-12-31", false)]
    [InlineData("2101-01-01", false)]
    [InlineData("2100-12-31", true)]
    public void Draft_WithADistantDay_IsJudged(string day, bool isRight)
    {
        var draft = new CampaignDraft { Name = "Spring", Value = "10", Until = day };
        Assert.Equal(isRight, draft.ToTerms().Faults().Count == 0);
        (draft.From, draft.Until) = (day, "");
        Assert.Equal(isRight, draft.ToTerms().Faults().Count == 0);
    }

    [Fact]
    public async Task List_InPages_HasCampaignsOfOneMomentOnce()
    {
        for (var i = 0; i < CampaignReader.PageSize + 5; i++)
        {
            await CreateAsync(Terms());
        }

        await campaigns.Shop.Database.ExecuteAsync("update promo_campaigns set created_at = '2027-01-01' where organization_id = $1", campaigns.Organization.Value);
        var first = await Reader.ListAsync(campaigns.Organization, null, campaigns.Owner, Stop);
        var all = first.Rows.Select(row => row.Campaign.Id).ToList();
        var next = first.Next;
        while (next is not null)
        {
            var page = await Reader.ListAsync(campaigns.Organization, next, campaigns.Owner, Stop);
            all.AddRange(page.Rows.Select(row => row.Campaign.Id));
            next = page.Next;
        }

        Assert.Equal(
            await campaigns.Shop.Database.ScalarAsync<long>("select count(*) from promo_campaigns where organization_id = $1", campaigns.Organization.Value),
            all.Distinct().Count());
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(
            first.Rows.Select(row => row.Campaign.Id),
            (await Reader.ListAsync(campaigns.Organization, Guid.NewGuid(), campaigns.Owner, Stop)).Rows.Select(row => row.Campaign.Id));
    }

    [Fact]
    public async Task Categories_OfAnEvent_AreForThoseWhoRunIt()
    {
        var events = await Reader.EventsAsync(campaigns.Organization, campaigns.Owner, Stop);
        var show = events[0];

        Assert.Equal("EUR", show.Currency);
        Assert.NotEmpty(await Reader.CategoriesAsync(campaigns.Organization, show.Id, campaigns.Owner, Stop));
        Assert.Empty(await Reader.CategoriesAsync(campaigns.Organization, show.Id, Core.Access.Caller.Guest, Stop));
        Assert.Empty(await Reader.CategoriesAsync(campaigns.Organization, Core.Common.EventId.New(), campaigns.Owner, Stop));
    }

    [Fact]
    public async Task Code_ThatChangesWhileItIsTaken_IsNotTaken()
    {
        var id = await CreateAsync(Terms(), new CodeWish("MOVING", 1, null));
        foreach (var change in new Func<CampaignTerms, CampaignTerms>[]
        {
            terms => terms with { IsActive = false },
            terms => terms with { ValidUntil = DateTimeOffset.UnixEpoch.AddDays(1) },
            terms => terms with { Value = 2000 },
            terms => terms with { Categories = ["stalls"] },
        })
        {
            Assert.True((await EditAsync(id, Terms(), null)).Succeeded);
            var read = await CodeAsync("MOVING");
            Assert.True((await Manage.HandleAsync(new AmendCampaign(campaigns.Organization, id, change, campaigns.Owner), Stop)).Succeeded);

            Assert.Equal(PlaceOrderRefusal.PromoNotValidNow, await TakeAsync(read));
            Assert.Equal(0, (await CodeAsync("MOVING")).Uses);
        }
    }

    [Fact]
    public async Task Discount_OfSeatsFromAnExchange_IsNotTheCampaigns()
    {
        var id = await CreateAsync(Terms(), new CodeWish("EXCHANGED", 1, null));
        var order = await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(2), promoCode: "EXCHANGED");
        await campaigns.Shop.PayAsync(order);
        await campaigns.Shop.ReadUntilAsync(order, "paid");

        await campaigns.Shop.Database.ExecuteAsync(
            "update order_items set added_at = now() where id = (select min(i.id::text)::uuid from order_items i where i.order_id = $1)", Guid.Parse(order.Id));

        var sums = Assert.Single((await Reader.FindAsync(campaigns.Organization, id, campaigns.Owner, Stop))!.Sums);
        Assert.Equal((1L, order.Total, 450L), (sums.Orders, sums.Revenue, sums.Discount));
    }

    private static CampaignTerms Terms() => new(
        "Spring", PromoKind.Percent, 1000, false, null, null, null, null, [], null, null, 0, null, null, true);

    private async Task<PlaceOrderRefusal?> TakeAsync(PromoCode read)
    {
        await using var db = await campaigns.Shop.Service<IDbContextFactory<TicketingDbContext>>().CreateDbContextAsync(Stop);
        return await PromoCodes.TakeAsync(
            db, read, OrderId.New(), new BuyerToCount("ada@example.org", null, false, new byte[32]), false, DateTimeOffset.UtcNow, Stop);
    }

    private async Task<PromoCode> CodeAsync(string code)
    {
        await using var db = await campaigns.Shop.Service<IDbContextFactory<TicketingDbContext>>().CreateDbContextAsync(Stop);
        return await db.PromoCodes.AsNoTracking().SingleAsync(found => found.Code == code, Stop);
    }

    private async Task<CampaignTerms> ReadAsync(PromoCampaignId id) =>
        CampaignTerms.Of((await Reader.FindAsync(campaigns.Organization, id, campaigns.Owner, Stop))!.Campaign);

    private async Task<PromoCampaignId> CreateAsync(CampaignTerms terms, CodeWish? codes = null)
    {
        var made = await Manage.HandleAsync(new CreateCampaign(campaigns.Organization, terms, codes, campaigns.Owner), Stop);
        Assert.True(made.Succeeded, made.Refusal?.ToString());
        return made.Value;
    }

    private Task<Outcome<PromoCampaignId, RefusedCampaign>> EditAsync(PromoCampaignId id, CampaignTerms terms, CampaignTerms? seen) =>
        Manage.HandleAsync(new EditCampaign(campaigns.Organization, id, terms, campaigns.Owner) { Seen = seen }, Stop);
}
