using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Campaigns;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Campaigns;

/// <summary>Campaigns of promo codes: codes in bulk, changes before and after the first use, sums, and who may do what.</summary>
public sealed class CampaignTests(CampaignShop campaigns) : IClassFixture<CampaignShop>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageCampaignsHandler Manage => campaigns.Shop.Service<ManageCampaignsHandler>();

    private PromoCodesHandler Codes => campaigns.Shop.Service<PromoCodesHandler>();

    private CampaignReader Reader => campaigns.Shop.Service<CampaignReader>();

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var id = await CreateAsync(Terms(), new CodeWish("OTHERSCODE", 1, null));
        foreach (var caller in new[]
        {
            Caller.Guest, BackOffice.Member(OrganizationId.New(), MemberRole.Owner), BackOffice.Member(campaigns.Organization, MemberRole.BoxOffice),
            BackOffice.Member(campaigns.Organization, MemberRole.Analyst),
        })
        {
            Assert.Equal(CampaignRefusal.NotFound, (await Manage.HandleAsync(new CreateCampaign(campaigns.Organization, Terms(), null, caller), Stop)).Refusal?.Reason);
            Assert.Equal(CampaignRefusal.NotFound, (await Manage.HandleAsync(new EditCampaign(campaigns.Organization, id, Terms(), caller), Stop)).Refusal?.Reason);
            Assert.Equal(CampaignRefusal.NotFound, (await Manage.HandleAsync(new AmendCampaign(campaigns.Organization, id, _ => Terms(), caller), Stop)).Refusal?.Reason);
            Assert.Equal(CampaignRefusal.NotFound, (await Manage.HandleAsync(new DeleteCampaign(campaigns.Organization, id, caller), Stop)).Refusal?.Reason);
            Assert.Equal(CampaignRefusal.NotFound, (await Codes.HandleAsync(new MakePromoCodes(campaigns.Organization, id, new CodeWish(null, 1, null), caller), Stop)).Refusal?.Reason);
            Assert.Null(await Reader.FindAsync(campaigns.Organization, id, caller, Stop));
            Assert.Empty((await Reader.ListAsync(campaigns.Organization, null, caller, Stop)).Rows);
            Assert.Empty(await Reader.EventsAsync(campaigns.Organization, caller, Stop));
            Assert.Empty(await campaigns.Shop.Service<PromoCodeReader>().AllAsync(id, caller, Stop));
        }

        Assert.Equal(1, (await Reader.FindAsync(campaigns.Organization, id, campaigns.Owner, Stop))!.Codes);
    }

    [Fact]
    public async Task Campaign_BelowAnotherOrganization_IsNotFound()
    {
        var id = await CreateAsync(Terms());
        var admin = Caller.Guest with { User = UserId.New(), Email = "admin@example.org", Roles = new HashSet<string> { Roles.Admin } };
        var other = OrganizationId.New();

        Assert.Equal(CampaignRefusal.NotFound, (await Manage.HandleAsync(new EditCampaign(other, id, Terms(), admin), Stop)).Refusal?.Reason);
        Assert.Null(await Reader.FindAsync(other, id, admin, Stop));
    }

    [Fact]
    public async Task Codes_TenThousandAtOnce_AreDifferentAndHaveTheTerms()
    {
        var id = await CreateAsync(Terms() with { UsesMax = 1 }, new CodeWish(null, 10_000, "vip-"));

        var all = await campaigns.Shop.Service<PromoCodeReader>().AllAsync(id, campaigns.Owner, Stop);
        Assert.Equal(10_000, all.Select(code => code.Code).Distinct().Count());
        Assert.All(all, code => Assert.StartsWith("VIP-", code.Code, StringComparison.Ordinal));
        Assert.All(all, code => Assert.Equal((PromoKind.Percent, 1000L, (int?)1, true), (code.Kind, code.Value, code.UsesMax, code.IsActive)));
    }

    [Fact]
    public async Task Code_WithATakenText_MakesNoCampaign()
    {
        await CreateAsync(Terms(), new CodeWish("Taken", 1, null));
        var before = (await Reader.ListAsync(campaigns.Organization, null, campaigns.Owner, Stop)).Rows.Count;

        var again = await Manage.HandleAsync(new CreateCampaign(campaigns.Organization, Terms(), new CodeWish("TAKEN", 1, null), campaigns.Owner), Stop);

        Assert.Equal(CampaignRefusal.CodeTaken, again.Refusal?.Reason);
        Assert.Equal(before, (await Reader.ListAsync(campaigns.Organization, null, campaigns.Owner, Stop)).Rows.Count);
    }

    [Fact]
    public async Task Campaign_WithAWrongField_IsNotMade()
    {
        foreach (var (terms, field) in new[]
        {
            (Terms() with { Name = "" }, nameof(CampaignTerms.Name)),
            (Terms() with { Value = 0 }, nameof(CampaignTerms.Value)),
            (Terms() with { Value = 10_001 }, nameof(CampaignTerms.Value)),
            (Terms() with { Kind = PromoKind.Fixed, Currency = "E1R" }, nameof(CampaignTerms.Currency)),
            (Terms() with { Kind = PromoKind.Fixed, Value = 1005, Currency = "kwd" }, nameof(CampaignTerms.Value)),
            (Terms() with { ValidFrom = DateTimeOffset.MaxValue }, nameof(CampaignTerms.ValidFrom)),
            (Terms() with { ValidUntil = DateTimeOffset.MaxValue }, nameof(CampaignTerms.ValidUntil)),
            (Terms() with { Kind = PromoKind.Group, Take = 0, Free = 1 }, nameof(CampaignTerms.Take)),
            (Terms() with { MinimumAmount = -1 }, nameof(CampaignTerms.MinimumAmount)),
            (Terms() with { UsesMax = 0 }, nameof(CampaignTerms.UsesMax)),
            (Terms() with { Event = Core.Common.EventId.New() }, nameof(CampaignTerms.Event)),
            (Terms() with { ValidFrom = DateTimeOffset.UnixEpoch, ValidUntil = DateTimeOffset.UnixEpoch }, nameof(CampaignTerms.ValidUntil)),
        })
        {
            var refused = (await Manage.HandleAsync(new CreateCampaign(campaigns.Organization, terms, null, campaigns.Owner), Stop)).Refusal;
            Assert.Equal(CampaignRefusal.Invalid, refused?.Reason);
            Assert.Equal(field, Assert.Single(refused!.Faults).Field);
        }
    }

    [Fact]
    public async Task Campaign_AfterAnOrder_KeepsItsDiscountAndHasSums()
    {
        var id = await CreateAsync(Terms(), new CodeWish("SUMMED", 1, null));
        var order = await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(2), promoCode: "summed");
        Assert.Equal(HttpStatusCode.Created, order.Code);

        Assert.Equal(CampaignRefusal.Used, (await EditAsync(id, Terms() with { Value = 2000 })).Refusal?.Reason);
        Assert.Equal(CampaignRefusal.Used, (await Manage.HandleAsync(new DeleteCampaign(campaigns.Organization, id, campaigns.Owner), Stop)).Refusal?.Reason);
        Assert.True((await EditAsync(id, Terms() with { Name = "Renamed", UsesMax = 5, MinimumAmount = 100 })).Succeeded);

        await campaigns.Shop.PayAsync(order);
        await campaigns.Shop.ReadUntilAsync(order, "paid");
        var row = (await Reader.FindAsync(campaigns.Organization, id, campaigns.Owner, Stop))!;
        Assert.Equal(("Renamed", 1, 1L), (row.Campaign.Name, row.Codes, row.Uses));
        Assert.Equal(new CampaignSums("EUR", 1, order.Total, 900, 0), Assert.Single(row.Sums));
        Assert.Equal(5, Assert.Single(await campaigns.Shop.Service<PromoCodeReader>().AllAsync(id, campaigns.Owner, Stop)).UsesMax);
    }

    [Fact]
    public async Task Campaign_NeverUsed_CanBeChangedAndDeleted()
    {
        var id = await CreateAsync(Terms(), new CodeWish("UNUSED", 1, null));

        Assert.True((await EditAsync(id, Terms() with { Kind = PromoKind.Group, Take = 3, Free = 1 })).Succeeded);
        var code = Assert.Single(await campaigns.Shop.Service<PromoCodeReader>().AllAsync(id, campaigns.Owner, Stop));
        Assert.Equal((PromoKind.Group, 3, 1, 0L), (code.Kind, code.Take, code.Free, code.Value));
        Assert.True((await Manage.HandleAsync(new DeleteCampaign(campaigns.Organization, id, campaigns.Owner), Stop)).Succeeded);

        Assert.Equal(0L, await campaigns.Shop.Database.ScalarAsync<long>("select count(*) from promo_codes where code = 'UNUSED'"));
        Assert.Equal(
            ["promo-campaign.created", "promo-campaign.changed", "promo-campaign.deleted"],
            await campaigns.Shop.Database.ListAsync<string>("select action from audit_entries where subject_type = 'promo-campaign' and subject_id = $1 order by at, id", id.ToString()));
    }

    [Fact]
    public async Task Maximum_BelowTheUses_IsRefused()
    {
        var id = await CreateAsync(Terms(), new CodeWish("TWICE", 1, null));
        await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(1), "a@example.org", "TWICE");
        await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(1), "b@example.org", "TWICE");

        Assert.Equal(CampaignRefusal.BelowUses, (await EditAsync(id, Terms() with { UsesMax = 1 })).Refusal?.Reason);
        Assert.True((await EditAsync(id, Terms() with { UsesMax = 2 })).Succeeded);
        Assert.Equal("promo-used-up", (await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(1), "c@example.org", "TWICE")).Type);
    }

    [Fact]
    public async Task Code_OfASwitchedOffCampaign_IsRefused()
    {
        var id = await CreateAsync(Terms(), new CodeWish("PAUSED", 1, null));
        Assert.True((await EditAsync(id, Terms() with { IsActive = false })).Succeeded);

        Assert.Equal("promo-not-valid-now", (await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(1), promoCode: "PAUSED")).Type);
    }

    [Fact]
    public async Task Group_WithEnoughSeats_MakesTheCheapestFree()
    {
        await CreateAsync(Terms() with { Kind = PromoKind.Group, Take = 2, Free = 1 }, new CodeWish("TWOPLUSONE", 1, null));

        Assert.Equal("promo-not-applicable", (await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(2), promoCode: "TWOPLUSONE")).Type);
        var order = await campaigns.Shop.PlaceAsync(await campaigns.NextHoldAsync(3), promoCode: "TWOPLUSONE");

        Assert.Equal((2 * TestSale.StallsPrice) + (3 * TestSale.StallsFee), order.Total);
    }

    [Fact]
    public async Task Link_WithACode_FillsTheCheckout()
    {
        await CreateAsync(Terms(), new CodeWish("BYLINK", 1, null));
        var hold = await campaigns.NextHoldAsync(1);
        using var browser = new Browser(campaigns.Shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", hold.Secret, "/", campaigns.Shop.App.BaseAddress.Host));
        await browser.GetAsync($"/performances/{campaigns.Shop.Sale.Id}?promo=bylink");

        var page = await browser.GetAsync($"/checkout/{hold.Id}");

        Assert.Equal("BYLINK", page.Document.QuerySelector("#promo")?.GetAttribute("value"));
        Assert.NotNull(page.Document.QuerySelector("[data-testid=promo-applied]"));
        var without = await browser.SubmitAsync(page, "checkout", ("Form.Action", "no-promo"));
        Assert.Null(without.Document.QuerySelector("[data-testid=promo-applied]"));
        Assert.Null((await browser.GetAsync($"/checkout/{hold.Id}")).Document.QuerySelector("[data-testid=promo-applied]"));
    }

    [Fact]
    public async Task Link_WithAnUnknownCode_SaysSoOnceAndBlocksNothing()
    {
        var hold = await campaigns.NextHoldAsync(1);
        using var browser = new Browser(campaigns.Shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", hold.Secret, "/", campaigns.Shop.App.BaseAddress.Host));
        await browser.GetAsync($"/performances/{campaigns.Shop.Sale.Id}?promo=nosuchcode");

        Assert.NotNull((await browser.GetAsync($"/checkout/{hold.Id}")).Document.QuerySelector("[data-testid=promo-error]"));
        Assert.Null((await browser.GetAsync($"/checkout/{hold.Id}")).Document.QuerySelector("[data-testid=promo-error]"));
    }

    private static CampaignTerms Terms() => new(
        "Spring", PromoKind.Percent, 1000, false, null, null, null, null, [], null, null, 0, null, null, true);

    private async Task<PromoCampaignId> CreateAsync(CampaignTerms terms, CodeWish? codes = null)
    {
        var made = await Manage.HandleAsync(new CreateCampaign(campaigns.Organization, terms, codes, campaigns.Owner), Stop);
        Assert.True(made.Succeeded, made.Refusal?.ToString());
        return made.Value;
    }

    private Task<Outcome<PromoCampaignId, RefusedCampaign>> EditAsync(PromoCampaignId id, CampaignTerms terms) =>
        Manage.HandleAsync(new EditCampaign(campaigns.Organization, id, terms, campaigns.Owner), Stop);
}

/// <summary>A shop with the owner of its organization.</summary>
public sealed class CampaignShop(TestServers servers) : IAsyncLifetime
{
    private int _seat = -1;

    internal Shop Shop { get; private set; } = null!;

    internal OrganizationId Organization { get; private set; }

    /// <summary>A new account each time: commands are limited per account.</summary>
    internal Caller Owner => BackOffice.Member(Organization, MemberRole.Owner);

    public async ValueTask InitializeAsync()
    {
        Shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Rows = 10, SeatsPerRow = 10 });
        Organization = new OrganizationId(await Shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", Shop.Sale.Id.Value));
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>A hold of the next seats of its own owner.</summary>
    internal Task<HoldReply> NextHoldAsync(int seats) => Shop.HoldAsync([.. Enumerable.Range(0, seats).Select(_ => Interlocked.Increment(ref _seat))]);
}
